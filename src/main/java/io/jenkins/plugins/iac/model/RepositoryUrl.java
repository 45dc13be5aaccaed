package io.jenkins.plugins.iac.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the spellings of one git repository: {@code git@host:a/b.git}, {@code https://host/a/b} and so on. */
public final class RepositoryUrl {
    private static final Pattern URL = Pattern.compile("(?:https?|ssh|git)://(?:[^@/]*@)?([^/:]+)(:\\d+)?/+(.*)");
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/:]+):(?!//)/*(.*)");

    private static final Pattern PORT = Pattern.compile("^([a-z][a-z0-9+.-]*://[^/]*?):[0-9]+(?=/|$)");

    private RepositoryUrl() {}

    /** Whether two URLs name the same host and path. User and protocol do not matter, a port that is given does. */
    public static boolean same(String a, String b) {
        return a.equals(b) || canonical(a).equals(canonical(b));
    }

    /** Whether they may name one repository: the same, but for the case of letters and a port. */
    public static boolean mayBeSame(String a, String b) {
        return loose(a).equals(loose(b));
    }

    /** Whether an address may be one below another one: a file of a repository, a repository of an organisation. */
    public static boolean mayBeBelow(String address, String above) {
        String prefix = loose(above);
        return loose(address).startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
    }

    private static String loose(String url) {
        return canonical(PORT.matcher(url.toLowerCase(Locale.ROOT)).replaceFirst("$1"));
    }

    /** The address without a password, for people. */
    public static String shown(String url) {
        return url.replaceAll("//[^/]*@", "//").replaceAll("\\p{Cntrl}", "?");
    }

    private static String canonical(String url) {
        Matcher full = URL.matcher(url);
        if (full.matches()) {
            String port = full.group(2) == null ? "" : full.group(2);
            return full.group(1).toLowerCase(Locale.ROOT) + port + "/" + path(full.group(3));
        }
        Matcher scp = SCP.matcher(url);
        if (!url.startsWith("/") && scp.matches()) {
            return scp.group(1).toLowerCase(Locale.ROOT) + "/" + path(scp.group(2));
        }
        return path(url.startsWith("file://") ? url.substring("file://".length()) : url);
    }

    private static String path(String path) {
        String trimmed = path;
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.endsWith(".git") ? trimmed.substring(0, trimmed.length() - ".git".length()) : trimmed;
    }
}

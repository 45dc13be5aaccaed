package io.jenkins.plugins.iac.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the spellings of one git repository: {@code git@host:a/b.git}, {@code https://host/a/b} and so on. */
public final class RepositoryUrl {
    private static final Pattern URL = Pattern.compile("(?:https?|ssh|git)://(?:[^@/]*@)?([^/:]+)(:\\d+)?/+(.*)");
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/:]+):(?!//)/*(.*)");

    private RepositoryUrl() {}

    /** Whether two URLs name the same host and path. User and protocol do not matter, a port that is given does. */
    public static boolean same(String a, String b) {
        return a.equals(b) || canonical(a).equals(canonical(b));
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

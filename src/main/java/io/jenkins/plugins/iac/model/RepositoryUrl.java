package io.jenkins.plugins.iac.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the spellings of one git repository: {@code git@host:a/b.git}, {@code https://host/a/b} and so on. */
public final class RepositoryUrl {
    private static final Pattern URL = Pattern.compile("(?:https?|ssh|git)://(?:[^@/]*@)?([^/:]+)(:\\d+)?/+(.*)");
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/:]+):(?!//)/*(.*)");

    private static final Pattern PORT = Pattern.compile("^([a-z][a-z0-9+.-]*://[^/]*?):[0-9]+(?=/|$)");

    /** Hosts of the same service: SSH over the port of HTTPS, and archives. */
    private static final Pattern OTHER_HOST =
            Pattern.compile("^(?:ssh|altssh|codeload|www)\\.(github\\.com|gitlab\\.com|bitbucket\\.org)$");

    private RepositoryUrl() {}

    /** Whether two URLs name the same host and path. User and protocol do not matter, a port that is given does. */
    public static boolean same(String a, String b) {
        return a.equals(b) || canonical(a).equals(canonical(b));
    }

    /** Whether they name one repository but for the case of letters, a port, how the path is written, and known other hosts. */
    public static boolean mayBeSame(String a, String b) {
        return loose(a).equals(loose(b));
    }

    /** Whether one may be a copy of the other: on another host, or on none, with the same last part of the path. */
    public static boolean mayBeCopy(String a, String b) {
        return otherHosts(a, b) && last(loose(a)).equals(last(loose(b)));
    }

    /** Whether an address may be a file of a copy of a repository: on another host, with the repository's name in its path. */
    public static boolean mayBeBelowCopy(String address, String repository) {
        return otherHosts(address, repository) && (loose(address) + "/").contains("/" + last(loose(repository)) + "/");
    }

    /** Whether an address may be one below another one: a file of a repository, a repository of an organisation. */
    public static boolean mayBeBelow(String address, String above) {
        String prefix = loose(above);
        return loose(address).startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
    }

    private static boolean otherHosts(String a, String b) {
        String host = host(loose(a));
        return host.isEmpty() || !host.equals(host(loose(b)));
    }

    private static String host(String loose) {
        return loose.substring(0, Math.max(0, loose.indexOf('/')));
    }

    private static String last(String loose) {
        return loose.substring(loose.lastIndexOf('/') + 1);
    }

    private static String loose(String url) {
        String plain = decoded(url.toLowerCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
        String[] parts = canonical(PORT.matcher(plain).replaceFirst("$1")).split("/+", -1);
        Deque<String> path = new ArrayDeque<>();
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].equals("..")) {
                path.pollLast();
            } else if (!parts[i].equals(".") && !parts[i].isEmpty()) {
                path.add(parts[i]);
            }
        }
        return path(OTHER_HOST.matcher(parts[0]).replaceFirst("$1") + "/" + String.join("/", path));
    }

    private static String decoded(String url) {
        try {
            return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return url;
        }
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

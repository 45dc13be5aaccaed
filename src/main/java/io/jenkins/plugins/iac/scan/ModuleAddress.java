package io.jenkins.plugins.iac.scan;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the source of a module leads, as Terraform and OpenTofu read it (internal/getmodules/moduleaddrs there).
 *
 * @param repository address of a {@link Kind#GIT} repository or of an {@link Kind#ARCHIVE}; else null
 * @param directory of the module in the repository, empty for its root
 * @param ref branch, tag or commit; null where none is named
 */
record ModuleAddress(Kind kind, String repository, String directory, String ref) {
    /** What a source leads to. */
    enum Kind {
        LOCAL,
        GIT,
        /** A file of a web server. */
        ARCHIVE,
        /** A registry or a store of objects: no commit changes what stands there. */
        ELSEWHERE,
        UNKNOWN
    }

    private static final int LONGEST = 2_000;
    private static final Pattern FORCED = Pattern.compile("([A-Za-z0-9]+)::(.+)");
    private static final Pattern REGISTRY =
            Pattern.compile("(?:[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+(?::[0-9]+)?/)?[0-9A-Za-z_-]+/[0-9A-Za-z_-]+/[0-9a-z]+");
    private static final Pattern REGISTRY_PREFIX =
            Pattern.compile("(?:[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+(?::[0-9]+)?/)?(?:[0-9A-Za-z_-]+/){1,3}");
    private static final Pattern SCP = Pattern.compile("[^@/:]+@[^@/:]+:(?!//).+");
    private static final Pattern FILE =
            Pattern.compile("\\.(?:zip|tar|tgz|tbz2|txz|tzst|tar\\.(?:gz|bz2|xz|zst|lzma))$");

    /** Of any text; what is of no known form, or longer than any address, is {@link Kind#UNKNOWN}. */
    static ModuleAddress of(String source) {
        if (source.length() > LONGEST) {
            return new ModuleAddress(Kind.UNKNOWN, null, "", null);
        }
        if (ModuleSources.isLocal(source)) {
            return new ModuleAddress(Kind.LOCAL, null, "", null);
        }
        Matcher forced = FORCED.matcher(source);
        String getter = forced.matches() ? forced.group(1) : "";
        String rest = forced.matches() ? forced.group(2) : source;
        int question = rest.indexOf('?');
        String address = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? "" : rest.substring(question + 1);
        int scheme = address.indexOf("://");
        int twice = address.indexOf("//", scheme < 0 ? 0 : scheme + 3);
        String directory = twice < 0 ? "" : address.substring(twice + 2);
        String whole = twice < 0 ? address : address.substring(0, twice);
        return switch (getter) {
            case "git" -> git(whole, directory, query);
            case "" -> detect(whole, directory, query);
            case "s3", "gcs", "hg" -> new ModuleAddress(Kind.ELSEWHERE, null, directory, null);
            case "http", "https" -> web(whole, directory, query);
            default -> new ModuleAddress(Kind.UNKNOWN, null, directory, null);
        };
    }

    /** Of a source that a catalog allows, which may also be the beginning of those in a registry. */
    static ModuleAddress allowed(String source) {
        ModuleAddress address = of(source);
        return address.kind() == Kind.UNKNOWN
                        && source.length() <= LONGEST
                        && REGISTRY_PREFIX.matcher(source).matches()
                ? new ModuleAddress(Kind.ELSEWHERE, null, "", null)
                : address;
    }

    private static ModuleAddress detect(String address, String directory, String query) {
        if (address.startsWith("github.com/")) {
            String[] parts = address.split("/", 4);
            if (parts.length == 4) {
                String below = directory.isEmpty() ? parts[3] : parts[3] + "/" + directory;
                return git("https://" + String.join("/", parts[0], parts[1], parts[2]), below, query);
            }
            return git("https://" + address, directory, query);
        }
        if (address.startsWith("bitbucket.org/")) {
            return git("https://" + address, directory, query);
        }
        String scheme = address.contains("://") ? address.substring(0, address.indexOf("://")) : "";
        return switch (scheme) {
            case "" -> plain(address, directory, query);
            case "git", "ssh" -> git(address, directory, query);
            case "http", "https" -> web(address, directory, query);
            case "oci" -> new ModuleAddress(Kind.ELSEWHERE, null, directory, null);
            default -> new ModuleAddress(Kind.UNKNOWN, null, directory, null);
        };
    }

    private static ModuleAddress plain(String address, String directory, String query) {
        if (REGISTRY.matcher(address).matches()
                || address.contains(".amazonaws.com/")
                || address.startsWith("www.googleapis.com/storage/")) {
            return new ModuleAddress(Kind.ELSEWHERE, null, directory, null);
        }
        return SCP.matcher(address).matches()
                ? git(address, directory, query)
                : new ModuleAddress(Kind.UNKNOWN, null, directory, null);
    }

    private static ModuleAddress web(String address, String directory, String query) {
        boolean file = FILE.matcher(address.toLowerCase(Locale.ROOT)).find() || query.contains("archive=");
        return new ModuleAddress(file ? Kind.ARCHIVE : Kind.UNKNOWN, address, directory, null);
    }

    private static ModuleAddress git(String repository, String directory, String query) {
        String ref = null;
        for (String parameter : query.split("&")) {
            String plain = decoded(parameter);
            if (ref == null && plain != null && plain.startsWith("ref=") && plain.length() > 4) {
                ref = plain.substring(4);
            }
        }
        return new ModuleAddress(Kind.GIT, repository, directory, ref);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a repository is: {@code https://}, {@code ssh://}, {@code user@host:path} or an absolute file path. Everything
 * else that git would take (transport helpers such as {@code ext::}, {@code git://}, {@code http://}, relative paths,
 * passwords inside the URL, anything that starts with a dash) is refused.
 *
 * @param value the text as git gets it
 * @param protocol the one transport that git may use for it
 */
public record RepositoryUrl(String value, Protocol protocol) {
    /** A transport of git, by the name that {@code GIT_ALLOW_PROTOCOL} knows. */
    public enum Protocol {
        HTTPS,
        SSH,
        FILE;

        String gitName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final String EXPECTED =
            "https://host/path, ssh://user@host/path, user@host:path or an absolute path, without a password";

    private static final int MAX_LENGTH = 1_000;
    private static final String HOST = "(?:[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?";
    private static final String USER = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private static final String PATH = "[A-Za-z0-9._~+@%,=/-]+";
    private static final Pattern HTTPS = Pattern.compile("https://(?:" + USER + "@)?" + HOST + "/" + PATH);
    private static final Pattern SSH = Pattern.compile("ssh://(?:" + USER + "@)?" + HOST + "/" + PATH);
    private static final Pattern SCP =
            Pattern.compile(USER + "@[A-Za-z0-9][A-Za-z0-9.-]*:(?!-)[A-Za-z0-9._~+@%,=/][A-Za-z0-9._~+@%,=/-]*");
    private static final Pattern FILE = Pattern.compile("(?:file://)?/[^\\p{Cntrl}]*");

    /**
     * Reads the text form.
     *
     * @throws IacException of kind BAD_INPUT if it is none of the accepted forms
     */
    public static RepositoryUrl parse(String text) {
        Protocol protocol = text == null || text.length() > MAX_LENGTH ? null : protocolOf(text);
        if (protocol == null) {
            throw IacException.badInput(
                    "reading the address of a repository",
                    "repository",
                    Text.printable(withoutPassword(text)),
                    EXPECTED,
                    "name the repository in the catalog in one of these forms; secrets belong to the credential");
        }
        return new RepositoryUrl(text, protocol);
    }

    private static Protocol protocolOf(String text) {
        if (HTTPS.matcher(text).matches()) {
            return Protocol.HTTPS;
        }
        if (SSH.matcher(text).matches() || SCP.matcher(text).matches()) {
            return Protocol.SSH;
        }
        return FILE.matcher(text).matches() ? Protocol.FILE : null;
    }

    private static String withoutPassword(String text) {
        return text == null ? null : text.replaceAll("//[^/@]*@", "//...@");
    }

    @Override
    public String toString() {
        return value;
    }
}

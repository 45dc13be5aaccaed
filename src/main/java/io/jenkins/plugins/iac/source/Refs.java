package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import java.util.regex.Pattern;

/** Grammars of what names a commit: narrower than git's, so that no name can be an option, a pattern or an expression. */
final class Refs {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern REF =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+#@-]*(?:/[A-Za-z0-9_#+@][A-Za-z0-9._+#@-]*)*");
    private static final int MAX_REF = 250;

    private Refs() {}

    /** A full object name, 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. */
    static String commit(String text) {
        if (text == null || !COMMIT.matcher(text).matches()) {
            throw IacException.badInput(
                    "reading a commit",
                    "commit",
                    Text.printable(text),
                    "40 or 64 lower-case hex digits",
                    "give the full commit, never a branch or an abbreviation");
        }
        return text;
    }

    /** A branch or tag name, or a full name that starts with {@code refs/}. */
    static String ref(String text) {
        boolean valid = text != null
                && text.length() <= MAX_REF
                && REF.matcher(text).matches()
                && !text.contains("..")
                && !text.contains("@{")
                && !text.endsWith(".")
                && !text.endsWith(".lock")
                && !text.contains(".lock/");
        if (!valid) {
            throw IacException.badInput(
                    "reading a branch or tag",
                    "ref",
                    Text.printable(text),
                    "segments of letters, digits, '.', '_', '+', '#', '@' and '-' joined by '/', none starting with '-' or '.'",
                    "rename the branch, or name it without wildcards");
        }
        return text;
    }
}

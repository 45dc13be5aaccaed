package io.jenkins.plugins.iac.scan;

/** Resolves the escapes of literal text in templates (hclsyntax/spec.md, "Template Literals"). */
final class Escapes {
    private Escapes() {}

    /** Text between quotes: backslash escapes, and doubled sequence openers. */
    static String quoted(String raw, int line) throws SyntaxException {
        if (raw.indexOf('\\') < 0) {
            return plain(raw);
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                i += copy(raw, i, out);
                continue;
            }
            i++;
            char selector = i < raw.length() ? raw.charAt(i) : ' ';
            switch (selector) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case '"', '\\' -> out.append(selector);
                case 'u', 'U' -> {
                    int digits = selector == 'u' ? 4 : 8;
                    out.appendCodePoint(codePoint(raw, i + 1, digits, line));
                    i += digits;
                }
                default -> throw new SyntaxException(line, "an escape that does not exist: '\\" + selector + "'");
            }
        }
        return out.toString();
    }

    /** Text without backslash escapes: heredocs, JSON strings, template files. */
    static String plain(String raw) {
        if (!raw.contains("$${") && !raw.contains("%%{")) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            i += copy(raw, i, out);
        }
        return out.toString();
    }

    /** Copies one character, or the two that a doubled opener stands for; returns how many more were used up. */
    private static int copy(String raw, int i, StringBuilder out) {
        boolean escape = raw.startsWith("$${", i) || raw.startsWith("%%{", i);
        out.append(raw.charAt(i));
        if (escape) {
            out.append('{');
        }
        return escape ? 2 : 0;
    }

    private static int codePoint(String raw, int start, int digits, int line) throws SyntaxException {
        long value = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = i < raw.length() && raw.charAt(i) < 0x80 ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new SyntaxException(line, "a unicode escape needs " + digits + " hex digits");
            }
            value = value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT || value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE) {
            throw new SyntaxException(line, "a unicode escape of no character");
        }
        return (int) value;
    }
}

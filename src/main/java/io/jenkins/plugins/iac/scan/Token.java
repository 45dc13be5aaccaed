package io.jenkins.plugins.iac.scan;

/**
 * One token of native syntax. Comments are gone; one that ran to the end of its line left a {@link Kind#NEWLINE}.
 *
 * @param kind what it is
 * @param text as written; for {@link Kind#LITERAL} with escapes resolved
 * @param line line on which it starts
 */
record Token(Kind kind, String text, int line) {
    enum Kind {
        IDENTIFIER,
        NUMBER,
        /** An operator or bracket; {@code text} says which. */
        SYMBOL,
        NEWLINE,
        OPEN_QUOTE,
        CLOSE_QUOTE,
        OPEN_HEREDOC,
        CLOSE_HEREDOC,
        LITERAL,
        /** <code>${</code> or <code>${~</code>. */
        OPEN_INTERPOLATION,
        /** <code>%{</code> or <code>%{~</code>. */
        OPEN_DIRECTIVE,
        CLOSE_SEQUENCE,
        END
    }

    boolean is(Kind other) {
        return kind == other;
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}

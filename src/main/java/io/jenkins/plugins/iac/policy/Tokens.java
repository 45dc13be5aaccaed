package io.jenkins.plugins.iac.policy;

import java.util.ArrayList;
import java.util.List;

/** Splits the plain part of CEL, and calls of what is no name, into tokens; gives up ({@code null}) at anything else. */
final class Tokens {
    enum Kind {
        NAME,
        STRING,
        INT,
        SYMBOL,
        END
    }

    /** @param at where it begins, for a literal its quote */
    record Token(Kind kind, String text, int at) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    private static final List<String> SYMBOLS =
            List.of("&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", "+", "-", ".");
    private static final int MAX_DIGITS = 18;

    private Tokens() {}

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
                at++;
                continue;
            } else if (isLetter(c)) {
                end = nameEnd(text, at);
                if (end < 0) {
                    return null;
                }
                tokens.add(new Token(Kind.NAME, text.substring(at, end), at));
            } else if (isDigit(c)) {
                end = at;
                while (end < text.length() && isDigit(text.charAt(end))) {
                    end++;
                }
                boolean plain = end == text.length() || !isLetter(text.charAt(end)) && text.charAt(end) != '.';
                if (!plain || end - at > MAX_DIGITS) {
                    return null;
                }
                tokens.add(new Token(Kind.INT, text.substring(at, end), at));
            } else if (c == '\'' || c == '"') {
                end = stringEnd(text, at);
                if (end < 0) {
                    return null;
                }
                tokens.add(new Token(Kind.STRING, text.substring(at + 1, end - 1), at));
            } else {
                String symbol = symbolAt(text, at);
                if (symbol == null) {
                    return null;
                }
                end = at + symbol.length();
                tokens.add(new Token(Kind.SYMBOL, symbol, at));
            }
            at = end;
        }
        tokens.add(new Token(Kind.END, "", at));
        return tokens;
    }

    /** A dotted name without blanks; a quote right behind it would make it a prefixed literal. */
    private static int nameEnd(String text, int start) {
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean dot = c == '.' && at + 1 < text.length() && isLetter(text.charAt(at + 1));
            if (!isLetter(c) && !isDigit(c) && !dot) {
                return c == '\'' || c == '"' || c == '.' ? -1 : at;
            }
            at++;
        }
        return at;
    }

    /** The end of a literal without escapes and line breaks; a tripled quote is another kind of literal. */
    private static int stringEnd(String text, int start) {
        char quote = text.charAt(start);
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' || c == '\n' || c == '\r') {
                return -1;
            }
            if (c == quote) {
                boolean another = at + 1 < text.length() && (text.charAt(at + 1) == '\'' || text.charAt(at + 1) == '"');
                return another ? -1 : at + 1;
            }
        }
        return -1;
    }

    private static String symbolAt(String text, int at) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                return symbol;
            }
        }
        return null;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

package io.jenkins.plugins.iac.scan;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Splits native syntax into tokens as HCL 2 does (hclsyntax/spec.md, "Lexical Elements"; where that is silent, as Terraform
 * 1.11 was seen to do).
 */
final class Lexer {
    private static final List<String> SYMBOLS = List.of(
            "...", "==", "!=", ">=", "<=", "&&", "||", "::", "=>", "[", "]", "(", ")", ".", ",", "*", "/", "%", "+",
            "-", "=", "<", ">", "!", "?", ":", "{", "}");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    /** Open braces since the innermost template sequence began, for each sequence that is open. */
    private final Deque<int[]> sequences = new ArrayDeque<>();

    private int at;
    private int line = 1;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of a file, the last one {@link Token.Kind#END}. */
    static List<Token> file(byte[] bytes) throws SyntaxException {
        String text = decode(bytes);
        Lexer lexer = new Lexer(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        lexer.main();
        return lexer.end();
    }

    /** The tokens of a text that is a template as a whole: a file for {@code templatefile}, a string of JSON syntax. */
    static List<Token> template(String text, int line) throws SyntaxException {
        Lexer lexer = new Lexer(text);
        lexer.line = line;
        lexer.bareTemplate();
        return lexer.end();
    }

    static String decode(byte[] bytes) throws SyntaxException {
        if (bytes.length > ScanLimits.FILE_BYTES) {
            throw new SyntaxException(1, "the file is larger than " + ScanLimits.FILE_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxException(1, "the file is not UTF-8");
        }
    }

    private List<Token> end() throws SyntaxException {
        tokens.add(new Token(Token.Kind.END, "", line));
        return tokens;
    }

    /** Reads outside of strings until the text ends or the template sequence around it does. */
    private void main() throws SyntaxException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (newlineLength() > 0) {
                newline();
            } else if (c == '#' || text.startsWith("//", at)) {
                lineComment();
            } else if (text.startsWith("/*", at)) {
                blockComment();
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (c == '"') {
                quoted();
            } else if (isIdentifierStart(text.codePointAt(at))) {
                int start = at;
                identifier();
                add(Token.Kind.IDENTIFIER, text.substring(start, at));
            } else if (text.startsWith("~}", at)) {
                if (sequences.isEmpty() || sequences.peek()[0] > 0) {
                    throw error("'~}' closes no template sequence");
                }
                closeSequence(2);
                return;
            } else if (c == '}' && !sequences.isEmpty() && sequences.peek()[0] == 0) {
                closeSequence(1);
                return;
            } else if (text.startsWith("<<", at)) {
                heredoc();
            } else {
                symbol();
            }
        }
        if (!sequences.isEmpty()) {
            throw error("the file ends inside a template sequence");
        }
    }

    private void symbol() throws SyntaxException {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                if (!sequences.isEmpty()) {
                    sequences.peek()[0] += symbol.equals("{") ? 1 : symbol.equals("}") ? -1 : 0;
                }
                add(Token.Kind.SYMBOL, symbol);
                at += symbol.length();
                return;
            }
        }
        throw error(String.format("the character U+%04X has no meaning here", text.codePointAt(at)));
    }

    private void closeSequence(int length) throws SyntaxException {
        sequences.pop();
        add(Token.Kind.CLOSE_SEQUENCE, text.substring(at, at + length));
        at += length;
    }

    private void newline() throws SyntaxException {
        add(Token.Kind.NEWLINE, "\n");
        at += newlineLength();
        line++;
    }

    private int newlineLength() {
        return text.startsWith("\n", at) ? 1 : text.startsWith("\r\n", at) ? 2 : 0;
    }

    private void lineComment() throws SyntaxException {
        int end = text.indexOf('\n', at);
        if (end < 0) {
            at = text.length();
        } else {
            at = end;
            newline();
        }
    }

    private void blockComment() throws SyntaxException {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw error("the comment is not closed");
        }
        skipTo(end + 2);
    }

    private void number() throws SyntaxException {
        int start = at;
        int end = at + 1;
        int i = end;
        while (i < text.length()) {
            char c = text.charAt(i);
            int exponent = c == 'e' || c == 'E' ? exponentLength(i) : 0;
            if (c >= '0' && c <= '9') {
                end = ++i;
            } else if (exponent > 0) {
                i += exponent;
                end = i;
            } else if (c == '.') {
                i++;
            } else {
                break;
            }
        }
        add(Token.Kind.NUMBER, text.substring(start, end));
        at = end;
    }

    private int exponentLength(int i) {
        int digit = i + 1 < text.length() && "+-".indexOf(text.charAt(i + 1)) >= 0 ? i + 2 : i + 1;
        return digit < text.length() && text.charAt(digit) >= '0' && text.charAt(digit) <= '9' ? digit + 1 - i : 0;
    }

    private void identifier() {
        at += Character.charCount(text.codePointAt(at));
        while (at < text.length() && isIdentifierPart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
    }

    private static boolean isIdentifierStart(int c) {
        return c == '_' || Character.isUnicodeIdentifierStart(c);
    }

    /** A character that Java takes for part of a name but ignores is none for HCL. */
    private static boolean isIdentifierPart(int c) {
        return c == '-' || Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }

    private void quoted() throws SyntaxException {
        add(Token.Kind.OPEN_QUOTE, "\"");
        at++;
        int start = at;
        while (true) {
            if (at >= text.length()) {
                throw error("the string is not closed");
            }
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                throw error("a string in quotes may not span lines");
            }
            if (c == '"') {
                literal(start, true);
                add(Token.Kind.CLOSE_QUOTE, "\"");
                at++;
                return;
            }
            if (c == '\\') {
                at += 2;
            } else if (opensSequence()) {
                literal(start, true);
                sequence();
                start = at;
            }
        }
    }

    /**
     * Moves over one character of a template's text, or over a run of dollar or percent signs; true where it stands at a
     * sequence's opening instead.
     */
    private boolean opensSequence() {
        char c = text.charAt(at);
        if (c != '$' && c != '%') {
            at++;
            return false;
        }
        int run = at;
        while (run < text.length() && text.charAt(run) == c) {
            run++;
        }
        if (run >= text.length() || text.charAt(run) != '{') {
            at = run;
            return false;
        }
        // two or more: the last two are the escape, those before them stand for themselves
        if (run - at >= 2) {
            at = run + 1;
            return false;
        }
        return true;
    }

    private void sequence() throws SyntaxException {
        boolean directive = text.charAt(at) == '%';
        int length = text.startsWith("~", at + 2) ? 3 : 2;
        add(directive ? Token.Kind.OPEN_DIRECTIVE : Token.Kind.OPEN_INTERPOLATION, text.substring(at, at + length));
        at += length;
        if (sequences.size() >= ScanLimits.DEPTH) {
            throw error("templates nested deeper than " + ScanLimits.DEPTH);
        }
        sequences.push(new int[] {0});
        main();
    }

    private void literal(int start, boolean quoted) throws SyntaxException {
        if (at > start) {
            String raw = text.substring(start, at);
            add(Token.Kind.LITERAL, quoted ? Escapes.quoted(raw, line) : Escapes.plain(raw));
        }
    }

    private void heredoc() throws SyntaxException {
        int start = at;
        at += text.startsWith("-", at + 2) ? 3 : 2;
        int name = at;
        if (at < text.length() && isIdentifierStart(text.codePointAt(at))) {
            identifier();
        }
        if (at == name || newlineLength() == 0) {
            at = start;
            throw error("'<<' begins no heredoc: a name and the end of the line must follow");
        }
        String marker = text.substring(name, at);
        add(Token.Kind.OPEN_HEREDOC, text.substring(start, at));
        skipTo(at + newlineLength());
        heredocLines(marker);
    }

    /** A line that holds nothing but the marker ends the heredoc; one that begins behind a sequence never does. */
    private void heredocLines(String marker) throws SyntaxException {
        boolean startOfLine = true;
        int start = at;
        while (at < text.length()) {
            if (startOfLine && isMarker(marker)) {
                literal(start, false);
                skipTo(text.indexOf('\n', at));
                // the newline is a token of its own: it may be the one that ends an attribute
                at -= text.charAt(at - 1) == '\r' ? 1 : 0;
                add(Token.Kind.CLOSE_HEREDOC, marker);
                newline();
                return;
            }
            startOfLine = false;
            int newline = newlineLength();
            if (newline > 0) {
                at += newline;
                line++;
                startOfLine = true;
            } else if (text.charAt(at) == '\r') {
                throw error("a carriage return alone");
            } else if (opensSequence()) {
                literal(start, false);
                sequence();
                start = at;
            }
        }
        throw error("the heredoc is not closed by a line that holds " + marker + " alone");
    }

    private boolean isMarker(String marker) {
        int end = text.indexOf('\n', at);
        return end >= 0 && stripSpaces(text.substring(at, end)).equals(marker);
    }

    /** Strips what Go's {@code unicode.IsSpace} takes for space: Java's own idea leaves out U+0085, U+00A0 and others. */
    private static String stripSpaces(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == '\u0085' || Character.isSpaceChar(c);
    }

    private void bareTemplate() throws SyntaxException {
        int start = at;
        while (at < text.length()) {
            if (text.charAt(at) == '\n') {
                line++;
            }
            if (opensSequence()) {
                literal(start, false);
                sequence();
                start = at;
            }
        }
        literal(start, false);
    }

    private void skipTo(int end) {
        for (; at < end; at++) {
            line += text.charAt(at) == '\n' ? 1 : 0;
        }
    }

    private void add(Token.Kind kind, String value) throws SyntaxException {
        if (tokens.size() >= ScanLimits.TOKENS) {
            throw error("more than " + ScanLimits.TOKENS + " tokens");
        }
        tokens.add(new Token(kind, value, line));
    }

    private SyntaxException error(String message) {
        return new SyntaxException(line, message);
    }
}

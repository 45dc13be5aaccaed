package io.jenkins.plugins.iac.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The plain part of YAML, which nearly every catalog is: block maps and lists, maps and lists in brackets and texts within
 * one line, comments. What it accepts means exactly what the YAML library means by it, positions included (a test compares
 * the two on thousands of documents); at anything else, and at every mistake, it gives up, and the library decides.
 *
 * <p>It is there because a process that reads ten thousand stacks once would spend a third of its time on warming up the
 * library.
 */
final class PlainYaml {
    /** Far below what the library and {@link YamlTree} allow. */
    private static final int MAX_DEPTH = 40;

    private static final int MAX_ENTRIES = 100;
    private static final int MAX_KEY = 1_000;

    private final String text;
    private final int end;
    private final Map<String, String> words = new HashMap<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private int values;

    private PlainYaml(String text) {
        this.text = text;
        this.end = text.length();
    }

    /** The document is not plain; control flow only. */
    private static final class NotPlain extends Exception {
        private static final long serialVersionUID = 1L;

        NotPlain() {
            super(null, null, false, false);
        }
    }

    /** The tree, or null where the document is not plain or not correct. */
    static Tree read(String text) {
        if (text.length() > YamlTree.MAX_CHARACTERS || !hasPlainCharacters(text)) {
            return null;
        }
        try {
            return new PlainYaml(text).document();
        } catch (NotPlain e) {
            return null;
        }
    }

    /** No control characters, no line breaks but one, no surrogates, no byte order mark. */
    private static boolean hasPlainCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ascii = c >= ' ' && c <= '~' || c == '\n';
            boolean other = c >= '\u00a0' && c < '\ud800' && c != '\u2028' && c != '\u2029';
            if (!ascii && !other) {
                return false;
            }
        }
        return true;
    }

    private Tree document() throws NotPlain {
        toContent();
        Tree tree = block(0);
        if (at < end) {
            throw new NotPlain();
        }
        return tree;
    }

    private int column() {
        return at - lineStart;
    }

    private char peek() {
        return at < end ? text.charAt(at) : '\n';
    }

    private boolean isBlankAt(int index) {
        return index >= end || text.charAt(index) == ' ' || text.charAt(index) == '\n';
    }

    private void skipSpaces() {
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
    }

    /** From the start of a line to the next character that is neither blank nor of a comment. */
    private void toContent() {
        while (at < end) {
            skipSpaces();
            if (at < end && text.charAt(at) == '#') {
                toLineEnd();
            }
            if (at >= end || text.charAt(at) != '\n') {
                return;
            }
            at++;
            line++;
            lineStart = at;
        }
    }

    private void toLineEnd() {
        int found = text.indexOf('\n', at);
        at = found < 0 ? end : found;
    }

    /** Behind a value: nothing may follow in its line but a comment. */
    private void nextLine() throws NotPlain {
        int before = at;
        skipSpaces();
        if (at > before && peek() == '#') {
            toLineEnd();
        }
        if (peek() != '\n') {
            throw new NotPlain();
        }
        toContent();
    }

    private void count(int depth) throws NotPlain {
        if (++values > YamlTree.MAX_VALUES || depth > MAX_DEPTH) {
            throw new NotPlain();
        }
    }

    private boolean isEntry() {
        return peek() == '-' && isBlankAt(at + 1);
    }

    /** A map or list whose first line starts here. */
    private Tree block(int depth) throws NotPlain {
        return isEntry() ? blockSequence(false, depth) : blockMapping(key(), depth);
    }

    /** @param unindented whether it is the value of a key in the same column, so that the next key may follow it */
    private Tree blockSequence(boolean unindented, int depth) throws NotPlain {
        count(depth);
        int column = column();
        int startLine = line;
        List<Tree> items = new ArrayList<>();
        while (at < end && column() == column && isEntry()) {
            at++;
            Tree.Scalar nothing = new Tree.Scalar("", Tree.Style.PLAIN, line, column() + 1);
            skipSpaces();
            if (peek() == '\n') {
                toContent();
                items.add(at < end && column() > column ? block(depth + 1) : empty(nothing, depth + 1));
            } else if (peek() == '[' || peek() == '{') {
                items.add(flow(depth + 1));
                nextLine();
            } else {
                items.add(item(depth + 1));
            }
        }
        if (at < end && (column() > column || column() == column && !unindented)) {
            throw new NotPlain();
        }
        return new Tree.Sequence(items, startLine, column + 1);
    }

    private Tree empty(Tree.Scalar nothing, int depth) throws NotPlain {
        count(depth);
        return nothing;
    }

    /** Behind a dash: a text, or a map that goes on in the column of its first key. */
    private Tree item(int depth) throws NotPlain {
        Tree.Scalar first = scalar(false, depth);
        if (peek() == ':') {
            return blockMapping(first, depth);
        }
        nextLine();
        return first;
    }

    private Tree.Scalar key() throws NotPlain {
        return scalar(false, 0);
    }

    /** @param first its first key, behind which we are */
    private Tree blockMapping(Tree.Scalar first, int depth) throws NotPlain {
        count(depth);
        int column = first.column() - 1;
        List<Tree.Entry> entries = new ArrayList<>();
        Tree.Scalar key = first;
        while (true) {
            if (peek() != ':' || !isBlankAt(at + 1) || at - lineStart - column > MAX_KEY) {
                throw new NotPlain();
            }
            at++;
            add(entries, key, blockValue(column, depth + 1));
            if (at >= end || column() < column) {
                return new Tree.Mapping(entries, first.line(), first.column());
            }
            if (column() > column || isEntry()) {
                throw new NotPlain();
            }
            key = key();
        }
    }

    private Tree blockValue(int column, int depth) throws NotPlain {
        Tree.Scalar nothing = new Tree.Scalar("", Tree.Style.PLAIN, line, column() + 1);
        skipSpaces();
        if (peek() == '\n' || peek() == '#') {
            toLineEnd();
            toContent();
            if (at < end && column() > column) {
                return block(depth);
            }
            return at < end && column() == column && isEntry() ? blockSequence(true, depth) : empty(nothing, depth);
        }
        Tree value = peek() == '[' || peek() == '{' ? flow(depth) : scalar(false, depth);
        nextLine();
        return value;
    }

    private static void add(List<Tree.Entry> entries, Tree.Scalar key, Tree value) throws NotPlain {
        if (entries.size() == MAX_ENTRIES) {
            throw new NotPlain();
        }
        for (Tree.Entry entry : entries) {
            if (entry.key().text().equals(key.text())) {
                throw new NotPlain();
            }
        }
        entries.add(new Tree.Entry(key, value));
    }

    /** A list or map in brackets, closed in the same line. */
    private Tree flow(int depth) throws NotPlain {
        count(depth);
        int startColumn = column() + 1;
        boolean list = text.charAt(at++) == '[';
        char close = list ? ']' : '}';
        List<Tree> items = new ArrayList<>();
        List<Tree.Entry> entries = new ArrayList<>();
        skipSpaces();
        while (peek() != close || !items.isEmpty() || !entries.isEmpty()) {
            if (list) {
                items.add(flowValue(depth + 1));
            } else {
                flowEntry(entries, depth + 1);
            }
            skipSpaces();
            if (peek() == close) {
                break;
            }
            if (peek() != ',') {
                throw new NotPlain();
            }
            at++;
            skipSpaces();
        }
        at++;
        return list ? new Tree.Sequence(items, line, startColumn) : new Tree.Mapping(entries, line, startColumn);
    }

    private void flowEntry(List<Tree.Entry> entries, int depth) throws NotPlain {
        int start = at;
        Tree.Scalar key = scalar(true, depth);
        boolean quoted = key.style() == Tree.Style.QUOTED;
        if (peek() != ':' || !quoted && !isBlankAt(at + 1) || at - start > MAX_KEY) {
            throw new NotPlain();
        }
        at++;
        skipSpaces();
        add(entries, key, flowValue(depth));
    }

    private Tree flowValue(int depth) throws NotPlain {
        return peek() == '[' || peek() == '{' ? flow(depth) : scalar(true, depth);
    }

    /** A text within one line. */
    private Tree.Scalar scalar(boolean inFlow, int depth) throws NotPlain {
        count(depth);
        int startColumn = column() + 1;
        char first = peek();
        if (first == '"' || first == '\'') {
            return new Tree.Scalar(quoted(first), Tree.Style.QUOTED, line, startColumn);
        }
        return new Tree.Scalar(plain(first, inFlow), Tree.Style.PLAIN, line, startColumn);
    }

    private String quoted(char quote) throws NotPlain {
        StringBuilder parts = null;
        int from = ++at;
        while (true) {
            char c = peek();
            if (c == '\n' || c == '\\' && quote == '"') {
                throw new NotPlain();
            }
            at++;
            if (c != quote) {
                continue;
            }
            if (quote == '"' || peek() != quote) {
                break;
            }
            parts = parts == null ? new StringBuilder() : parts;
            parts.append(text, from, at);
            from = ++at;
        }
        String last = text.substring(from, at - 1);
        return shared(parts == null ? last : parts.append(last).toString());
    }

    private String plain(char first, boolean inFlow) throws NotPlain {
        boolean number = first == '-' && at + 1 < end && isDigit(text.charAt(at + 1));
        if (!startsPlain(first) && !number || text.startsWith("...", at)) {
            throw new NotPlain();
        }
        int from = at;
        int to = at;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c == '\n' || c == '#' && text.charAt(at - 1) == ' ' || inFlow && isBracketOrComma(c)) {
                break;
            }
            if (c == ':' && isBlankAt(at + 1)) {
                break;
            }
            if (inFlow && (c == '?' || c == ':' && isBracketOrComma(text.charAt(at + 1)))) {
                throw new NotPlain();
            }
            if (c != ' ') {
                to = at + 1;
            }
        }
        if (peek() == ':' && to < at) {
            throw new NotPlain();
        }
        if (peek() == '#') {
            at = to;
        }
        return shared(text.substring(from, to));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c >= '\u00a0' || "_/.~$(".indexOf(c) >= 0;
    }

    private static boolean isBracketOrComma(char c) {
        return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
    }

    private String shared(String word) {
        return YamlTree.shared(words, word);
    }
}

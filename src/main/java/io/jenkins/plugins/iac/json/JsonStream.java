package io.jenkins.plugins.iac.json;

import io.jenkins.plugins.iac.model.IacException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a JSON document of any size front to back: the outer structure step by step ({@link #beginObject},
 * {@link #nextMember}, ...), everything else as one {@link JsonTape} at a time. Memory is bounded by the largest single
 * value, not by the document.
 *
 * <p>Why not Jackson here: it decodes every string into characters. A plan of 1 GB is read at several times Jackson's
 * rate where the bytes are left as they are, and hashing and copying want bytes anyway. The reading is as strict as
 * {@link Json}: RFC 8259 only, UTF-8 checked, lone surrogates refused, depth, number length and size of a value bounded.
 * Duplicate names are for the caller to find: whoever hashes an object sees them.
 *
 * <p>Every error is an {@link IacException} of bad input that says at which byte. Not safe for use by several threads.
 */
public final class JsonStream extends JsonScanner {
    private static final int AHEAD = 1 << 13;

    private final int[] open = new int[Limits.DEPTH + 1];
    private int depth;
    /** How many containers of the value being read are open, and of each level the one read last, or -1. */
    private int inside;

    private final int[] twins = new int[Limits.DEPTH + 1];

    /**
     * @param doing what is being done, for errors: {@code reading the plan}
     * @param where the file or step, for errors
     * @param maxBytes largest text of one value read as a tape
     * @param maxTokens most tokens of one such value
     */
    public JsonStream(InputStream in, String doing, String where, int maxBytes, int maxTokens) {
        super(in, doing, where, maxBytes, maxTokens);
        if (maxBytes > JsonTape.MAX_BYTES) {
            throw new IllegalArgumentException("values of more than " + JsonTape.MAX_BYTES + " bytes fit on no tape");
        }
    }

    /** Enters an object. */
    public void beginObject() {
        take('{', "an object");
        enter();
    }

    /**
     * The name of the object's next member, with the stream at its value, or null at the object's end, which is then
     * left.
     *
     * @param first whether no member was read yet
     */
    public String nextMember(boolean first) {
        int b = peek();
        if (b == '}') {
            at++;
            depth--;
            return null;
        }
        if (!first) {
            take(',', "',' or '}'");
            b = peek();
        }
        if (b != '"') {
            throw unexpected(b, "a member's name");
        }
        JsonTape name = value();
        if (name.to(0) - name.from(0) > Limits.NAME_LENGTH) {
            throw bad("a name longer than " + Limits.NAME_LENGTH + " bytes", "at most that many");
        }
        String text = name.string(0);
        take(':', "':'");
        return text;
    }

    /** Enters an array. */
    public void beginArray() {
        take('[', "an array");
        enter();
    }

    /**
     * Whether the array has another element, with the stream at it; at the array's end it is left.
     *
     * @param first whether no element was read yet
     */
    public boolean nextElement(boolean first) {
        int b = peek();
        if (b == ']') {
            at++;
            depth--;
            return false;
        }
        if (!first) {
            take(',', "',' or ']'");
        }
        return true;
    }

    /** Makes sure that nothing follows the document. */
    public void end() {
        int b = peek();
        if (b >= 0) {
            throw unexpected(b, "the end of the document");
        }
    }

    /** The next value as a tape, which is valid until the next call of any method of this stream. */
    public JsonTape value() {
        if (peek() < 0) {
            throw bad("the end of the document", "a value");
        }
        keep = at;
        tape.reset();
        twins[0] = -1;
        read();
        tape.over(buffer, keep);
        keep = -1;
        return tape;
    }

    /**
     * The form of the next value, or {@link JsonForms#NONE}. Reads nothing: either {@link #skip} comes next, or
     * {@link #value}, which takes the value apart.
     */
    public int find(JsonForms forms) {
        // Most values of a plan are shorter, and so wholly in memory.
        if (limit - at < AHEAD) {
            fill();
        }
        peek();
        return forms.find(buffer, at, limit, Limits.DEPTH - depth);
    }

    /** Steps over the value whose form was found. */
    public void skip(JsonForms forms) {
        at = forms.end();
    }

    /**
     * Reads a value, with the place in a local variable. What is usual is read here and by {@link #usual}; the rest by
     * methods that go by {@link #at}.
     */
    private void read() {
        int p = at;
        boolean name = false;
        inside = 0;
        while (true) {
            int c = p < limit ? buffer[p] : 0;
            if (c <= ' ' || tape.lacks(1)) {
                at = p;
                if (tape.lacks(1)) {
                    room(1);
                }
                c = peek();
                p = at;
            }
            if (name) {
                p = name(p, c);
                name = false;
                continue;
            }
            if (c == '{' || c == '[') {
                int q = twin(p);
                if (q < 0) {
                    open(p, c);
                    int first = p + 1 < limit ? buffer[p + 1] : 0;
                    at = ++p;
                    if (first <= ' ') {
                        first = peek();
                        p = at;
                    }
                    // '}' is two after '{' in ASCII, and ']' after '['.
                    if (first != c + 2) {
                        name = c == '{';
                        continue;
                    }
                } else {
                    p = q;
                }
            } else {
                p = scalar(p, c);
            }
            p = close(p);
            if (inside == 0) {
                at = p;
                return;
            }
            name = tape.kind(open[inside - 1]) == JsonTape.OBJECT;
        }
    }

    private int scalar(int p, int c) {
        int q = usual(buffer, p, limit, c);
        if (q < 0) {
            at = p;
            scalar(c);
            return at;
        }
        add(p, q, c);
        return q;
    }

    private int name(int p, int c) {
        if (c != '"') {
            at = p;
            throw unexpected(c, "a member's name");
        }
        int q = scalar(p, c);
        tape.name();
        if (q < limit && buffer[q] == ':' && q - p <= Limits.NAME_LENGTH) {
            return q + 1;
        }
        at = q;
        if (tape.length(tape.size() - 1) > Limits.NAME_LENGTH) {
            throw bad("a name longer than " + Limits.NAME_LENGTH + " bytes", "at most that many");
        }
        take(':', "':'");
        return at;
    }

    private void open(int p, int c) {
        if (depth + inside >= Limits.DEPTH) {
            at = p;
            throw bad("nesting deeper than " + Limits.DEPTH, "at most " + Limits.DEPTH + " levels");
        }
        int token = tape.open(c == '{' ? JsonTape.OBJECT : JsonTape.ARRAY, p - keep);
        twins[inside] = token;
        open[inside++] = token;
        twins[inside] = -1;
    }

    /**
     * Where the container read last at this level stands here once more, byte for byte, it need not be read again: what
     * an attribute was before a change and what it is after are mostly the same, and stand side by side.
     *
     * @return the place after it, or -1
     */
    private int twin(int p) {
        int last = twins[inside];
        if (last < 0) {
            return -1;
        }
        int from = keep + tape.start(last);
        int length = tape.length(last);
        byte[] b = buffer;
        if (length < Long.BYTES
                || length > limit - p
                || (long) LONG.get(b, p + length - Long.BYTES) != (long) LONG.get(b, from + length - Long.BYTES)
                || !Arrays.equals(b, p, p + length, b, from, from + length)) {
            return -1;
        }
        at = p;
        if (tape.lacks(tape.after(last) - last)) {
            room(tape.after(last) - last);
        }
        tape.again(last, p - keep);
        return p + length;
    }

    /** Ends the containers that end here; a comma after that is read too. */
    private int close(int from) {
        int p = from;
        while (inside > 0) {
            int c = p < limit ? buffer[p] : 0;
            if (c <= ' ') {
                at = p;
                c = peek();
                p = at;
            }
            if (c == ',') {
                return p + 1;
            }
            int container = open[inside - 1];
            boolean object = tape.kind(container) == JsonTape.OBJECT;
            if (c != (object ? '}' : ']')) {
                at = p;
                throw unexpected(c, object ? "',' or '}'" : "',' or ']'");
            }
            p++;
            tape.close(container, p - keep);
            inside--;
        }
        return p;
    }

    private void enter() {
        if (++depth > Limits.DEPTH) {
            throw bad("nesting deeper than " + Limits.DEPTH, "at most " + Limits.DEPTH + " levels");
        }
    }

    private void take(char wanted, String expected) {
        int b = peek();
        if (b != wanted) {
            throw unexpected(b, expected);
        }
        at++;
    }
}

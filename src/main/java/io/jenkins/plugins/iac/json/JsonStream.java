package io.jenkins.plugins.iac.json;

import io.jenkins.plugins.iac.model.IacException;
import java.io.InputStream;

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
    private final int[] open = new int[Limits.DEPTH + 1];
    private int depth;

    /**
     * @param doing what is being done, for errors: {@code reading the plan}
     * @param where the file or step, for errors
     * @param maxBytes largest text of one value read as a tape
     * @param maxTokens most tokens of one such value
     */
    public JsonStream(InputStream in, String doing, String where, int maxBytes, int maxTokens) {
        super(in, doing, where, maxBytes, maxTokens);
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
        int nested = 0;
        while (true) {
            int b = peek();
            if (b == '"') {
                string();
            } else if (b == '{' || b == '[') {
                if (depth + nested >= Limits.DEPTH) {
                    throw bad("nesting deeper than " + Limits.DEPTH, "at most " + Limits.DEPTH + " levels");
                }
                open[nested++] = add(b == '{' ? JsonTape.OBJECT : JsonTape.ARRAY, false, at, at);
                at++;
                int next = peek();
                if (next == (b == '{' ? '}' : ']')) {
                    at++;
                    tape.close(open[--nested], at - keep);
                } else {
                    if (b == '{') {
                        name(next);
                    }
                    continue;
                }
            } else if (b == '-' || (b >= '0' && b <= '9')) {
                number();
            } else {
                literal(b);
            }
            while (true) {
                if (nested == 0) {
                    tape.over(buffer, keep);
                    keep = -1;
                    return tape;
                }
                int container = open[nested - 1];
                boolean object = tape.kind(container) == JsonTape.OBJECT;
                int next = peek();
                if (next == ',') {
                    at++;
                    if (object) {
                        name(peek());
                    }
                    break;
                }
                if (next != (object ? '}' : ']')) {
                    throw unexpected(next, object ? "',' or '}'" : "',' or ']'");
                }
                at++;
                tape.close(container, at - keep);
                nested--;
            }
        }
    }

    private void name(int b) {
        if (b != '"') {
            throw unexpected(b, "a member's name");
        }
        string();
        int length = tape.to(tape.size() - 1) - tape.from(tape.size() - 1);
        if (length > Limits.NAME_LENGTH) {
            throw bad("a name longer than " + Limits.NAME_LENGTH + " bytes", "at most that many");
        }
        tape.name();
        if (at < limit && buffer[at] == ':') {
            at++;
        } else {
            take(':', "':'");
        }
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

package io.jenkins.plugins.iac.json;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

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
public final class JsonStream {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final int BUFFER = 1 << 17;

    private final InputStream in;
    private final String doing;
    private final String where;
    private final int maxBytes;
    private final int maxTokens;
    private final JsonTape tape = new JsonTape();
    private final int[] open = new int[Limits.DEPTH + 1];
    private byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;
    private int keep = -1;
    private long consumed;
    private int depth;
    private boolean ended;

    /**
     * @param doing what is being done, for errors: {@code reading the plan}
     * @param where the file or step, for errors
     * @param maxBytes largest text of one value read as a tape
     * @param maxTokens most tokens of one such value
     */
    public JsonStream(InputStream in, String doing, String where, int maxBytes, int maxTokens) {
        this.in = in;
        this.doing = doing;
        this.where = where;
        this.maxBytes = maxBytes;
        this.maxTokens = maxTokens;
    }

    /** The next byte that is not white space, not consumed; -1 at the end of the document. */
    public int peek() {
        while (true) {
            while (at < limit) {
                byte b = buffer[at];
                if (b > ' ') {
                    return b;
                }
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    return b & 0xff;
                }
                at++;
            }
            if (!fill()) {
                return -1;
            }
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

    /** How many bytes were read so far. */
    public long position() {
        return consumed + at;
    }

    /** An error at the present place. */
    public IacException bad(String found, String expected) {
        return IacException.badInput(
                doing,
                where,
                found + " at byte " + position(),
                expected,
                "make the file again with the tool's show -json; do not edit it");
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
        take(':', "':'");
    }

    private int add(byte kind, boolean escaped, int from, int to) {
        if (tape.size() >= maxTokens) {
            throw bad("more than " + maxTokens + " parts in one value", "at most that many");
        }
        return tape.add(kind, escaped, from - keep, to - keep);
    }

    private void string() {
        int from = at + 1 - keep;
        boolean escaped = false;
        int p = at + 1;
        while (true) {
            byte[] b = buffer;
            int last = limit - 8;
            long hit = 0;
            while (p <= last) {
                long v = (long) LONG.get(b, p);
                long quote = v ^ 0x2222222222222222L;
                long slash = v ^ 0x5c5c5c5c5c5c5c5cL;
                // Each term is exact for its lowest byte that is set, and only the lowest is looked at.
                hit = ((quote - ONES & ~quote) | (slash - ONES & ~slash) | (v - 0x2020202020202020L & ~v) | v) & HIGHS;
                if (hit != 0) {
                    p += Long.numberOfTrailingZeros(hit) >>> 3;
                    break;
                }
                p += 8;
            }
            if (hit == 0) {
                if (p >= limit) {
                    at = p;
                    more();
                    p = at;
                    continue;
                }
                byte c = b[p];
                if (c >= ' ' && c != '"' && c != '\\') {
                    p++;
                    continue;
                }
            }
            byte c = b[p];
            if (c == '"') {
                at = p + 1;
                add(JsonTape.STRING, escaped, keep + from, p);
                return;
            }
            at = p;
            if (c == '\\') {
                escaped = true;
                escape();
            } else if (c < 0) {
                utf8(c);
            } else {
                throw bad("a raw control character in a string", "an escape such as \\n");
            }
            p = at;
        }
    }

    private void escape() {
        need(2);
        byte c = buffer[at + 1];
        switch (c) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
            case 'u' -> {
                need(6);
                int unit = JsonTape.hex(buffer, at + 2);
                if (unit < 0) {
                    throw bad("\\u without four hex digits", "four hex digits");
                }
                boolean high = Character.isHighSurrogate((char) unit);
                if (high) {
                    need(12);
                    int low = buffer[at + 6] == '\\' && buffer[at + 7] == 'u' ? JsonTape.hex(buffer, at + 8) : -1;
                    if (low < 0 || !Character.isLowSurrogate((char) low)) {
                        throw bad("half of a surrogate pair", "a whole character");
                    }
                } else if (Character.isLowSurrogate((char) unit)) {
                    throw bad("half of a surrogate pair", "a whole character");
                }
                at += high ? 12 : 6;
            }
            default -> throw bad("an unknown escape", "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
        }
    }

    private void utf8(byte lead) {
        int first = lead & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        need(length);
        int second = buffer[at + 1] & 0xff;
        boolean valid = first >= 0xc2 && first <= 0xf4 && (second & 0xc0) == 0x80;
        // Overlong forms, surrogates and what lies past U+10FFFF.
        valid &= switch (first) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
        for (int i = 2; i < length; i++) {
            valid &= (buffer[at + i] & 0xc0) == 0x80;
        }
        if (!valid) {
            throw bad("bytes that are no UTF-8", "UTF-8");
        }
        at += length;
    }

    private void number() {
        int from = at - keep;
        int b = buffer[at];
        if (b == '-') {
            b = step();
        }
        if (b == '0') {
            b = step();
        } else {
            b = digits(b);
        }
        if (b == '.') {
            b = digits(step());
        }
        if (b == 'e' || b == 'E') {
            b = step();
            digits(b == '+' || b == '-' ? step() : b);
        }
        int length = at - keep - from;
        if (length > Limits.NUMBER_LENGTH) {
            throw bad("a number of " + length + " characters", "at most " + Limits.NUMBER_LENGTH);
        }
        add(JsonTape.NUMBER, false, keep + from, at);
    }

    private int digits(int first) {
        int b = first;
        if (b < '0' || b > '9') {
            throw unexpected(b, "a digit");
        }
        int from = at - keep;
        while (b >= '0' && b <= '9') {
            b = step();
            if (at - keep - from > Limits.NUMBER_LENGTH) {
                throw bad("a number of more than " + Limits.NUMBER_LENGTH + " digits", "at most that many");
            }
        }
        return b;
    }

    private int step() {
        at++;
        return at < limit || fill() ? buffer[at] : -1;
    }

    private void literal(int b) {
        String word = b == 't' ? "true" : b == 'f' ? "false" : b == 'n' ? "null" : null;
        if (word == null) {
            throw unexpected(b, "a value");
        }
        need(word.length());
        for (int i = 0; i < word.length(); i++) {
            if (buffer[at + i] != word.charAt(i)) {
                throw unexpected(buffer[at + i], "the word " + word);
            }
        }
        add(b == 't' ? JsonTape.TRUE : b == 'f' ? JsonTape.FALSE : JsonTape.NULL, false, at, at + word.length());
        at += word.length();
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

    private IacException unexpected(int b, String expected) {
        if (b < 0) {
            return bad("the end of the document", expected);
        }
        return bad(b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "byte " + b, expected);
    }

    /** Makes sure that this many bytes can be looked at from the present place on. */
    private void need(int count) {
        while (limit - at < count) {
            more();
        }
    }

    private void more() {
        if (!fill()) {
            throw bad("the end of the document", "the rest of a value");
        }
    }

    /** Reads on, keeping the value being read; false at the end of the document. */
    private boolean fill() {
        if (ended) {
            return false;
        }
        int from = keep >= 0 ? keep : at;
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, limit - from);
            consumed += from;
            limit -= from;
            at -= from;
            keep = keep >= 0 ? 0 : -1;
        } else if (limit == buffer.length) {
            if (limit >= maxBytes) {
                throw bad("a single value of more than " + maxBytes + " bytes", "at most that many");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(maxBytes, buffer.length * 2L));
        }
        try {
            int n = in.readNBytes(buffer, limit, buffer.length - limit);
            ended = n < buffer.length - limit;
            limit += n;
            return n > 0;
        } catch (IOException e) {
            throw new IacException(
                    IacException.Kind.BAD_INPUT,
                    new Problem(doing, where, "an error of the file: " + e.getMessage(), "readable bytes", "try again"),
                    List.of(),
                    e);
        }
    }
}

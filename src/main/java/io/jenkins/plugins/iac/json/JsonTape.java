package io.jenkins.plugins.iac.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON value as a flat list of tokens over its own bytes, for documents of which one value at a time is looked at
 * and whose text is mostly passed on unread. Token 0 is the value itself; the members of an object follow it as name,
 * value, name, value, the elements of an array as they stand; {@link #after} steps over a value with all that is in it.
 *
 * <p>A tape and the bytes under it belong to the {@link JsonStream} that made them and are gone with its next read. Not
 * safe for use by several threads.
 */
public final class JsonTape {
    public static final byte OBJECT = 1;
    public static final byte ARRAY = 2;
    public static final byte STRING = 3;
    public static final byte NUMBER = 4;
    public static final byte TRUE = 5;
    public static final byte FALSE = 6;
    public static final byte NULL = 7;

    private static final int ESCAPED = 0x10;
    private static final int NAME = 0x20;
    private static final int KIND = 0x0f;

    /** A token is one word: where its text starts, where it ends, what it is. */
    private static final int PLACE_BITS = 28;

    /** No value is longer; {@link JsonStream} holds it. */
    static final int MAX_BYTES = (1 << PLACE_BITS) - 1;

    private static final long PLACE = MAX_BYTES;
    private static final int KIND_SHIFT = 2 * PLACE_BITS;
    private static final long BOTH_PLACES = 1 | 1L << PLACE_BITS;

    private byte[] bytes;
    private int base;
    private long[] tokens = new long[1 << 10];
    /** Of containers only: the token after everything inside, and an earlier one with the same text, or -1. */
    private int[] after = new int[1 << 10];

    private int[] twin = new int[1 << 10];
    private int size;
    private boolean escapes;
    private boolean escapedNames;
    private byte[] scratch = new byte[256];

    JsonTape() {}

    void reset() {
        size = 0;
        escapes = false;
        escapedNames = false;
    }

    void over(byte[] buffer, int offset) {
        bytes = buffer;
        base = offset;
    }

    /** Whether there is no room for so many more. */
    boolean lacks(int more) {
        return tokens.length - size < more;
    }

    /** Makes room for so many more, and no more than so many in all. */
    void grow(int more, int most) {
        int wider = Math.min(most, Math.max(size + more, size + (size >> 1)));
        tokens = Arrays.copyOf(tokens, wider);
        after = Arrays.copyOf(after, wider);
        twin = Arrays.copyOf(twin, wider);
    }

    /** Adds a token; there is room. */
    void add(byte tokenKind, int from, int to) {
        tokens[size++] = from | (long) to << PLACE_BITS | (long) tokenKind << KIND_SHIFT;
    }

    /** Says that the token added last is a string with escapes. */
    void escaped() {
        tokens[size - 1] |= (long) ESCAPED << KIND_SHIFT;
        escapes = true;
    }

    /** Says that the token added last is a member's name. */
    void name() {
        tokens[size - 1] |= (long) NAME << KIND_SHIFT;
        escapedNames |= isEscaped(size - 1);
    }

    /** Opens a container; there is room. */
    int open(byte tokenKind, int from) {
        twin[size] = -1;
        add(tokenKind, from, 0);
        return size - 1;
    }

    void close(int token, int to) {
        tokens[token] |= (long) to << PLACE_BITS;
        after[token] = size;
    }

    /** Adds a container that was read before again, with all that is in it; there is room. */
    void again(int token, int from) {
        int count = after[token] - token;
        int moved = size - token;
        long shift = (from - start(token)) * BOTH_PLACES;
        for (int i = 0; i < count; i++) {
            tokens[size + i] = tokens[token + i] + shift;
            after[size + i] = after[token + i] + moved;
            twin[size + i] = -1;
        }
        twin[size] = token;
        size += count;
    }

    /** Where a token's text starts, counted from the start of the value. */
    int start(int token) {
        return (int) (tokens[token] & PLACE);
    }

    int length(int token) {
        return (int) (tokens[token] >>> PLACE_BITS & PLACE) - start(token);
    }

    /** How many tokens there are. */
    public int size() {
        return size;
    }

    /** What a token is: one of the constants of this class. */
    public byte kind(int token) {
        return (byte) (tokens[token] >>> KIND_SHIFT & KIND);
    }

    /** Whether a token is an object or an array. */
    public boolean isContainer(int token) {
        return kind(token) <= ARRAY;
    }

    /** The token that follows this value and everything inside it. */
    public int after(int token) {
        return isContainer(token) ? after[token] : token + 1;
    }

    /** An earlier container beside this one that has the same text, or -1 where none was noticed. */
    public int twin(int container) {
        return twin[container];
    }

    /** The bytes under all tokens; offsets of this class are into them. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a token's text starts: after the opening quote of a string, at the first byte of anything else. */
    public int from(int token) {
        return base + start(token);
    }

    /** Where a token's text ends: at the closing quote of a string, after the last byte of anything else. */
    public int to(int token) {
        return base + (int) (tokens[token] >>> PLACE_BITS & PLACE);
    }

    /** Whether any string has escapes. */
    public boolean hasEscapes() {
        return escapes;
    }

    /** Whether the name of any member has escapes. */
    public boolean hasEscapedNames() {
        return escapedNames;
    }

    /** Whether a string's text has escapes, so that its bytes are not its content. */
    public boolean isEscaped(int token) {
        return (tokens[token] >>> KIND_SHIFT & ESCAPED) != 0;
    }

    /** Whether a string is the name of a member, not a value. */
    public boolean isName(int token) {
        return (tokens[token] >>> KIND_SHIFT & NAME) != 0;
    }

    /** Whether two values are written with the same bytes. */
    public boolean isSameText(int a, int b) {
        return Arrays.equals(bytes, from(a), to(a), bytes, from(b), to(b));
    }

    /** Whether a string's content is exactly these ASCII bytes. */
    public boolean is(int token, byte[] ascii) {
        if (isEscaped(token)) {
            return string(token).equals(new String(ascii, StandardCharsets.US_ASCII));
        }
        int from = from(token);
        int length = ascii.length;
        // Most names differ in length or at the end; then there is nothing to compare.
        return to(token) - from == length
                && (length == 0
                        || bytes[from + length - 1] == ascii[length - 1]
                                && Arrays.equals(bytes, from, from + length, ascii, 0, length));
    }

    /** The value of an object's member, or -1 where there is none or the token is no object. */
    public int member(int object, byte[] name) {
        if (kind(object) != OBJECT) {
            return -1;
        }
        int end = after[object];
        for (int at = object + 1; at < end; at = after(at + 1)) {
            if (is(at, name)) {
                return at + 1;
            }
        }
        return -1;
    }

    /** A string's content, or the text of any other token. */
    public String string(int token) {
        Slice content = content(token);
        return new String(content.bytes(), content.from(), content.length(), StandardCharsets.UTF_8);
    }

    /** A string's content, or an empty text where the token is -1 or no string. */
    public String text(int token) {
        return token >= 0 && kind(token) == STRING ? string(token) : "";
    }

    /**
     * A string's content as UTF-8, without a copy where it has no escapes. Valid until the next call of this method or
     * the next read of the stream.
     */
    public Slice content(int token) {
        int from = from(token);
        int to = to(token);
        if (!isEscaped(token)) {
            return new Slice(bytes, from, to - from);
        }
        if (scratch.length < to - from) {
            scratch = new byte[to - from];
        }
        return new Slice(scratch, 0, unescape(bytes, from, to, scratch));
    }

    /**
     * Undoes the escapes of a checked JSON string.
     *
     * @param out at least as long as the text
     * @return how many bytes were written
     */
    static int unescape(byte[] text, int from, int to, byte[] out) {
        int n = 0;
        for (int i = from; i < to; i++) {
            byte b = text[i];
            if (b != '\\') {
                out[n++] = b;
                continue;
            }
            byte escape = text[++i];
            switch (escape) {
                case 'b' -> out[n++] = '\b';
                case 'f' -> out[n++] = '\f';
                case 'n' -> out[n++] = '\n';
                case 'r' -> out[n++] = '\r';
                case 't' -> out[n++] = '\t';
                case 'u' -> {
                    int unit = hex(text, i + 1);
                    i += 4;
                    if (Character.isHighSurrogate((char) unit)) {
                        unit = Character.toCodePoint((char) unit, (char) hex(text, i + 3));
                        i += 6;
                    }
                    n = utf8(unit, out, n);
                }
                default -> out[n++] = escape;
            }
        }
        return n;
    }

    /** The value of four hex digits, or -1. */
    static int hex(byte[] text, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int utf8(int codePoint, byte[] out, int n) {
        int at = n;
        if (codePoint < 0x80) {
            out[at++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[at++] = (byte) (0xc0 | codePoint >> 6);
            out[at++] = (byte) (0x80 | codePoint & 0x3f);
        } else if (codePoint < 0x10000) {
            out[at++] = (byte) (0xe0 | codePoint >> 12);
            out[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            out[at++] = (byte) (0x80 | codePoint & 0x3f);
        } else {
            out[at++] = (byte) (0xf0 | codePoint >> 18);
            out[at++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            out[at++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
            out[at++] = (byte) (0x80 | codePoint & 0x3f);
        }
        return at;
    }

    /** Bytes inside a larger array. The array is not copied; whoever keeps it takes a copy. */
    public record Slice(byte[] bytes, int from, int length) {
        public byte[] copy() {
            return Arrays.copyOfRange(bytes, from, from + length);
        }
    }
}

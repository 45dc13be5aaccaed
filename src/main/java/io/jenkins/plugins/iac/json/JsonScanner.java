package io.jenkins.plugins.iac.json;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strings, numbers and words, checked and put on the tape; the bytes stay where they are. */
class JsonScanner extends JsonWindow {
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NULL = 0x6c6c756e;
    private static final int TRUE = 0x65757274;
    private static final int ALSE = 0x65736c61;
    private static final int SHORT_NUMBER = 20;

    final JsonTape tape = new JsonTape();
    private final int maxTokens;

    JsonScanner(InputStream in, String doing, String where, int maxBytes, int maxTokens) {
        super(in, doing, where, maxBytes);
        this.maxTokens = maxTokens;
    }

    /** Makes room on the tape for so many tokens more. */
    final void room(int more) {
        if (tape.size() + more > maxTokens) {
            throw bad("more than " + maxTokens + " parts in one value", "at most that many");
        }
        tape.grow(more, maxTokens);
    }

    /**
     * Where a value ends that is of the usual sort and wholly in memory: a string without escapes in ASCII, a short whole
     * number, a word. What stands behind a number is for the caller to look at, who expects no digit there.
     *
     * @param c the byte at {@code p}
     * @return the place after it, or -1
     */
    static int usual(byte[] b, int p, int end, int c) {
        int q = p + 1;
        if (c == '"') {
            while (q <= end - Long.BYTES) {
                long hit = special((long) LONG.get(b, q));
                if (hit != 0) {
                    q += Long.numberOfTrailingZeros(hit) >>> 3;
                    return b[q] == '"' ? q + 1 : -1;
                }
                q += Long.BYTES;
            }
            return -1;
        }
        if (c >= '0' && c <= '9') {
            int most = Math.min(end, p + SHORT_NUMBER);
            while (q < most && c != '0' && b[q] >= '0' && b[q] <= '9') {
                q++;
            }
            // What may go on as a number is not usual.
            return q >= most || b[q] >= '.' && b[q] != ']' && b[q] != '}' ? -1 : q;
        }
        if (p > end - Long.BYTES) {
            return -1;
        }
        int four = (int) INT.get(b, p);
        if (four == NULL || four == TRUE) {
            return p + 4;
        }
        return c == 'f' && (int) INT.get(b, p + 1) == ALSE ? p + 5 : -1;
    }

    /** Puts what {@link #usual} found on the tape; there is room. */
    final void add(int p, int q, int c) {
        if (c == '"') {
            tape.add(JsonTape.STRING, p + 1 - keep, q - 1 - keep);
        } else {
            byte kind =
                    c == 'n' ? JsonTape.NULL : c == 't' ? JsonTape.TRUE : c == 'f' ? JsonTape.FALSE : JsonTape.NUMBER;
            tape.add(kind, p - keep, q - keep);
        }
    }

    /** Reads a string, number or word of any form at the present place. */
    final void scalar(int b) {
        if (b == '"') {
            string();
        } else if (b == '-' || b >= '0' && b <= '9') {
            number();
        } else {
            literal(b);
        }
    }

    /** Of eight bytes, the lowest that ends a string or needs a closer look has its highest bit set here, none below it. */
    static long special(long v) {
        long quote = v ^ 0x2222222222222222L;
        long slash = v ^ 0x5c5c5c5c5c5c5c5cL;
        // Each term is exact for its lowest byte that is set, and only the lowest is looked at.
        return ((quote - ONES & ~quote) | (slash - ONES & ~slash) | (v - 0x2020202020202020L & ~v) | v) & HIGHS;
    }

    private void string() {
        int from = at + 1 - keep;
        boolean escaped = false;
        at++;
        while (true) {
            if (at >= limit) {
                more();
            }
            byte c = buffer[at];
            if (c == '"') {
                at++;
                tape.add(JsonTape.STRING, from, at - 1 - keep);
                if (escaped) {
                    tape.escaped();
                }
                return;
            }
            if (c == '\\') {
                escaped = true;
                escape();
            } else if (c < 0) {
                utf8(c);
            } else if (c < ' ') {
                throw bad("a raw control character in a string", "an escape such as \\n");
            } else {
                plain();
            }
        }
    }

    /** Steps over what is nothing special. */
    private void plain() {
        int p = at;
        while (p <= limit - Long.BYTES) {
            long hit = special((long) LONG.get(buffer, p));
            if (hit != 0) {
                at = p + (Long.numberOfTrailingZeros(hit) >>> 3);
                return;
            }
            p += Long.BYTES;
        }
        at = Math.max(p, at + 1);
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
        tape.add(JsonTape.NUMBER, from, at - keep);
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
        tape.add(
                b == 't' ? JsonTape.TRUE : b == 'f' ? JsonTape.FALSE : JsonTape.NULL,
                at - keep,
                at - keep + word.length());
        at += word.length();
    }
}

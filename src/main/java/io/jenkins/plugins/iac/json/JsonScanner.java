package io.jenkins.plugins.iac.json;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Strings, numbers and words, checked and put on the tape; the bytes stay where they are. */
class JsonScanner extends JsonWindow {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    final JsonTape tape = new JsonTape();
    private final int maxTokens;

    JsonScanner(InputStream in, String doing, String where, int maxBytes, int maxTokens) {
        super(in, doing, where, maxBytes);
        this.maxTokens = maxTokens;
    }

    int add(byte kind, boolean escaped, int from, int to) {
        if (tape.size() >= maxTokens) {
            throw bad("more than " + maxTokens + " parts in one value", "at most that many");
        }
        return tape.add(kind, escaped, from - keep, to - keep);
    }

    void string() {
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

    void number() {
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

    void literal(int b) {
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
}

package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Remembers the hashes of objects and arrays by their text. Much of a plan stands in it twice (before and after, most of
 * the time the same) or a thousand times (no tags, three times no mark); to compare a text with the one seen before takes
 * a fraction of the time of hashing it again. A text and the marks over it are compared byte by byte, never by a hash.
 */
final class CodeMemo {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CODE = CodeBuffer.HASH;

    /** Texts of up to so many bytes, with their marks, in each of two tables. */
    private static final int SMALL = 128;

    private static final int LARGE = 2048;
    /** Both tables stay in a processor's own cache. */
    private final Table small = new Table(SMALL, 1 << 10);

    private final Table large = new Table(LARGE, 1 << 6);

    /** What {@link #find} returns where it knew the code. */
    static final int FOUND = -1;
    /** What it returns where the text is too long to be kept. */
    static final int TOO_LONG = -2;

    private static final int IS_LARGE = 1 << 30;

    private static final class Table {
        final int width;
        final int mask;
        final byte[] texts;
        final int[] lengths;
        final int[] marks;
        final byte[] codes;

        Table(int width, int slots) {
            this.width = width;
            this.mask = slots - 1;
            texts = new byte[width * slots];
            lengths = new int[slots];
            marks = new int[slots];
            codes = new byte[CODE * slots];
        }
    }

    /**
     * Looks for a container's hash and writes it to a place with room for it.
     *
     * @param mark the token of marks over the value, or -1
     * @return {@link #FOUND}, {@link #TOO_LONG}, or where {@link #keep} may put it, however many others are looked for
     *     meanwhile
     */
    int find(JsonTape tape, int token, int mark, byte[] into, int at) {
        int text = tape.from(token);
        int textLength = tape.to(token) - text;
        int marks = mark < 0 ? 0 : tape.from(mark);
        int markLength = mark < 0 ? 0 : tape.to(mark) - marks;
        int length = textLength + markLength;
        if (length > LARGE) {
            return TOO_LONG;
        }
        Table table = length <= SMALL ? small : large;
        byte[] bytes = tape.bytes();
        int slot = sample(bytes, text, textLength) + markLength & table.mask;
        int start = slot * table.width;
        if (table.lengths[slot] == textLength
                && table.marks[slot] == markLength
                && Arrays.equals(table.texts, start, start + textLength, bytes, text, text + textLength)
                && Arrays.equals(table.texts, start + textLength, start + length, bytes, marks, marks + markLength)) {
            System.arraycopy(table.codes, slot * CODE, into, at, CODE);
            return FOUND;
        }
        return table == small ? slot : slot | IS_LARGE;
    }

    /** Remembers the code of what {@link #find} did not know. */
    void keep(int place, JsonTape tape, int token, int mark, byte[] from, int at) {
        if (place < 0) {
            return;
        }
        Table table = (place & IS_LARGE) == 0 ? small : large;
        int slot = place & ~IS_LARGE;
        int text = tape.from(token);
        int length = tape.to(token) - text;
        System.arraycopy(tape.bytes(), text, table.texts, slot * table.width, length);
        table.lengths[slot] = length;
        table.marks[slot] = 0;
        if (mark >= 0) {
            int marks = tape.from(mark);
            table.marks[slot] = tape.to(mark) - marks;
            System.arraycopy(tape.bytes(), marks, table.texts, slot * table.width + length, table.marks[slot]);
        }
        System.arraycopy(from, at, table.codes, slot * CODE, CODE);
    }

    /** Looks at a few places only: two texts with one sample take each other's place, no more. */
    private static int sample(byte[] bytes, int from, int length) {
        long mixed = length;
        if (length < Long.BYTES) {
            for (int i = from; i < from + length; i++) {
                mixed = mixed * 31 + bytes[i];
            }
        } else {
            int last = length - Long.BYTES;
            long first = (long) LONG.get(bytes, from) * 0x9E3779B97F4A7C15L;
            long second = (long) LONG.get(bytes, from + (last >> 2)) * 0xC2B2AE3D27D4EB4FL;
            long third = (long) LONG.get(bytes, from + (last >> 1)) * 0x165667B19E3779F9L;
            long fourth = (long) LONG.get(bytes, from + last - (last >> 2)) * 0x27D4EB2F165667C5L;
            long fifth = (long) LONG.get(bytes, from + last) * 0xD6E8FEB86659FD93L;
            mixed += (first ^ first >>> 32) + (second ^ second >>> 31) + (third ^ third >>> 30);
            mixed += (fourth ^ fourth >>> 29) + (fifth ^ fifth >>> 28);
        }
        return (int) (mixed * 0x9E3779B97F4A7C15L >>> 32);
    }
}

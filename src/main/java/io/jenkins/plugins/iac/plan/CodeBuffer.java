package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/** The codes that are not hashed yet: those of the containers that are open. */
class CodeBuffer {
    static final int HASH = 32;
    /** Longer strings stand as their hash. */
    static final int INLINE = 256;

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    /** Most names and values are not longer. */
    static final int SHORT = 2 * Long.BYTES;

    private static final int MAX_PENDING = 16 << 20;

    final MessageDigest shared = Sha256.digest();
    byte[] pending = new byte[1 << 14];
    int size;

    /** Takes the code made last out again, for a place that is decided later. */
    final byte[] takeCode(int from) {
        byte[] code = Arrays.copyOfRange(pending, from, size);
        size = from;
        return code;
    }

    final void putCode(byte[] code) {
        put(code, 0, code.length);
    }

    /** Where the next code will start; for {@link #takeCode}. */
    final int place() {
        return size;
    }

    final void hash(MessageDigest digest) {
        room(HASH);
        finish(digest, pending, size);
        size += HASH;
    }

    /** Writes a digest's hash where there is room for it. */
    static void finish(MessageDigest digest, byte[] to, int at) {
        try {
            digest.digest(to, at, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("there is room for the hash", e);
        }
    }

    /** The code of a string of these bytes. */
    final void string(byte[] bytes, int from, int length) {
        if (length <= INLINE) {
            sized('s', bytes, from, length);
        } else {
            shared.update((byte) 's');
            shared.update(bytes, from, length);
            put((byte) 'S');
            hash(shared);
        }
    }

    /** A code of its tag, its length and its bytes. */
    final void sized(char tag, byte[] bytes, int from, int length) {
        put((byte) tag);
        sized(bytes, from, length);
    }

    /** The length, four bytes, and the bytes. */
    final void sized(byte[] bytes, int from, int length) {
        room(Integer.BYTES + length + SHORT);
        size = sized(pending, size, bytes, from, length);
    }

    /** The same at a place with room for the bytes and {@link #SHORT} more; returns the place after it. */
    static int sized(byte[] to, int at, byte[] bytes, int from, int length) {
        INT.set(to, at, length);
        return copy(to, at + Integer.BYTES, bytes, from, length);
    }

    /** Copies bytes to a place with room for them and {@link #SHORT} more; returns the place after them. */
    static int copy(byte[] to, int at, byte[] bytes, int from, int length) {
        if (length <= SHORT && from + SHORT <= bytes.length) {
            // Two moves, whatever the length; what they write too much is written over next.
            LONG.set(to, at, (long) LONG.get(bytes, from));
            LONG.set(to, at + Long.BYTES, (long) LONG.get(bytes, from + Long.BYTES));
        } else {
            System.arraycopy(bytes, from, to, at, length);
        }
        return at + length;
    }

    /** The first eight bytes as a number of the same order, if compared unsigned. */
    static long start(byte[] bytes, int from, int length) {
        if (from + Long.BYTES <= bytes.length) {
            long start = (long) LONG.get(bytes, from);
            return length >= Long.BYTES ? start : length == 0 ? 0 : start & -1L << Long.SIZE - length * Byte.SIZE;
        }
        long start = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            start = start << Byte.SIZE | (i < length ? bytes[from + i] & 0xff : 0);
        }
        return start;
    }

    final void put(byte b) {
        room(1);
        pending[size++] = b;
    }

    final void put(byte[] bytes, int from, int length) {
        room(length);
        System.arraycopy(bytes, from, pending, size, length);
        size += length;
    }

    final void room(int more) {
        if (pending.length - size < more) {
            if (size + more > MAX_PENDING) {
                throw IacException.badInput(
                        "reading the plan",
                        "an object",
                        "an object with more than " + MAX_PENDING + " bytes of names and small values",
                        "at most that many in one object",
                        "split the stack, or keep such data out of the state");
            }
            pending = Arrays.copyOf(pending, Math.max(size + more, pending.length * 2));
        }
    }
}

package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/** The codes that are not hashed yet: those of the containers that are open. */
class CodeBuffer {
    static final int HASH = 32;
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
        try {
            digest.digest(pending, size, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("room was made for the hash", e);
        }
        size += HASH;
    }

    final void length4(int length) {
        room(4);
        pending[size++] = (byte) (length >>> 24);
        pending[size++] = (byte) (length >>> 16);
        pending[size++] = (byte) (length >>> 8);
        pending[size++] = (byte) length;
    }

    /** A code of its tag, its length and its bytes. */
    final void sized(char tag, byte[] bytes, int from, int length) {
        room(5 + length);
        pending[size++] = (byte) tag;
        length4(length);
        put(bytes, from, length);
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

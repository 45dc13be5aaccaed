package io.jenkins.plugins.iac.plan;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the wire format of protocol buffers from a stream, field by field, keeping nothing: fields that nobody asks for
 * are skipped at whatever size. Groups, which no plan uses, are refused. See
 * https://protobuf.dev/programming-guides/encoding/.
 */
final class ProtoReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private final InputStream in;
    private int field;
    private int wire;
    private final boolean toEnd;
    private long left;

    private ProtoReader(InputStream in, long length, boolean toEnd) {
        this.in = in;
        this.left = length;
        this.toEnd = toEnd;
    }

    /** A message that goes to the stream's end. */
    static ProtoReader toEndOf(InputStream in) {
        return new ProtoReader(in, Long.MAX_VALUE, true);
    }

    /** A message inside another. */
    static ProtoReader of(byte[] message) {
        return new ProtoReader(new ByteArrayInputStream(message), message.length, false);
    }

    /** Goes to the next field; false at the message's end. */
    boolean next() throws IOException {
        if (left <= 0) {
            return false;
        }
        int first = in.read();
        if (first < 0) {
            if (toEnd) {
                return false;
            }
            throw new EOFException("the message is cut off");
        }
        left--;
        long tag = varint(first);
        wire = (int) (tag & 7);
        field = (int) (tag >>> 3);
        if (tag >>> 3 == 0 || tag >>> 3 > 536_870_911L || wire == 3 || wire == 4 || wire > 5) {
            throw new IOException("no field tag at this place");
        }
        return true;
    }

    int field() {
        return field;
    }

    /** The present field's number. */
    long varint() throws IOException {
        if (wire != VARINT) {
            throw new IOException("field " + field + " is no number");
        }
        return varint(byteOrEnd());
    }

    /** The present field's bytes. */
    byte[] bytes(int most) throws IOException {
        long length = length();
        if (length > most) {
            throw new IOException("field " + field + " has " + length + " bytes, more than " + most);
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("the message is cut off");
        }
        left -= length;
        return bytes;
    }

    String text(int most) throws IOException {
        return new String(bytes(most), StandardCharsets.UTF_8);
    }

    /** Passes over the present field. */
    void skip() throws IOException {
        switch (wire) {
            case VARINT -> varint(byteOrEnd());
            case FIXED64 -> skip(8);
            case FIXED32 -> skip(4);
            default -> skip(length());
        }
    }

    private long length() throws IOException {
        if (wire != BYTES) {
            throw new IOException("field " + field + " has no bytes");
        }
        long length = varint(byteOrEnd());
        if (length < 0 || length > left) {
            throw new IOException("field " + field + " is longer than its message");
        }
        return length;
    }

    private void skip(long count) throws IOException {
        if (count > left) {
            throw new EOFException("the message is cut off");
        }
        try {
            in.skipNBytes(count);
        } catch (EOFException e) {
            throw new IOException("the message is cut off", e);
        }
        left -= count;
    }

    private int byteOrEnd() throws IOException {
        int b = left > 0 ? in.read() : -1;
        if (b < 0) {
            throw new EOFException("the message is cut off");
        }
        left--;
        return b;
    }

    private long varint(int first) throws IOException {
        long value = first & 0x7f;
        int b = first;
        for (int shift = 7; (b & 0x80) != 0; shift += 7) {
            if (shift > 63) {
                throw new IOException("a number of more than ten bytes");
            }
            b = byteOrEnd();
            value |= (long) (b & 0x7f) << shift;
        }
        return value;
    }
}

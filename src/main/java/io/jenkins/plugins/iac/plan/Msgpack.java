package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a MessagePack value as JSON, as far as Terraform's dynamic values use it: an unknown value (an extension) becomes
 * the text {@link AttributeChange#UNKNOWN}, a value of dynamic type an array of its type and itself. See
 * https://github.com/msgpack/msgpack/blob/master/spec.md.
 */
final class Msgpack {
    private static final int MAX_DEPTH = 64;

    private final ByteBuffer in;

    private Msgpack(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /** @throws IOException if the bytes are not exactly one value */
    static JsonNode read(byte[] bytes) throws IOException {
        try {
            Msgpack reader = new Msgpack(bytes);
            JsonNode value = reader.value(0);
            if (reader.in.hasRemaining()) {
                throw new IOException("bytes after the value");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new IOException("the value is cut off", e);
        }
    }

    private JsonNode value(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("nesting deeper than " + MAX_DEPTH);
        }
        int b = in.get() & 0xff;
        if (b < 0x80 || b >= 0xe0) {
            return LongNode.valueOf((byte) b);
        }
        if (b < 0x90) {
            return map(b & 0xf, depth);
        }
        if (b < 0xa0) {
            return array(b & 0xf, depth);
        }
        if (b < 0xc0) {
            return text(b & 0x1f);
        }
        return switch (b) {
            case 0xc0 -> NullNode.instance;
            case 0xc2 -> BooleanNode.FALSE;
            case 0xc3 -> BooleanNode.TRUE;
            case 0xc4, 0xd9 -> text(in.get() & 0xff);
            case 0xc5, 0xda -> text(in.getShort() & 0xffff);
            case 0xc6, 0xdb -> text(in.getInt());
            case 0xc7 -> unknown(in.get() & 0xff);
            case 0xc8 -> unknown(in.getShort() & 0xffff);
            case 0xc9 -> unknown(in.getInt());
            case 0xd4 -> unknown(1);
            case 0xd5 -> unknown(2);
            case 0xd6 -> unknown(4);
            case 0xd7 -> unknown(8);
            case 0xd8 -> unknown(16);
            case 0xca -> FloatNode.valueOf(in.getFloat());
            case 0xcb -> DoubleNode.valueOf(in.getDouble());
            case 0xcc -> LongNode.valueOf(in.get() & 0xff);
            case 0xcd -> LongNode.valueOf(in.getShort() & 0xffff);
            case 0xce -> LongNode.valueOf(in.getInt() & 0xffff_ffffL);
            case 0xcf -> unsigned(in.getLong());
            case 0xd0 -> LongNode.valueOf(in.get());
            case 0xd1 -> LongNode.valueOf(in.getShort());
            case 0xd2 -> LongNode.valueOf(in.getInt());
            case 0xd3 -> LongNode.valueOf(in.getLong());
            case 0xdc -> array(in.getShort() & 0xffff, depth);
            case 0xdd -> array(in.getInt(), depth);
            case 0xde -> map(in.getShort() & 0xffff, depth);
            case 0xdf -> map(in.getInt(), depth);
            default -> throw new IOException("byte " + b + " starts no value");
        };
    }

    private static JsonNode unsigned(long value) {
        return value >= 0
                ? LongNode.valueOf(value)
                : BigIntegerNode.valueOf(new BigInteger(Long.toUnsignedString(value)));
    }

    private JsonNode unknown(int length) throws IOException {
        in.get();
        take(length);
        return TextNode.valueOf(AttributeChange.UNKNOWN);
    }

    private JsonNode text(int length) throws IOException {
        byte[] bytes = take(length);
        try {
            return TextNode.valueOf(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IOException("a text that is no UTF-8", e);
        }
    }

    private ArrayNode array(int length, int depth) throws IOException {
        count(length, 1);
        ArrayNode array = Json.array();
        for (int i = 0; i < length; i++) {
            array.add(value(depth + 1));
        }
        return array;
    }

    private ObjectNode map(int length, int depth) throws IOException {
        count(length, 2);
        ObjectNode object = Json.object();
        for (int i = 0; i < length; i++) {
            JsonNode name = value(depth + 1);
            if (!name.isTextual() || object.has(name.textValue())) {
                throw new IOException("a name that is no text or stands twice");
            }
            object.set(name.textValue(), value(depth + 1));
        }
        return object;
    }

    private byte[] take(int length) throws IOException {
        count(length, 1);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** A length that the rest cannot hold is found before memory is taken for it. */
    private void count(int length, int bytesEach) throws IOException {
        if (length < 0 || (long) length * bytesEach > in.remaining()) {
            throw new IOException("a length past the end of the value");
        }
    }
}

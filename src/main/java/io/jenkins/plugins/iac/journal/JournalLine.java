package io.jenkins.plugins.iac.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * The frozen form of a record, version 1: one line of JSON in UTF-8, its members in this order,
 *
 * <pre>{"v":1,"seq":1,"time":"2026-01-01T00:00:00.000Z","run":"r1","type":"requested","token":1,"data":{},"sum":"64 hex"}</pre>
 *
 * where {@code sum} is the SHA-256 over the 64 hex digits of the previous record's sum (zeros before the first) and the
 * bytes of this line up to {@code ,"sum"}. The fixed order lets a reader check and index a journal without parsing it.
 */
final class JournalLine {
    /** What stands before the first record. */
    static final String NO_SUM = "0".repeat(64);

    static final int MAX_BYTES = 16 << 20;
    private static final byte[] HEAD = ascii("{\"v\":1,\"seq\":");
    private static final byte[] TIME = ascii(",\"time\":\"");
    private static final byte[] RUN = ascii("\",\"run\":\"");
    private static final byte[] TYPE = ascii("\",\"type\":\"");
    private static final byte[] TOKEN = ascii("\",\"token\":");
    private static final byte[] DATA = ascii(",\"data\":{");
    private static final byte[] SUM = ascii(",\"sum\":\"");
    private static final byte[] END = ascii("\"}");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final int TIME_LENGTH = 24;
    static final int SUM_LENGTH = 64;
    static final int END_LENGTH = END.length;
    /** Bytes of {@code ,"sum":"<64 hex>"}}. */
    static final int TRAILER = SUM.length + SUM_LENGTH + END.length;

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private JournalLine() {}

    /** The line without its newline. */
    static byte[] encode(JournalRecord record, String previousSum) {
        String body = "{\"v\":1,\"seq\":" + record.sequence() + ",\"time\":\"" + MILLIS.format(record.time())
                + "\",\"run\":\"" + record.run() + "\",\"type\":\"" + record.type() + "\",\"token\":" + record.token()
                + ",\"data\":" + Json.write(record.data());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[bytes.length + TRAILER];
        System.arraycopy(bytes, 0, line, 0, bytes.length);
        byte[] trailer = ascii(",\"sum\":\"" + sum(ascii(previousSum), bytes, 0, bytes.length) + "\"}");
        System.arraycopy(trailer, 0, line, bytes.length, trailer.length);
        return line;
    }

    static String sum(byte[] previousSum, byte[] buffer, int offset, int length) {
        MessageDigest digest = Sha256.digest();
        digest.update(previousSum);
        digest.update(buffer, offset, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The sum that the line itself states, or null where the line does not end in one. */
    static String statedSum(byte[] buffer, int offset, int length) {
        int at = offset + length - TRAILER;
        if (at < offset + HEAD.length
                || !matches(buffer, at, SUM)
                || !matches(buffer, offset + length - END.length, END)) {
            return null;
        }
        return new String(buffer, at + SUM.length, SUM_LENGTH, StandardCharsets.ISO_8859_1);
    }

    /** Where the fixed members of a line are; reused from line to line, so that a long journal is read without garbage. */
    static final class Spans {
        long sequence;
        long token;
        int timeAt;
        int runAt;
        int runEnd;
        int typeAt;
        int typeEnd;
        int dataAt;
    }

    /** Finds the fixed members by their places; false where the line does not have this form. */
    static boolean locate(byte[] buffer, int offset, int length, Spans spans) {
        int end = offset + length;
        if (length < TRAILER || !matches(buffer, offset, HEAD)) {
            return false;
        }
        int at = offset + HEAD.length;
        int seqEnd = digits(buffer, at, end);
        spans.timeAt = seqEnd + TIME.length;
        if (seqEnd == at || !matches(buffer, seqEnd, TIME) || !matches(buffer, spans.timeAt + TIME_LENGTH, RUN)) {
            return false;
        }
        spans.runAt = spans.timeAt + TIME_LENGTH + RUN.length;
        spans.runEnd = quote(buffer, spans.runAt, end);
        spans.typeAt = spans.runEnd + TYPE.length;
        if (!matches(buffer, spans.runEnd, TYPE)) {
            return false;
        }
        spans.typeEnd = quote(buffer, spans.typeAt, end);
        int tokenAt = spans.typeEnd + TOKEN.length;
        int tokenEnd = matches(buffer, spans.typeEnd, TOKEN) ? digits(buffer, tokenAt, end) : tokenAt;
        if (tokenEnd == tokenAt || !matches(buffer, tokenEnd, DATA)) {
            return false;
        }
        spans.sequence = number(buffer, at, seqEnd);
        spans.token = number(buffer, tokenAt, tokenEnd);
        spans.dataAt = tokenEnd + DATA.length - 1;
        return true;
    }

    /** Whether the line ends in the sum that it must have after the previous one. */
    static boolean isChained(
            byte[] previous, int previousAt, byte[] buffer, int offset, int length, MessageDigest digest, byte[] hash) {
        int at = offset + length - TRAILER;
        if (at < offset + HEAD.length
                || !matches(buffer, at, SUM)
                || !matches(buffer, offset + length - END.length, END)) {
            return false;
        }
        digest.update(previous, previousAt, SUM_LENGTH);
        digest.update(buffer, offset, length - TRAILER);
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a buffer of 32 bytes holds a SHA-256", e);
        }
        for (int i = 0; i < hash.length; i++) {
            if (buffer[at + SUM.length + 2 * i] != HEX[(hash[i] >> 4) & 0xf]
                    || buffer[at + SUM.length + 2 * i + 1] != HEX[hash[i] & 0xf]) {
                return false;
            }
        }
        return true;
    }

    /** The record of a line whose sum was checked. */
    static JournalRecord decode(byte[] buffer, int offset, int length) throws IOException {
        Spans spans = new Spans();
        if (!locate(buffer, offset, length, spans)) {
            throw new IOException("the line has not the form of a record");
        }
        JsonNode data = Json.mapper().readTree(buffer, spans.dataAt, offset + length - TRAILER - spans.dataAt);
        if (!(data instanceof ObjectNode object)) {
            throw new IOException("the record's data is no object");
        }
        return new JournalRecord(
                spans.sequence,
                Instant.parse(text(buffer, spans.timeAt, spans.timeAt + TIME_LENGTH)),
                text(buffer, spans.runAt, spans.runEnd),
                text(buffer, spans.typeAt, spans.typeEnd),
                spans.token,
                object);
    }

    private static boolean matches(byte[] buffer, int at, byte[] expected) {
        if (at < 0 || at + expected.length > buffer.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (buffer[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static int digits(byte[] buffer, int at, int end) {
        int i = at;
        while (i < end && i - at < 18 && buffer[i] >= '0' && buffer[i] <= '9') {
            i++;
        }
        return i;
    }

    private static int quote(byte[] buffer, int at, int end) {
        int i = at;
        while (i < end && buffer[i] != '"') {
            i++;
        }
        return i;
    }

    private static long number(byte[] buffer, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (buffer[i] - '0');
        }
        return value;
    }

    static String text(byte[] buffer, int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

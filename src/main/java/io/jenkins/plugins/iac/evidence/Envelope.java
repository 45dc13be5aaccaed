package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The one spelling of an envelope: its RFC 8785 form, in files ({@code evidence.dsse.json}) and as a leaf of the log. */
public final class Envelope {
    /** Bytes of the largest envelope that is written or read. */
    public static final int MAX_BYTES = 32 << 20;

    private Envelope() {}

    /** The bytes for a file or the log; no newline. */
    public static byte[] bytes(Dsse envelope) {
        return CanonicalJson.bytes(envelope.json());
    }

    /**
     * Reads an envelope; white space and the order of members may differ from {@link #bytes}, nothing else.
     *
     * @throws IllegalArgumentException saying why the bytes are no envelope
     */
    public static Dsse parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes, more than the " + MAX_BYTES + " of any envelope");
        }
        try {
            JsonNode document = Json.mapper().readTree(bytes);
            if (document == null || !document.isObject()) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            Dsse envelope = Dsse.ofJson(document);
            // Base64 has several spellings of the same bytes and JSON admits unknown members: neither is signed.
            if (!Arrays.equals(CanonicalJson.bytes(document), bytes(envelope))) {
                throw new IllegalArgumentException("it has members or spellings that no signature covers");
            }
            return envelope;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is not JSON" + at(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is not JSON in UTF-8", e);
        }
    }

    /** The statement inside. */
    static Statement statement(Dsse envelope) {
        try {
            return Statement.ofJson(Json.parse(new String(envelope.payload(), StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its payload is not JSON" + at(e), e);
        }
    }

    /** Where, for people; in which words a parser says what, is for whoever mends the parser. */
    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " from line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + " on";
    }
}

package io.jenkins.plugins.iac.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** RFC 8785, the form over which documents of ours are hashed and signed. */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * The canonical UTF-8 bytes.
     *
     * @throws IllegalArgumentException if the document has no canonical form (a number that is no IEEE double)
     */
    public static byte[] bytes(JsonNode document) {
        try {
            return new JsonCanonicalizer(Json.write(document)).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalArgumentException("the document has no canonical form: " + e.getMessage(), e);
        }
    }

    /** SHA-256 over {@link #bytes}. */
    public static Sha256 hash(JsonNode document) {
        return Sha256.of(bytes(document));
    }
}

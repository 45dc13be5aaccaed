package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.tool.Terraform;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/**
 * What identifies a state: lineage and serial, and the hash of its bytes as pulled. An empty state is {@code ""}, 0 and
 * null.
 */
record StateHeader(String lineage, long serial, Sha256 digest) {
    private static final long MAX_SERIAL = 1L << 53;

    static final StateHeader EMPTY = new StateHeader("", 0, null);

    /** Reads the current state through the tool; nothing of it is kept. */
    static StateHeader pull(Terraform terraform) {
        StateHeader[] found = {EMPTY};
        terraform.pullState(output -> found[0] = read(output));
        return found[0];
    }

    static StateHeader read(InputStream output) throws IOException {
        MessageDigest digest = Sha256.digest();
        String lineage = "";
        long serial = 0;
        boolean any = false;
        try (DigestInputStream in = new DigestInputStream(output, digest);
                JsonParser parser = Json.factory().createParser(in)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                any = true;
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    switch (name) {
                        case "lineage" -> lineage = text(parser);
                        case "serial" -> serial = serial(parser);
                        default -> parser.skipChildren();
                    }
                }
            }
            JsonToken end = parser.currentToken();
            if (any ? end != JsonToken.END_OBJECT || parser.nextToken() != null : end != null) {
                throw new IOException("a state that is no object, or more than one");
            }
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return any ? new StateHeader(lineage, serial, Sha256.finish(digest.digest())) : EMPTY;
    }

    private static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING || !CanonicalJson.isWellFormed(parser.getText())) {
            throw new IOException("a state whose lineage is no text");
        }
        return parser.getText();
    }

    private static long serial(JsonParser parser) throws IOException {
        // As in the digest: what no IEEE double keeps cannot be told from its neighbours.
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || parser.getLongValue() < 0
                || parser.getLongValue() >= MAX_SERIAL) {
            throw new IOException("a state whose serial is no whole number below 2^53");
        }
        return parser.getLongValue();
    }
}

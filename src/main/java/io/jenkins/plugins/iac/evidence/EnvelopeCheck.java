package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.VerifyingKey;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the bytes of one envelope by themselves. Whatever the bytes are, the answer is a value. */
final class EnvelopeCheck {
    private EnvelopeCheck() {}

    /**
     * @param leaf hash under which a log has this record, or null where the bytes are no envelope
     * @param key the known key that signed it, or null
     * @param predicate what it says of itself; believe it only where {@code problems} is empty
     */
    record Result(Sha256 leaf, VerifyingKey key, JsonNode predicate, Instant sealedAt, List<String> problems) {
        String run() {
            return predicate.path("run").asText("");
        }
    }

    static Result check(byte[] bytes, PublicKeys keys) {
        Sha256 leaf = null;
        try {
            Dsse envelope = Envelope.parse(bytes);
            leaf = Merkle.leaf(Envelope.bytes(envelope));
            return check(envelope, leaf, keys);
        } catch (IllegalArgumentException e) {
            return notOne(leaf, e.getMessage());
        } catch (RuntimeException e) {
            return notOne(leaf, "it cannot be read as a signed statement");
        }
    }

    private static Result notOne(Sha256 leaf, String why) {
        return new Result(leaf, null, Json.mapper().missingNode(), null, List.of("it is no evidence: " + why));
    }

    private static Result check(Dsse envelope, Sha256 leaf, PublicKeys keys) {
        JsonNode claimed = claimed(envelope);
        Instant sealedAt = instant(claimed.path("sealedAt"));
        List<String> problems = new ArrayList<>();
        if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)) {
            problems.add("its payload type is " + envelope.payloadType() + ", expected " + Statement.PAYLOAD_TYPE);
        }
        Optional<VerifyingKey> key = keys.find(envelope.keyid());
        if (key.isEmpty()) {
            problems.add("signed by key " + envelope.keyid() + ", which is not among the known keys "
                    + keys.all().stream().map(VerifyingKey::keyid).toList());
        } else if (!envelope.verify(keys)) {
            problems.add("the signature of key " + envelope.keyid()
                    + " does not fit: payload, payload type or signature was changed after it was sealed");
        }
        if (!problems.isEmpty()) {
            return new Result(leaf, null, claimed, sealedAt, problems);
        }
        Statement statement = Envelope.statement(envelope);
        if (sealedAt == null) {
            problems.add("sealedAt is " + claimed.path("sealedAt") + ", expected an instant");
        } else if (!key.get().wasActiveAt(sealedAt)) {
            problems.add("sealed at " + sealedAt + " by key " + envelope.keyid() + ", which signed only "
                    + period(key.get()));
        }
        problems.addAll(PredicateCheck.check(statement, keys));
        return new Result(leaf, key.get(), claimed, sealedAt, problems);
    }

    static String period(VerifyingKey key) {
        return "from " + key.created() + (key.retired() == null ? "" : " until " + key.retired());
    }

    /** What the payload says before anything about it is checked; used to name the record. */
    private static JsonNode claimed(Dsse envelope) {
        try {
            return Json.parse(new String(envelope.payload(), StandardCharsets.UTF_8))
                    .path("predicate");
        } catch (JsonProcessingException e) {
            return Json.mapper().missingNode();
        }
    }

    private static Instant instant(JsonNode text) {
        try {
            return text.isTextual() ? Instant.parse(text.asText()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}

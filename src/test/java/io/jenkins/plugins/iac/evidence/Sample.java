package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Evidence of a run of the sample company, and keys to sign it with. */
final class Sample {
    static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    static final Sha256 PLAN_FILE = Sha256.of("plan");
    static final Sha256 STATE = Sha256.of("state");

    /** The first private key of RFC 8032 section 7.1, so that signatures can be written down. */
    private static final String RFC_8032 = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
            + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"created\":\"2026-01-01T00:00:00Z\"}],"
            + "\"private\":\"MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\"}";

    private Sample() {}

    /** A ring with one key that never changes. */
    static KeyRing fixedKeys() throws IOException {
        MemoryStore store = new MemoryStore();
        store.store("evidence", RFC_8032.getBytes(StandardCharsets.UTF_8));
        return KeyRing.open(store, "evidence", () -> NOON);
    }

    static ObjectNode contract(String run) {
        return Json.object().put("run", run).put("operation", "apply").put("stack", "prod/eu-west-1/payments-db");
    }

    static ObjectNode parts() {
        ObjectNode parts = Json.object().put("digestVersion", 1).put("stack", "prod/eu-west-1/payments-db");
        parts.put("operation", "apply").put("commit", "c".repeat(40));
        parts.put("planFile", PLAN_FILE.toString()).put("stateSerial", 41).put("stateLineage", "l");
        return parts;
    }

    static Predicate applied(String run, Instant sealedAt, SigningKey key) {
        ObjectNode contract = contract(run);
        Sha256 digest = CanonicalJson.hash(parts());
        ObjectNode vote =
                Json.object().put("user", "bob").put("decision", "approve").put("digest", digest.toString());
        vote.put("time", "2026-03-04T11:30:00Z").put("authenticated", true).put("counted", true);
        vote.putArray("requirements").add("owner");
        ObjectNode requirement = Json.object().put("name", "owner").put("count", 1);
        requirement.putArray("teams").add("payments");
        return new Predicate(run, "apply", "prod/eu-west-1/payments-db", "prod", "verified", sealedAt)
                .source(Json.object()
                        .put("kind", "branch")
                        .put("repository", "git@github.com:northstar/infra-live.git")
                        .put("commit", "c".repeat(40))
                        .put("ref", "main")
                        .put("actor", "alice")
                        .put("trigger", "push")
                        .put("commitVerified", true))
                .contract(contract, Dsse.sign("application/json", CanonicalJson.bytes(contract), key))
                .context(Json.object()
                        .put("pool", "pool-prod-data")
                        .put("tool", "opentofu")
                        .put("toolVersion", "1.10.0"))
                .plan(digest, parts(), Json.object().put("create", 1))
                .requirement(requirement)
                .vote(vote)
                .applied(digest, sealedAt.minusSeconds(60), sealedAt.minusSeconds(30), "applied")
                .verification(Json.object().put("passed", true))
                .stateBefore(Json.object().put("lineage", "l").put("serial", 41))
                .stateAfter(Json.object().put("lineage", "l").put("serial", 42).put("digest", STATE.toString()))
                .log("apply.log", Sha256.of("log"))
                .step("requested", sealedAt.minusSeconds(600))
                .step("applying", sealedAt.minusSeconds(60))
                .step("applied", sealedAt.minusSeconds(30))
                .step("verified", sealedAt.minusSeconds(1));
    }

    static Dsse envelope(String run, Instant sealedAt, SigningKey key) {
        return seal(run, applied(run, sealedAt, key).build(), key);
    }

    /** The same with something changed before it is signed. */
    static Dsse altered(SigningKey key, Consumer<ObjectNode> change) {
        ObjectNode predicate = applied("run-1", NOON, key).build();
        change.accept(predicate);
        return seal("run-1", predicate, key);
    }

    private static Dsse seal(String run, ObjectNode predicate, SigningKey key) {
        return new Statement(
                        List.of(
                                new Subject(Subject.REQUEST, CanonicalJson.hash(contract(run))),
                                new Subject(Subject.PLAN, PLAN_FILE),
                                new Subject(Subject.STATE, STATE)),
                        predicate)
                .seal(key);
    }

    static List<Dsse> envelopes(int count, SigningKey key) {
        List<Dsse> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(envelope("run-" + i, NOON.plusSeconds(i), key));
        }
        return all;
    }
}

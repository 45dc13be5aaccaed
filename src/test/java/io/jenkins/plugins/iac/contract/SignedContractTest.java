package io.jenkins.plugins.iac.contract;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Test;

/** The contract's form is frozen: a test that fails here means a new version, not a new golden file. */
public class SignedContractTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private KeyRing keys;

    @Before
    public void keys() throws Exception {
        keys = MemoryStore.ring(() -> NOON);
    }

    private static Contract contract() {
        return new Contract(
                Contract.VERSION,
                "20261121-115900-4f2a9c01",
                Operation.APPLY,
                new RunSource(
                        SourceKind.BRANCH,
                        "git@github.com:northstar/infra-live.git",
                        "0123456789abcdef0123456789abcdef01234567",
                        "main",
                        null,
                        "alice",
                        "carol",
                        Trigger.PERSON,
                        Tri.YES),
                new StackId("prod/eu-west-1/payments-db"),
                "live/prod/eu-west-1/payments-db",
                "/var/tmp/iac-0011223344556677",
                new Backend(
                        "s3", new TreeMap<>(Map.of("bucket", "northstar-prod-tfstate", "key", "payments-db.tfstate"))),
                "default",
                "pool-prod-data",
                List.of("registry.northstar.example/iac-runner@" + Sha256.of("image")),
                new PoolTool("opentofu", "1.10.0", "/usr/local/bin/tofu", Sha256.of("tofu")),
                Sha256.of("lock file"),
                Sha256.of("policies"),
                new ContractIdentity(
                        "prod-payments-apply",
                        "https://ci.northstar.example/iac/oidc",
                        "arn:aws:iam::123456789012:role/iac-prod-payments-db-apply",
                        "iac-20261121-115900-4f2a9c01"),
                List.of("owner", "destructive"),
                new Constraints(false, 0, null, List.of("backup-verified")),
                List.of("HTTPS_PROXY"),
                NOON,
                NOON.plusSeconds(43_200),
                Sha256.of("plan"));
    }

    @Test
    public void json_fullContract_hasTheFrozenForm() throws Exception {
        assertEquals(
                Files.readString(GOLDEN.resolve("contract-1.json")).strip(),
                Json.write(contract().json()));
    }

    @Test
    public void digest_fullContract_isTheOneOfAnotherImplementation() throws Exception {
        assertEquals(
                Files.readString(GOLDEN.resolve("contract-1.sha256")).strip(),
                contract().digest().toString());
    }

    @Test
    public void check_signedByTheController_isTheContract() {
        JsonNode envelope = SignedContract.sign(contract(), keys.current()).json();
        assertEquals(contract(), SignedContract.ofJson(envelope).check(keys.publicKeys(), NOON));
    }

    private void refused(JsonNode envelope, Instant now, String found) {
        IacException e = assertThrows(
                IacException.class, () -> SignedContract.ofJson(envelope).check(keys.publicKeys(), now));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertTrue(e.problem().sentence(), e.problem().sentence().contains(found));
    }

    @Test
    public void check_anyMemberOfThePayloadChanged_isRefused() throws Exception {
        ObjectNode envelope = SignedContract.sign(contract(), keys.current()).json();
        for (var member : contract().json().properties()) {
            ObjectNode changed = contract().json();
            changed.put(member.getKey(), "other");
            envelope.put("payload", Base64.getEncoder().encodeToString(CanonicalJson.bytes(changed)));
            refused(envelope, NOON, "no known key");
        }
    }

    @Test
    public void check_keyOfAnotherController_isRefused() throws Exception {
        refused(
                SignedContract.sign(contract(), MemoryStore.ring(() -> NOON).current())
                        .json(),
                NOON,
                "no known key");
    }

    @Test
    public void check_expired_isRefused() {
        ObjectNode envelope = SignedContract.sign(contract(), keys.current()).json();
        refused(envelope, NOON.plusSeconds(43_200), "expired");
        SignedContract.ofJson(envelope).check(keys.publicKeys(), NOON.plusSeconds(43_199));
    }

    @Test
    public void check_evidenceInPlaceOfAContract_isRefused() {
        Dsse evidence = Dsse.sign(
                "application/vnd.in-toto+json", CanonicalJson.bytes(contract().json()), keys.current());
        refused(evidence.json(), NOON, "application/vnd.in-toto+json");
    }

    @Test
    public void check_unknownVersionOrMember_isRefused() {
        ObjectNode two = contract().json().put("version", 2);
        refused(
                Dsse.sign(SignedContract.PAYLOAD_TYPE, CanonicalJson.bytes(two), keys.current())
                        .json(),
                NOON,
                "version 2");
        ObjectNode more = contract().json().put("allow", "everything");
        refused(
                Dsse.sign(SignedContract.PAYLOAD_TYPE, CanonicalJson.bytes(more), keys.current())
                        .json(),
                NOON,
                "no contract");
    }

    @Test
    public void ofJson_noEnvelope_isRefused() {
        for (String text : List.of(
                "{}",
                "[]",
                "null",
                "{\"payloadType\":\"x\",\"payload\":\"!\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"\"}]}")) {
            IacException e = assertThrows(IacException.class, () -> SignedContract.ofJson(Json.parse(text)));
            assertEquals(IacException.Kind.REFUSED, e.kind());
        }
    }
}

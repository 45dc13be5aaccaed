package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Frozen forms: what is written today is read by the auditors of ten years. The key is the first of RFC 8032 section 7.1.
 * Where a test fails here, the format was changed: that takes a new version, not a new file.
 */
public class GoldenTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private static void assertGolden(String name, byte[] actual) throws IOException {
        Path kept = Path.of("target", "golden", name);
        Files.createDirectories(kept.getParent());
        Files.write(kept, actual);
        assertEquals("compare with " + kept, golden(name), new String(actual, StandardCharsets.UTF_8));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
            assertNotNull("there is no golden file " + name, in);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    public void statement_ofAnAppliedRun_hasTheFrozenForm() throws IOException {
        var envelope = Sample.envelope("run-1", Sample.NOON, Sample.fixedKeys().current());
        assertGolden("statement-v1.json", envelope.payload());
    }

    @Test
    public void statement_ofARefusedRun_hasTheFrozenForm() throws IOException {
        var request = Sample.contract("run-0");
        var predicate = new Predicate("run-0", "plan", "prod/eu-west-1/payments-db", "prod", "rejected", Sample.NOON)
                .refusedRequest(request)
                .step("requested", Sample.NOON)
                .step("rejected", Sample.NOON)
                .build();
        var envelope = new Statement(List.of(new Subject(Subject.REQUEST, CanonicalJson.hash(request))), predicate)
                .seal(Sample.fixedKeys().current());
        assertGolden("refused-v1.json", envelope.payload());
        assertTrue(Verifier.verify(
                        "refused", Envelope.bytes(envelope), Sample.fixedKeys().publicKeys())
                .verified());
    }

    @Test
    public void envelope_ofAnAppliedRun_hasTheFrozenForm() throws IOException {
        var envelope = Sample.envelope("run-1", Sample.NOON, Sample.fixedKeys().current());
        assertGolden("evidence-v1.dsse.json", Envelope.bytes(envelope));
    }

    @Test
    public void checkpoint_overThreeRecords_hasTheFrozenForm() throws IOException {
        KeyRing keys = Sample.fixedKeys();
        try (EvidenceLog log = EvidenceLog.open(folder.getRoot().toPath().resolve("log"), keys)) {
            log.appendAll(Sample.envelopes(3, keys.current()));
            assertGolden("checkpoint-v1.txt", log.checkpoint().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What was written once must verify for ever. */
    @Test
    public void verify_goldenEnvelopeAndLog_isVerified() throws Exception {
        PublicKeys keys = PublicKeys.ofJwks(Json.parse(golden("keys.json")));
        byte[] envelope = golden("evidence-v1.dsse.json").getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of(), Verifier.verify("golden", envelope, keys).problems());
        assertEquals(
                3,
                Checkpoint.open(golden("checkpoint-v1.txt"), keys).checkpoint().size());
        Path directory = folder.newFolder("log").toPath();
        try (EvidenceLog log = EvidenceLog.open(directory, Sample.fixedKeys())) {
            log.appendAll(Sample.envelopes(4, Sample.fixedKeys().current()));
        }
        assertEquals(
                List.of(),
                Verifier.verify(List.of(), Optional.of(directory), keys, Optional.of(golden("checkpoint-v1.txt")))
                        .problems());
    }
}

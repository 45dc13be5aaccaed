package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.evidence.VerificationResult.Problem;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class VerifierTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final AtomicReference<Instant> now = new AtomicReference<>(Sample.NOON);
    private KeyRing keys;

    @Before
    public void keys() throws IOException {
        keys = MemoryStore.ring(now::get);
    }

    private VerificationResult verify(byte[] bytes) {
        return Verifier.verify("evidence.dsse.json", bytes, keys.publicKeys());
    }

    private byte[] sealed() {
        return Envelope.bytes(Sample.envelope("run-1", Sample.NOON, keys.current()));
    }

    @Test
    public void verify_untouchedEnvelope_isVerified() {
        assertEquals(List.of(), verify(sealed()).problems());
        assertTrue(verify(sealed()).verified());
    }

    @Test
    public void verify_onePossibleBitFlippedInEveryByte_isNeverVerified() {
        byte[] bytes = sealed();
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            VerificationResult result = verify(flipped);
            assertFalse("byte " + i + ": " + new String(flipped, StandardCharsets.UTF_8), result.verified());
            assertFalse(result.problems().get(0).what().isBlank());
        }
    }

    @Test
    public void verify_cutAtEveryByte_isAProblemAndNoException() {
        byte[] bytes = sealed();
        for (int i = 0; i < bytes.length; i++) {
            assertFalse("cut at " + i, verify(java.util.Arrays.copyOf(bytes, i)).verified());
        }
    }

    @Test
    public void verify_garbage_isAProblemThatSaysWhy() {
        for (String garbage : List.of(
                "",
                "null",
                "[]",
                "{}",
                "nonsense",
                "{\"payloadType\":1}",
                "\u0000\u0001",
                "[".repeat(100_000),
                "{\"payload\":\"!\",\"payloadType\":\"t\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"!\"}]}")) {
            VerificationResult result = verify(garbage.getBytes(StandardCharsets.UTF_8));
            assertFalse(garbage, result.verified());
            assertTrue(
                    result.problems().get(0).what(),
                    result.problems().get(0).what().startsWith("it is no evidence"));
        }
    }

    @Test
    public void verify_otherInstallationsKey_isUnknown() throws IOException {
        KeyRing other = MemoryStore.ring(now::get);
        VerificationResult result = Verifier.verify("f", sealed(), other.publicKeys());
        assertTrue(
                result.problems().get(0).what(), result.problems().get(0).what().contains("not among the known keys"));
    }

    @Test
    public void verify_keyRetiredAfterSealing_isVerified() throws IOException {
        byte[] bytes = sealed();
        now.set(Sample.NOON.plus(Duration.ofDays(30)));
        keys.rotate();
        assertEquals(List.of(), verify(bytes).problems());
    }

    @Test
    public void verify_keyRetiredBeforeSealing_saysWhenItSigned() throws IOException {
        var retired = keys.current();
        now.set(Sample.NOON.plus(Duration.ofDays(30)));
        keys.rotate();
        byte[] late = Envelope.bytes(Sample.envelope("run-1", Sample.NOON.plus(Duration.ofDays(31)), retired));
        assertEquals(
                "sealed at 2026-04-04T12:00:00Z by key " + retired.publicKey()
                        + ", which signed only from 2026-03-04T12:00:00Z until 2026-04-03T12:00:00Z",
                verify(late).problems().get(0).what());
    }

    /** Statements with a genuine signature that contradict themselves. */
    @Test
    public void verify_statementThatContradictsItself_saysWhere() {
        assertContradiction("its parts hash to", p -> ((ObjectNode) p.at("/plan/parts")).put("commit", "d".repeat(40)));
        assertContradiction("the applied plan is sha256:", p -> ((ObjectNode) p.get("applied"))
                .put("digest", "sha256:" + "0".repeat(64)));
        assertContradiction("the approval by bob names sha256:0", p -> ((ObjectNode) p.at("/approvals/votes/0"))
                .put("digest", "sha256:" + "0".repeat(64)));
        assertContradiction("the requester's own", p -> ((ObjectNode) p.get("source")).put("actor", "bob"));
        assertContradiction(
                "applied with 0 approvals for owner, which needs 1",
                p -> ((ObjectNode) p.at("/approvals/votes/0")).put("counted", false));
        assertContradiction(
                "applied with 1 approvals for owner, which needs 2147483647",
                p -> ((ObjectNode) p.at("/approvals/required/0")).putNull("count"));
        assertContradiction("request.digest is", p -> ((ObjectNode) p.at("/request/document")).put("stack", "dev/x"));
        assertContradiction("the contract's signature does not fit", p -> ((ObjectNode) p.at("/request/signature"))
                .put("sig", "AAAA"));
        assertContradiction("the lifecycle reached applying", p -> p.putNull("applied"));
        assertContradiction("never reached applying", p -> p.putArray("lifecycle"));
        assertContradiction("the predicate has no locks", p -> p.remove("locks"));
        assertContradiction("the plan's part stack is", p -> p.put("stack", "dev/x"));
        assertContradiction("the plan was made for 41", p -> ((ObjectNode) p.at("/state/before")).put("serial", 43));
        assertContradiction("the subject state is", p -> ((ObjectNode) p.at("/state/after")).putNull("digest"));
        assertContradiction("expected an instant", p -> p.put("sealedAt", "yesterday"));
    }

    @Test
    public void verify_voteThatTheControllerSigned_saysTheSameAsTheVote() throws IOException {
        assertTrue(verify(Envelope.bytes(Sample.altered(keys.current(), p -> signVote(p, d -> {}))))
                .verified());
        for (String member : List.of("run", "user", "decision", "digest", "at", "authenticated", "comment", "via")) {
            assertContradiction(
                    "the controller signed of the vote by bob", p -> signVote(p, d -> d.put(member, "else")));
        }
        assertContradiction("the controller signed of the vote by bob", p -> ((ObjectNode) p.at("/approvals/votes/0"))
                .put("signed", "yes"));
        assertContradiction("the controller signed of the vote by bob", p -> {
            signVote(p, d -> {});
            ((ObjectNode) p.at("/approvals/votes/0/signed/signatures/0")).put("sig", "AAAA");
        });
    }

    private void signVote(ObjectNode predicate, Consumer<ObjectNode> change) {
        ObjectNode vote = (ObjectNode) predicate.at("/approvals/votes/0");
        ObjectNode document = Json.object().put("run", predicate.path("run").asText());
        for (String member : List.of("user", "decision", "digest", "authenticated")) {
            document.set(member, vote.get(member));
        }
        document.set("at", vote.get("time"));
        change.accept(document);
        vote.set(
                "signed",
                Dsse.sign(Predicate.VOTE_TYPE, CanonicalJson.bytes(document), keys.current())
                        .json());
    }

    private void assertContradiction(String expected, Consumer<ObjectNode> change) {
        VerificationResult result = verify(Envelope.bytes(Sample.altered(keys.current(), change)));
        assertFalse(expected, result.verified());
        assertTrue(
                expected + " in " + result.problems(),
                result.problems().stream().anyMatch(p -> p.what().contains(expected)));
    }

    @Test
    public void verify_nothing_isNotVerified() {
        VerificationResult result = Verifier.verify(List.of(), Optional.empty(), keys.publicKeys(), Optional.empty());
        assertFalse(result.verified());
        assertEquals("there is no evidence here", result.problems().get(0).what());
    }

    @Test
    public void verify_fileThatIsNotThere_isAProblem() {
        Path missing = folder.getRoot().toPath().resolve("missing.json");
        VerificationResult result =
                Verifier.verify(List.of(missing), Optional.empty(), keys.publicKeys(), Optional.empty());
        assertEquals(missing.toString(), result.problems().get(0).record());
        assertTrue(result.problems().get(0).what().contains("found no such file"));
    }

    @Test
    public void verify_fileWithOtherWhiteSpace_isVerified() throws IOException {
        Path file = folder.newFile("pretty.json").toPath();
        Files.writeString(
                file,
                io.jenkins.plugins.iac.json.Json.mapper().readTree(sealed()).toPrettyString());
        List<Problem> problems = Verifier.verify(List.of(file), Optional.empty(), keys.publicKeys(), Optional.empty())
                .problems();
        assertEquals(List.of(), problems);
    }
}

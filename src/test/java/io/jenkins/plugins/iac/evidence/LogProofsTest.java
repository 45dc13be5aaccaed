package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.AssumptionViolatedException;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Proofs that are given away: without the log they are judged by us and by sigstore; by scripts in {@link ProofScriptsTest}. */
public class LogProofsTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private KeyRing keys;
    private Path directory;
    private String earlier;
    private LogProofs proofs;

    @Before
    public void write() throws IOException {
        keys = Sample.fixedKeys();
        directory = folder.getRoot().toPath().resolve("log");
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            earlier = log.appendAll(Sample.envelopes(3, keys.current()).subList(0, 3))
                    .get(0)
                    .checkpoint();
            log.appendAll(Sample.envelopes(7, keys.current()));
        }
        proofs = new LogProofs(directory, keys.publicKeys());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.getRoot().toPath().resolve(name), text);
    }

    private VerificationResult verify(String text, String since) throws IOException {
        return Verifier.verify(
                List.of(file("proof", text)), Optional.empty(), keys.publicKeys(), Optional.ofNullable(since));
    }

    private static String what(VerificationResult result) {
        assertFalse(result.verified());
        return result.problems().toString();
    }

    @Test
    public void inclusion_everyRecord_verifiesWithoutTheLog() throws IOException {
        for (int i = 0; i < 7; i++) {
            LogProofs.Inclusion proof = proofs.inclusion("run-" + i);
            assertEquals(i, proof.record());
            assertTrue(proof.text(), proof.text().startsWith("c2sp.org/tlog-proof@v1\nextra "));
            VerificationResult result = verify(proof.text(), null);
            assertTrue(result.problems().toString(), result.verified());
        }
    }

    @Test
    public void inclusion_anythingChanged_doesNotVerifyAndSaysWhat() throws IOException {
        String proof = proofs.inclusion("run-2").text();
        String other = proofs.inclusion("run-3").text();
        assertTrue(what(verify(proof.replace("index 2", "index 3"), null)).contains("does not lead"));
        assertTrue(what(verify(proof.replace("index 2", "index 7"), null)).contains("does not lead"));
        assertTrue(what(verify(proof.replace("index 2", "index 02"), null)).contains("a number"));
        String swapped = other.lines().limit(2).reduce("", (a, b) -> a + b + "\n")
                + proof.lines().skip(2).reduce("", (a, b) -> a + b + "\n");
        assertTrue(what(verify(swapped, null)).contains("does not lead"));
        String[] lines = proof.split("\n");
        String without = proof.replace(lines[1] + "\n", "");
        assertTrue(what(verify(without, null)).contains("carries no record"));
        assertTrue(what(verify(proof.replace(lines[3] + "\n", ""), null)).contains("does not lead"));
        assertTrue(what(verify(proof.replace("\n7\n", "\n8\n"), null)).contains("not signed by a known key"));
        for (int cut = 0; cut < proof.length(); cut += 97) {
            assertFalse("cut at " + cut, verify(proof.substring(0, cut), null).verified());
        }
    }

    @Test
    public void inclusion_noEvidence_isBadInput() {
        IacException e = assertThrows(IacException.class, () -> proofs.inclusion("run-9"));
        assertEquals(IacException.Kind.BAD_INPUT, e.kind());
    }

    @Test
    public void consistency_earlierCheckpoint_verifiesWithoutTheLog() throws IOException {
        String proof = proofs.consistency(earlier);
        assertTrue(proof, proof.startsWith("old 3\n"));
        assertTrue(verify(proof, earlier).verified());
        String now = Files.readString(directory.resolve("checkpoint"));
        assertTrue(
                "of the same checkpoint", verify(proofs.consistency(now), now).verified());
    }

    @Test
    public void consistency_anotherCheckpointOrPath_doesNotVerify() throws IOException {
        String proof = proofs.consistency(earlier);
        String now = Files.readString(directory.resolve("checkpoint"));
        assertTrue(what(verify(proof, null)).contains("--since"));
        assertTrue(what(verify(proof, now)).contains("starts from 3"));
        assertTrue(what(verify(proof.replace("old 3", "old 4"), earlier)).contains("starts from 4"));
        String[] lines = proof.split("\n");
        assertTrue(what(verify(proof.replace(lines[1] + "\n", ""), earlier)).contains("does not begin"));
    }

    @Test
    public void consistency_logThatWasPutBack_makesNoProof() throws IOException {
        String now = Files.readString(directory.resolve("checkpoint"));
        Files.writeString(directory.resolve("checkpoint"), earlier);
        IacException e = assertThrows(IacException.class, () -> proofs.consistency(now));
        assertEquals(IacException.Kind.NOT_VERIFIED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("7"));
    }

    /** By the library with which Java programs verify what sigstore's log says. */
    @Test
    public void inclusion_judgedBySigstore_agrees() throws Exception {
        Method verify;
        try {
            verify = Class.forName("dev.sigstore.merkle.InclusionProofVerifier")
                    .getMethod("verify", byte[].class, long.class, long.class, List.class, byte[].class);
        } catch (ClassNotFoundException e) {
            throw new AssumptionViolatedException("skipped: dev.sigstore:sigstore-java is not on the class path", e);
        }
        for (int i = 0; i < 7; i++) {
            ProofText proof =
                    ProofText.parse(proofs.inclusion("run-" + i).text().getBytes(StandardCharsets.UTF_8));
            Checkpoint tree =
                    Checkpoint.open(proof.checkpoint(), keys.publicKeys()).checkpoint();
            List<byte[]> path = proof.hashes().stream().map(Sha256::bytes).toList();
            byte[] leaf = Merkle.leaf(proof.record()).bytes();
            verify.invoke(null, leaf, (long) i, tree.size(), path, tree.root().bytes());
            long other = (i + 1) % 7;
            // Its exception, or the error that the library is missing with which it words the message.
            assertThrows(
                    "record " + other,
                    InvocationTargetException.class,
                    () -> verify.invoke(
                            null, leaf, other, tree.size(), path, tree.root().bytes()));
        }
    }
}

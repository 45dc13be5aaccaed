package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.evidence.EvidenceLog.Appended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EvidenceLogTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private KeyRing keys;
    private Path directory;

    @Before
    public void keys() throws IOException {
        keys = MemoryStore.ring(() -> Sample.NOON);
        directory = folder.getRoot().toPath().resolve("log");
    }

    private VerificationResult verify(Optional<String> since) {
        return Verifier.verify(List.of(), Optional.of(directory), keys.publicKeys(), since);
    }

    @Test
    public void append_severalRecords_logIsVerifiedAndProofsHold() {
        List<Dsse> envelopes = Sample.envelopes(9, keys.current());
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            for (int i = 0; i < envelopes.size(); i++) {
                assertEquals(i, log.append(envelopes.get(i)).index());
            }
            for (int size = 1; size <= 9; size++) {
                for (int i = 0; i < size; i++) {
                    assertTrue(Merkle.verifyInclusion(
                            Merkle.leaf(Envelope.bytes(envelopes.get(i))),
                            i,
                            size,
                            log.inclusionProof(i, size),
                            log.root(size)));
                }
                for (int first = 0; first <= size; first++) {
                    assertTrue(Merkle.verifyConsistency(
                            first, log.root(first), size, log.root(size), log.consistencyProof(first, size)));
                }
            }
        }
        assertEquals(List.of(), verify(Optional.empty()).problems());
        assertEquals(9, verify(Optional.empty()).records());
    }

    @Test
    public void append_sameEnvelopeAgain_isWhereItWas() {
        Dsse envelope = Sample.envelope("run-1", Sample.NOON, keys.current());
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            Appended first = log.append(envelope);
            assertEquals(first, log.append(envelope));
        }
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            assertEquals(0, log.append(envelope).index());
            assertEquals(1, log.size());
        }
    }

    @Test
    public void verify_sinceAKeptCheckpoint_noticesThatTheLogWasPutBack() throws IOException {
        String kept;
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            log.append(Sample.envelope("run-1", Sample.NOON, keys.current()));
            kept = log.append(Sample.envelope("run-2", Sample.NOON, keys.current()))
                    .checkpoint();
        }
        assertTrue(verify(Optional.of(kept)).verified());
        Path other = folder.getRoot().toPath().resolve("other");
        try (EvidenceLog log = EvidenceLog.open(other, keys)) {
            log.append(Sample.envelope("run-1", Sample.NOON, keys.current()));
        }
        directory = other;
        assertTrue(verify(Optional.empty()).verified());
        VerificationResult result = verify(Optional.of(kept));
        assertFalse(result.verified());
        assertEquals(
                "it is over 2 records, the log has 1: 1 are missing; the last record that is there was sealed at"
                        + " 2026-03-04T12:00:00Z",
                result.problems().get(0).what());
    }
}

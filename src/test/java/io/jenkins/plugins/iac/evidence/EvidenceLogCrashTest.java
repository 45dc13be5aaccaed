package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.model.IacException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A writer that dies, or whose disk does, anywhere while it appends. */
public class EvidenceLogCrashTest {
    /** In memory where there is such a place: thousands of opens, each of which syncs. */
    @Rule
    public TemporaryFolder folder = new TemporaryFolder(new File("/dev/shm").canWrite() ? new File("/dev/shm") : null);

    private KeyRing keys;
    private Path directory;
    private Dsse last;
    private byte[] entriesBefore;
    private byte[] hashesBefore;
    private byte[] checkpointBefore;
    private byte[] entriesAfter;
    private byte[] hashesAfter;
    private byte[] checkpointAfter;

    private Dsse refused(String run) {
        ObjectNode request = Sample.contract(run);
        return new Statement(
                        List.of(new Subject(Subject.REQUEST, CanonicalJson.hash(request))),
                        new Predicate(run, "plan", "prod/db", "prod", "rejected", Sample.NOON)
                                .refusedRequest(request)
                                .build())
                .seal(keys.current());
    }

    @Before
    public void write() throws IOException {
        keys = Sample.fixedKeys();
        directory = folder.getRoot().toPath().resolve("log");
        last = refused("run-3");
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            log.appendAll(List.of(refused("run-0"), refused("run-1"), refused("run-2")));
            entriesBefore = Files.readAllBytes(EntryFiles.file(directory, 0));
            hashesBefore = Files.readAllBytes(directory.resolve("hashes"));
            checkpointBefore = Files.readAllBytes(directory.resolve("checkpoint"));
            log.append(last);
        }
        entriesAfter = Files.readAllBytes(EntryFiles.file(directory, 0));
        hashesAfter = Files.readAllBytes(directory.resolve("hashes"));
        checkpointAfter = Files.readAllBytes(directory.resolve("checkpoint"));
    }

    private void put(byte[] entries, byte[] hashes, byte[] checkpoint) throws IOException {
        Files.write(EntryFiles.file(directory, 0), entries);
        Files.write(directory.resolve("hashes"), hashes);
        Files.write(directory.resolve("checkpoint"), checkpoint);
    }

    private void assertGoesOn(String when, int expected) {
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            assertEquals(when, expected, log.size());
            assertEquals(when, 3, log.append(last).index());
            assertEquals(when, new String(checkpointAfter, StandardCharsets.UTF_8), log.checkpoint());
        }
    }

    private void assertVerified() throws IOException {
        assertArrayEquals(entriesAfter, Files.readAllBytes(EntryFiles.file(directory, 0)));
        VerificationResult result =
                Verifier.verify(List.of(), Optional.of(directory), keys.publicKeys(), Optional.empty());
        assertEquals(List.of(), result.problems());
    }

    @Test
    public void open_diedWhileTheRecordWasWritten_atEveryByte_goesOn() throws IOException {
        for (int cut = entriesBefore.length; cut <= entriesAfter.length; cut++) {
            put(Arrays.copyOf(entriesAfter, cut), hashesBefore, checkpointBefore);
            boolean whole = cut >= entriesAfter.length - 1;
            assertGoesOn("cut at " + cut, whole ? 4 : 3);
            assertArrayEquals("cut at " + cut, entriesAfter, Files.readAllBytes(EntryFiles.file(directory, 0)));
        }
    }

    @Test
    public void open_diedWhileTheHashesWereWritten_atEveryByte_goesOn() throws IOException {
        for (int cut = 0; cut <= hashesAfter.length; cut += 5) {
            put(entriesAfter, Arrays.copyOf(hashesAfter, cut), checkpointBefore);
            assertGoesOn("hashes cut at " + cut, 4);
            put(entriesAfter, Arrays.copyOf(hashesAfter, cut), checkpointAfter);
            assertGoesOn("hashes cut at " + cut + ", checkpoint written", 4);
        }
        assertVerified();
    }

    @Test
    public void open_hashesChanged_areMadeAgain() throws IOException {
        for (int at = 0; at < hashesAfter.length; at++) {
            byte[] changed = hashesAfter.clone();
            changed[at] ^= 1;
            put(entriesAfter, changed, checkpointAfter);
            try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
                for (int i = 0; i < 4; i++) {
                    assertTrue(
                            "byte " + at,
                            Merkle.verifyInclusion(
                                    Merkle.leaf(EntryFiles.read(directory, 0).get(i)),
                                    i,
                                    4,
                                    log.inclusionProof(i, 4),
                                    log.root(4)));
                }
            }
        }
    }

    @Test
    public void open_recordsLostThatTheCheckpointCovers_isRefused() throws IOException {
        for (int cut = 0; cut < entriesAfter.length - 1; cut += 17) {
            put(Arrays.copyOf(entriesAfter, cut), hashesAfter, checkpointAfter);
            IacException e = assertThrows(IacException.class, () -> EvidenceLog.open(directory, keys));
            assertEquals(IacException.Kind.NOT_VERIFIED, e.kind());
        }
    }

    @Test
    public void append_diskFullAtEveryByte_keepsTheLogAndGoesOn() throws IOException {
        put(entriesBefore, hashesBefore, checkpointBefore);
        long[] room = {Long.MAX_VALUE};
        LineFile.Opener opener = path -> limited(LineFile.of(path), room);
        try (EvidenceLog log = EvidenceLog.open(directory, keys, opener, Duration.ZERO)) {
            for (int fits = 0; fits < entriesAfter.length - entriesBefore.length; fits += 25) {
                room[0] = fits;
                assertThrows(IacException.class, () -> log.append(last));
                assertEquals(3, log.size());
            }
            room[0] = Long.MAX_VALUE;
            assertEquals(3, log.append(last).index());
        }
        assertGoesOn("after a full disk", 4);
        assertVerified();
    }

    private static LineFile limited(LineFile file, long[] room) {
        return new LineFile() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                if (room[0] <= 0) {
                    throw new IOException("No space left on device");
                }
                ByteBuffer part = bytes.duplicate();
                part.limit(part.position() + (int) Math.min(room[0], bytes.remaining()));
                int written = file.write(part);
                bytes.position(bytes.position() + written);
                room[0] -= written;
                return written;
            }

            @Override
            public void sync() throws IOException {
                file.sync();
            }

            @Override
            public void truncate(long length) throws IOException {
                file.truncate(length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Test
    public void append_moreThanOneFileHolds_isOneLog() throws IOException {
        Path large = folder.getRoot().toPath().resolve("large");
        int count = EntryFiles.PER_FILE + 3;
        try (EvidenceLog log = EvidenceLog.open(large, keys)) {
            List<Dsse> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(refused("run-" + i));
            }
            assertEquals(count - 1, log.appendAll(all).get(count - 1).index());
        }
        try (EvidenceLog log = EvidenceLog.open(large, keys)) {
            assertEquals(count, log.size());
            assertEquals(count, log.append(refused("run-more")).index());
        }
        VerificationResult result = Verifier.verify(List.of(), Optional.of(large), keys.publicKeys(), Optional.empty());
        assertEquals(List.of(), result.problems());
        assertEquals(count + 1, result.records());
    }
}

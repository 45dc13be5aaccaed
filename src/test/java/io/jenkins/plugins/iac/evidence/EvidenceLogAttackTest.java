package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.evidence.VerificationResult.Problem;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What somebody does to a log who can write its files but cannot sign, or can sign with a key that was retired. */
public class EvidenceLogAttackTest {
    private static final int RECORDS = 6;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final AtomicReference<Instant> now = new AtomicReference<>(Sample.NOON);
    private KeyRing keys;
    private Path directory;
    private Path entries;
    private Path checkpoint;
    private List<Dsse> envelopes;

    @Before
    public void write() throws IOException {
        keys = MemoryStore.ring(now::get);
        directory = folder.getRoot().toPath().resolve("log");
        entries = EntryFiles.file(directory, 0);
        checkpoint = directory.resolve("checkpoint");
        envelopes = Sample.envelopes(RECORDS, keys.current());
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            log.appendAll(envelopes);
        }
        assertEquals(List.of(), verify().problems());
    }

    private VerificationResult verify() {
        return verify(List.of(), Optional.empty());
    }

    private VerificationResult verify(List<Path> files, Optional<String> since) {
        return Verifier.verify(files, Optional.of(directory), keys.publicKeys(), since);
    }

    private void assertProblem(String record, String what) {
        assertProblem(verify(), record, what);
    }

    private static void assertProblem(VerificationResult result, String record, String what) {
        assertFalse(result.verified());
        assertTrue(
                record + ": " + what + " in " + result.problems(),
                result.problems().stream()
                        .anyMatch(p -> p.record().startsWith(record) && p.what().contains(what)));
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(entries));
    }

    private void put(List<String> lines) throws IOException {
        Files.writeString(entries, String.join("\n", lines) + "\n");
    }

    private void assertNoMoreIsAppended() {
        IacException e = assertThrows(IacException.class, () -> EvidenceLog.open(directory, keys));
        assertEquals(Kind.NOT_VERIFIED, e.kind());
    }

    @Test
    public void verify_bitFlippedAnywhere_isNotVerifiedAndNamesTheRecord() throws IOException {
        byte[] bytes = Files.readAllBytes(entries);
        Random random = new Random(11);
        for (int i = 0; i < 60; i++) {
            int at = random.nextInt(bytes.length - 1);
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(entries, flipped);
            int record = (int) new String(bytes, 0, at, StandardCharsets.ISO_8859_1)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            assertProblem("log record " + record, "");
        }
    }

    @Test
    public void verify_recordDropped_saysWhichOneIsGone() throws IOException {
        List<String> lines = lines();
        lines.remove(2);
        put(lines);
        assertProblem("log record 2", "the record that was here is gone");
        assertProblem(
                "log record 2",
                "what is in front of it is as it was, until " + Sample.NOON.plusSeconds(1)
                        + ", and what was signed behind it begins again at " + Sample.NOON.plusSeconds(3));
        assertProblem("checkpoint", "it is over 6 records, the log has 5: 1 are missing");
        assertNoMoreIsAppended();
    }

    @Test
    public void verify_recordsSwapped_saysWhichAndWhere() throws IOException {
        List<String> lines = lines();
        Collections.swap(lines, 1, 4);
        put(lines);
        assertProblem(
                "log record 1",
                "the order was changed: here is what was record 4, and what was record 1 is now record 4");
    }

    @Test
    public void verify_recordReplacedByAGenuineOne_saysWhereTheLogBeginsToDiffer() throws IOException {
        List<String> lines = lines();
        Dsse other = Sample.envelope("run-other", Sample.NOON, keys.current());
        lines.set(3, new String(Envelope.bytes(other), StandardCharsets.UTF_8));
        put(lines);
        assertProblem("log record 3", "the record here is not the one that was signed");
        assertProblem(
                "log record 3",
                "until " + Sample.NOON.plusSeconds(2) + ", and what was signed behind it begins again at "
                        + Sample.NOON.plusSeconds(4));
        lines.set(0, lines.get(3));
        put(lines);
        assertProblem(
                "log record 0",
                "until the beginning of the log, and what was signed behind it begins again at "
                        + Sample.NOON.plusSeconds(1));
    }

    @Test
    public void verify_recordRepeated_isAProblem() throws IOException {
        List<String> lines = lines();
        lines.add(lines.get(0));
        put(lines);
        assertProblem("log record 6", "it repeats log record 0");
        assertProblem("log record 6", "no checkpoint covers it");
    }

    @Test
    public void verify_hashesGoneToo_stillSaysThatSomethingChanged() throws IOException {
        List<String> lines = lines();
        Collections.swap(lines, 1, 4);
        put(lines);
        Files.delete(directory.resolve("hashes"));
        assertProblem("log records 0 to 5", "one or more were changed, dropped or put in another order");
        assertNoMoreIsAppended();
    }

    @Test
    public void verify_cutAtItsEnd_saysHowManyAreMissingAndSinceWhen() throws IOException {
        put(lines().subList(0, 4));
        assertProblem(
                "checkpoint",
                "it is over 6 records, the log has 4: 2 are missing; the last record that is there was sealed at"
                        + " 2026-03-04T12:00:03Z");
        assertNoMoreIsAppended();
    }

    @Test
    public void verify_wholeLogPutBackToAnEarlierDay_isFoundByAnybodyWhoKeptSomethingLater() throws IOException {
        String kept = Files.readString(checkpoint);
        Path file = folder.newFile("evidence.dsse.json").toPath();
        Files.write(file, Envelope.bytes(envelopes.get(5)));
        Path earlier = folder.getRoot().toPath().resolve("earlier");
        try (EvidenceLog log = EvidenceLog.open(earlier, keys)) {
            log.appendAll(envelopes.subList(0, 4));
        }
        directory = earlier;
        assertTrue("by itself an older log is a good log", verify().verified());
        assertProblem(verify(List.of(), Optional.of(kept)), "earlier checkpoint", "2 are missing");
        assertProblem(
                verify(List.of(file), Optional.empty()), file.toString(), "the log has no such record for run run-5");
    }

    @Test
    public void verify_historyRewrittenByWhoCanSign_isFoundByAKeptCheckpoint() throws IOException {
        String kept = Files.readString(checkpoint);
        Path rewritten = folder.getRoot().toPath().resolve("rewritten");
        List<Dsse> others = new ArrayList<>(envelopes);
        others.set(2, Sample.envelope("run-innocent", Sample.NOON, keys.current()));
        try (EvidenceLog log = EvidenceLog.open(rewritten, keys)) {
            log.appendAll(others);
        }
        directory = rewritten;
        assertTrue(verify().verified());
        assertProblem(verify(List.of(), Optional.of(kept)), "earlier checkpoint", "history was rewritten");
    }

    @Test
    public void verify_checkpointGoneOrGarbageOrForeign_isAProblem() throws IOException {
        String good = Files.readString(checkpoint);
        Files.delete(checkpoint);
        assertProblem("checkpoint", "the log has no checkpoint");
        assertNoMoreIsAppended();
        for (String bad : List.of(
                "", "garbage", good.replace("6\n", "5\n"), good.replaceFirst("\n6\n", "\n06\n"), good.strip())) {
            Files.writeString(checkpoint, bad);
            assertProblem("checkpoint", "it is no checkpoint of this log");
            assertNoMoreIsAppended();
        }
        KeyRing other = MemoryStore.ring(now::get);
        String foreign = new Checkpoint(Checkpoint.origin(keys.publicKeys()), 6, Sha256.of("x")).sign(other.current());
        Files.writeString(checkpoint, foreign);
        assertProblem("checkpoint", "not signed by a known key");
    }

    @Test
    public void verify_sinceGarbage_isAProblem() {
        assertProblem(verify(List.of(), Optional.of("garbage")), "earlier checkpoint", "it is no checkpoint");
    }

    @Test
    public void verify_afterRotation_oldRecordsStillCountAndTheCheckpointIsTheNewKeys() throws IOException {
        String kept = Files.readString(checkpoint);
        now.set(Sample.NOON.plus(Duration.ofDays(90)));
        keys.rotate();
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            log.append(Sample.envelope("run-new", now.get(), keys.current()));
        }
        assertEquals(List.of(), verify(List.of(), Optional.of(kept)).problems());
    }

    /** A stolen key that was retired: the thief dates a record back and signs the tree anew. */
    @Test
    public void verify_recordDatedBackByARetiredKey_isFoundByItsPlace() throws IOException {
        SigningKey stolen = keys.current();
        now.set(Sample.NOON.plus(Duration.ofDays(90)));
        keys.rotate();
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            log.append(Sample.envelope("run-new", now.get(), keys.current()));
        }
        List<String> lines = lines();
        lines.add(new String(
                Envelope.bytes(Sample.envelope("run-forged", Sample.NOON.plusSeconds(60), stolen)),
                StandardCharsets.UTF_8));
        put(lines);
        TreeHead head = new TreeHead();
        lines.forEach(l -> head.add(Merkle.leaf(l.getBytes(StandardCharsets.UTF_8))));
        Files.writeString(
                checkpoint, new Checkpoint(Checkpoint.origin(keys.publicKeys()), 8, head.root()).sign(stolen));
        assertProblem("log record 7 (run run-forged)", "which was retired before the record in front of it");
        assertProblem("checkpoint", "signed by key " + stolen.publicKey() + ", which signed only");
    }

    @Test
    public void verify_problems_nameEveryBadRecord() throws IOException {
        List<String> lines = lines();
        lines.set(1, "garbage");
        lines.set(4, "{}");
        put(lines);
        List<String> named = verify().problems().stream().map(Problem::record).toList();
        assertTrue(named.toString(), named.contains("log record 1") && named.contains("log record 4"));
    }

    @Test
    public void open_twice_isRefusedAfterTheWait() {
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            IacException e = assertThrows(
                    IacException.class, () -> EvidenceLog.open(directory, keys, LineFile::of, Duration.ofMillis(50)));
            assertEquals(Kind.REFUSED, e.kind());
            assertEquals(RECORDS, log.size());
        }
    }

    @Test
    public void append_manyWritersThatOpenAndClose_waitTheirTurn() {
        List<Long> indexes = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> {
                    try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
                        return log.append(Sample.envelope("run-w" + i, Sample.NOON, keys.current()))
                                .index();
                    }
                })
                .sorted()
                .toList();
        assertEquals(List.of(6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L), indexes);
        assertEquals(List.of(), verify().problems());
    }
}

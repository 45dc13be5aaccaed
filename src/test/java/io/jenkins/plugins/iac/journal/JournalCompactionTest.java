package io.jenkins.plugins.iac.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class JournalCompactionTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path directory() {
        return folder.getRoot().toPath().resolve("journal");
    }

    private Journal small() {
        return Journal.open(directory(), JournalTest.CLOCK, Duration.ZERO, LineFile::of, 2000);
    }

    private static void fill(Journal journal, String run) {
        for (int i = 0; i < 12; i++) {
            journal.append(run, "step-" + i, Json.object().put("text", "x".repeat(100)));
        }
    }

    @Test
    public void append_segmentFull_beginsAnotherAndReadsAsOne() throws IOException {
        try (Journal journal = small()) {
            fill(journal, "run-1");
            fill(journal, "run-2");
            assertTrue(SegmentScan.files(directory()).size() >= 3);
            assertEquals(24, journal.records().count());
        }
        try (Journal journal = small()) {
            assertEquals(12, journal.read("run-2").size());
            assertEquals(List.of(), journal.repairs());
        }
    }

    @Test
    public void compact_finishedRuns_recordsAreFewAndReadStillHasAll() throws IOException {
        try (Journal journal = small()) {
            fill(journal, "run-1");
            fill(journal, "run-2");
            long before = bytes();
            int compacted = journal.compact(
                    Set.of("run-1"), r -> r.type().equals("step-0") ? Optional.of(Json.object()) : Optional.empty());
            assertEquals(1, compacted);
            assertTrue(bytes() < before - 1000);
            assertEquals(12, journal.read("run-1").size());
            assertEquals(
                    "x".repeat(100),
                    journal.read("run-1").get(0).data().path("text").asText());
            fill(journal, "run-3");
        }
        try (Journal journal = small()) {
            assertEquals(12, journal.read("run-1").size());
            assertEquals(12, journal.read("run-2").size());
            assertTrue(journal.records().count() < 36);
            assertEquals(Set.of("run-1", "run-2", "run-3"), journal.runs());
            assertEquals(0, journal.compact(Set.of("run-1"), r -> Optional.empty()));
        }
        assertEquals(12, JournalTest.whole(directory()).read("run-1").size());
    }

    @Test
    public void compact_everythingTakenOut_runIsStillThere() {
        try (Journal journal = small()) {
            fill(journal, "run-1");
            fill(journal, "run-2");
            assertTrue(journal.compact(Set.of("run-1", "run-2"), r -> Optional.empty()) > 1);
        }
        JournalView view = JournalTest.whole(directory());
        assertEquals(12, view.read("run-1").size());
        assertTrue(view.runs().contains("run-1"));
    }

    /** A host that was killed behind the archive, and before the segment was made small, or with the archive half written. */
    @Test
    public void open_afterACrashInTheMiddle_losesNothingAndIsCompactedAgain() throws IOException {
        Path first = directory().resolve("segment-00000001.jsonl");
        byte[] whole;
        try (Journal journal = small()) {
            fill(journal, "run-1");
            fill(journal, "run-2");
            whole = Files.readAllBytes(first);
            assertEquals(1, journal.compact(Set.of("run-1"), r -> Optional.empty()));
        }
        Path archive = directory().resolve("archive/segment-00000001.jsonl.gz");
        for (boolean kept : List.of(true, false)) {
            Files.write(first, whole);
            if (!kept) {
                Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 100));
            }
            try (Journal journal = small()) {
                assertEquals(List.of(), journal.repairs());
                assertEquals(24, journal.records().count());
                assertEquals(12, journal.read("run-1").size());
                assertEquals(1, journal.compact(Set.of("run-1"), r -> Optional.empty()));
                assertTrue(Files.size(first) < whole.length);
                assertEquals(12, journal.read("run-1").size());
            }
        }
    }

    @Test
    public void read_archiveChanged_isRefused() throws IOException {
        try (Journal journal = small()) {
            fill(journal, "run-1");
            fill(journal, "run-2");
            journal.compact(Set.of("run-1"), r -> Optional.empty());
        }
        Path archive = directory().resolve("archive/segment-00000001.jsonl.gz");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        assertThrows(IacException.class, () -> JournalTest.whole(directory()).read("run-1"));
    }

    private long bytes() throws IOException {
        long sum = 0;
        for (Path file : SegmentScan.files(directory())) {
            sum += Files.size(file);
        }
        return sum;
    }
}

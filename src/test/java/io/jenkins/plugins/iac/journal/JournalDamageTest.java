package io.jenkins.plugins.iac.journal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a reader makes of a journal that is not as it was written. */
public class JournalDamageTest {
    private static final int RECORDS = 3;

    /** In memory where there is such a place: thousands of opens, each of which syncs. */
    @Rule
    public TemporaryFolder folder = new TemporaryFolder(new File("/dev/shm").canWrite() ? new File("/dev/shm") : null);

    private Path directory;
    private Path segment;
    private byte[] bytes;
    private byte[] fence;

    /** A journal whose writer died after its last record: the fence does not say where it ended. */
    @Before
    public void write() throws IOException {
        directory = folder.getRoot().toPath().resolve("journal");
        segment = directory.resolve("segment-00000001.jsonl");
        Journal dead = Journal.open(directory, JournalTest.CLOCK);
        for (int i = 1; i <= RECORDS; i++) {
            dead.append("run-" + i, "requested", Json.object().put("text", "four spaces @ here"));
        }
        bytes = Files.readAllBytes(segment);
        fence = Files.readAllBytes(directory.resolve("fence"));
        dead.close();
        Files.write(directory.resolve("fence"), fence);
    }

    private void put(byte[] content) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(file) && !file.getFileName().toString().equals("fence")) {
                    Files.delete(file);
                }
            }
        }
        Files.write(directory.resolve("fence"), fence);
        Files.write(segment, content);
    }

    private int recordsWithin(int length) {
        int whole = 0;
        for (int i = 0; i < length; i++) {
            whole += bytes[i] == '\n' ? 1 : 0;
        }
        boolean newlineMissing = length < bytes.length && bytes[length] == '\n';
        return Math.max(0, whole + (newlineMissing ? 1 : 0) - 1);
    }

    @Test
    public void open_cutAtEveryByte_keepsEveryWholeRecordAndEveryByte() throws IOException {
        for (int cut = 0; cut < bytes.length; cut++) {
            put(Arrays.copyOf(bytes, cut));
            int expected = recordsWithin(cut);
            assertEquals(
                    "read only, cut at " + cut,
                    expected,
                    JournalTest.whole(directory).records().count());
            try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
                assertEquals("cut at " + cut, expected, journal.records().count());
                boolean atLineEnd = cut > 0 && bytes[cut - 1] == '\n';
                assertEquals(
                        "cut at " + cut,
                        cut == 0 || atLineEnd ? 0 : 1,
                        journal.repairs().size() - (cut == 0 ? 1 : 0));
                journal.append("run-x", "requested", Json.object());
            }
            assertEquals(expected + 1, JournalTest.whole(directory).records().count());
            assertArrayEquals("cut at " + cut, Arrays.copyOf(bytes, cut), everyByteThatWasThere(cut));
        }
    }

    /** The first segment up to the cut, then what was set aside. */
    private byte[] everyByteThatWasThere(int cut) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> torn = files.filter(f -> f.getFileName().toString().startsWith("torn-"))
                    .toList();
            int aside = torn.isEmpty() ? 0 : (int) Files.size(torn.get(0));
            byte[] kept = Files.readAllBytes(segment);
            all.write(aside == cut ? new byte[0] : kept, 0, cut - aside);
            if (!torn.isEmpty()) {
                all.write(Files.readAllBytes(torn.get(0)));
            }
        }
        return all.toByteArray();
    }

    @Test
    public void open_bitFlippedInEveryByte_isRefusedAndChangesNothing() throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            put(flipped);
            int at = i;
            IacException e =
                    assertThrows("byte " + at, IacException.class, () -> Journal.open(directory, JournalTest.CLOCK)
                            .close());
            assertEquals("byte " + i, Kind.NOT_VERIFIED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains("record"));
            assertArrayEquals(flipped, Files.readAllBytes(segment));
            // It looks several times, with pauses.
            if (i % 16 == 0) {
                assertThrows(IacException.class, () -> JournalTest.whole(directory));
            }
        }
    }

    @Test
    public void open_damageInTheMiddle_namesTheRecord() throws IOException {
        byte[] damaged = bytes.clone();
        int third = new String(bytes, StandardCharsets.UTF_8).indexOf("run-2");
        damaged[third] = 'X';
        put(damaged);
        IacException e = assertThrows(IacException.class, () -> Journal.open(directory, JournalTest.CLOCK));
        assertTrue(e.getMessage(), e.getMessage().contains("record 3 at byte"));
    }

    @Test
    public void open_recordDroppedOrRepeatedOrMoved_isRefused() throws IOException {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("(?<=\n)");
        for (List<String> changed : List.of(
                List.of(lines[0], lines[1], lines[3]),
                List.of(lines[0], lines[1], lines[1], lines[2]),
                List.of(lines[0], lines[2], lines[1], lines[3]),
                List.of(lines[1], lines[2]))) {
            put(String.join("", changed).getBytes(StandardCharsets.UTF_8));
            assertThrows(IacException.class, () -> Journal.open(directory, JournalTest.CLOCK));
        }
    }

    @Test
    public void open_blocksOfZerosAtTheEnd_areAWriteThatDidNotFinish() throws IOException {
        put(Arrays.copyOf(bytes, bytes.length + 5000));
        try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
            assertEquals(RECORDS, journal.records().count());
            assertEquals(1, journal.repairs().size());
        }
    }

    @Test
    public void open_cutAfterCleanClose_namesTheMissingRecordsEveryTime() throws IOException {
        try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
            journal.append("run-9", "requested", Json.object());
        }
        Path last = directory.resolve("segment-00000002.jsonl");
        byte[] all = Files.readAllBytes(last);
        int end = new String(all, StandardCharsets.UTF_8).indexOf('\n') + 1;
        Files.write(last, Arrays.copyOf(all, end));
        for (int attempt = 0; attempt < 2; attempt++) {
            IacException e = assertThrows(IacException.class, () -> Journal.open(directory, JournalTest.CLOCK));
            assertTrue(e.getMessage(), e.getMessage().contains("records 6 to 6"));
        }
        Files.write(last, all);
        try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
            assertEquals(RECORDS + 1, journal.records().count());
        }
    }

    @Test
    public void open_segmentMissing_namesIt() throws IOException {
        Journal.open(directory, JournalTest.CLOCK).close();
        Files.delete(segment);
        IacException e = assertThrows(IacException.class, () -> Journal.open(directory, JournalTest.CLOCK));
        assertTrue(e.getMessage(), e.getMessage().contains("segment-00000001.jsonl"));
    }

    /** What looks damaged may be a writer at work: it gets time to get on before that is said. */
    @Test
    public void look_whatIsDamaged_isLookedAtAgainAfterAWhile() throws IOException {
        Journal.open(directory, JournalTest.CLOCK).close();
        Files.delete(segment);
        long began = System.nanoTime();
        assertTrue(Journal.look(directory).damage().isPresent());
        assertTrue((System.nanoTime() - began) / 1_000_000 >= 45);
    }

    @Test
    public void open_supersededWriterAddedLater_isSetAsideWithAWord() throws IOException {
        Journal.open(directory, JournalTest.CLOCK).close();
        byte[] late = "{\"v\":1,\"seq\":5,\"late\":true}\n".getBytes(StandardCharsets.UTF_8);
        Files.write(segment, late, StandardOpenOption.APPEND);
        assertEquals(RECORDS, JournalTest.whole(directory).records().count());
        try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
            assertEquals(RECORDS, journal.records().count());
            assertTrue(
                    journal.repairs().get(0),
                    journal.repairs().get(0).contains("what a writer added after another had taken over"));
        }
        assertArrayEquals(bytes, Files.readAllBytes(segment));
    }

    @Test
    public void open_fenceLost_tokensStillGrow() throws IOException {
        Files.delete(directory.resolve("fence"));
        try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
            assertEquals(2, journal.token());
            assertEquals(RECORDS, journal.records().count());
        }
        Files.write(directory.resolve("fence"), new byte[0]);
        try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
            assertEquals(3, journal.token());
        }
    }
}

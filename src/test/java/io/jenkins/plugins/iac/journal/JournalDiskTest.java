package io.jenkins.plugins.iac.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Disks that are full or broken. */
public class JournalDiskTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private long room = Long.MAX_VALUE;
    private boolean syncFails;
    private boolean truncateFails;

    /** A file that fails as the fields above say; writes what fits, as a full disk does. */
    private LineFile open(Path path) throws IOException {
        LineFile file = LineFile.of(path);
        return new LineFile() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                if (room <= 0) {
                    throw new IOException("No space left on device");
                }
                int fits = (int) Math.min(room, bytes.remaining());
                ByteBuffer part = bytes.duplicate();
                part.limit(part.position() + fits);
                int written = file.write(part);
                bytes.position(bytes.position() + written);
                room -= written;
                return written;
            }

            @Override
            public void sync() throws IOException {
                if (syncFails) {
                    throw new IOException("Input/output error");
                }
                file.sync();
            }

            @Override
            public void truncate(long length) throws IOException {
                if (truncateFails) {
                    throw new IOException("Input/output error");
                }
                file.truncate(length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    private Path directory() {
        return folder.getRoot().toPath().resolve("journal");
    }

    private Journal journal() {
        return Journal.open(directory(), JournalTest.CLOCK, Duration.ZERO, this::open, Journal.SEGMENT_BYTES);
    }

    @Test
    public void append_diskFullAtEveryByte_keepsNothingOfTheRecordAndGoesOn() {
        long size;
        try (Journal journal = journal()) {
            journal.append("run-0", "requested", Json.object());
            size = last(JournalTest.whole(directory()));
            for (int fits = 0; fits < 150; fits++) {
                room = fits;
                IacException e =
                        assertThrows(IacException.class, () -> journal.append("run-1", "applying", Json.object()));
                assertEquals(Kind.TOOL_FAILED, e.kind());
                assertEquals(size, last(JournalTest.whole(directory())));
            }
            room = Long.MAX_VALUE;
            journal.append("run-1", "failed", Json.object());
        }
        try (Journal journal = journal()) {
            assertTrue(journal.repairs().isEmpty());
            assertEquals(2, journal.records().count());
        }
    }

    @Test
    public void append_diskFull_takesTheReserveAndThenIsNotWritable() throws IOException {
        try (Journal journal = journal()) {
            assertTrue(isWritable(journal));
            assertEquals(JournalHealth.State.WRITABLE, journal.health().state());
            assertTrue(journal.health().freeBytes() > 0);
            Path reserve = directory().resolve("reserve");
            assertEquals(Reserve.BYTES, Files.size(reserve));
            room = 10;
            assertThrows(IacException.class, () -> journal.append("run-1", "applying", Json.object()));
            assertFalse("the space was given up", Files.exists(reserve));
            assertEquals(JournalHealth.State.NO_ROOM, journal.health().state());
            assertFalse("looking puts nothing back", Files.exists(reserve));
            room = Long.MAX_VALUE;
            journal.append("run-1", "applied", Json.object());
            assertTrue("with room again the reserve comes back", isWritable(journal));
            assertEquals(Reserve.BYTES, Files.size(reserve));
        }
    }

    @Test
    public void append_syncFails_refusesEverythingUntilOpenedAnew() {
        try (Journal journal = journal()) {
            journal.append("run-1", "requested", Json.object());
            syncFails = true;
            assertThrows(IacException.class, () -> journal.append("run-1", "applying", Json.object()));
            syncFails = false;
            IacException e = assertThrows(IacException.class, () -> journal.append("run-1", "x", Json.object()));
            assertTrue(e.getMessage(), e.getMessage().contains("an earlier write whose fate is unknown"));
            assertFalse(isWritable(journal));
            assertEquals(JournalHealth.State.BROKEN, journal.health().state());
        }
        try (Journal journal = journal()) {
            assertEquals("requested", journal.read("run-1").get(0).type());
            journal.append("run-1", "admitted", Json.object());
        }
    }

    @Test
    public void append_partialLineCannotBeTakenBack_isRepairedAtTheNextOpen() {
        try (Journal journal = journal()) {
            journal.append("run-1", "requested", Json.object());
            room = 50;
            truncateFails = true;
            assertThrows(IacException.class, () -> journal.append("run-1", "applying", Json.object()));
            assertThrows(IacException.class, () -> journal.append("run-1", "applying", Json.object()));
        }
        room = Long.MAX_VALUE;
        truncateFails = false;
        try (Journal journal = journal()) {
            assertEquals(1, journal.records().count());
            assertEquals(1, journal.repairs().size());
        }
    }

    /** A real file system of two mebibytes; needs the right to mount. */
    @Test
    public void append_realFileSystemFull_endsWhatIsUnderWayAndStartsNothing() throws Exception {
        Path mount = folder.newFolder("tmpfs").toPath();
        Assume.assumeTrue(
                "not allowed to mount a tmpfs",
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount.toString()));
        try {
            Path directory = mount.resolve("journal");
            try (Journal journal = Journal.open(directory, JournalTest.CLOCK)) {
                journal.append("run-1", "applying", Json.object());
                Path hog = mount.resolve("hog");
                fill(hog);
                assertFalse(isWritable(journal));
                int kept = 0;
                IacException refused = null;
                while (refused == null) {
                    try {
                        journal.append("run-1", "applied", Json.object().put("n", "x".repeat(3000)));
                        kept++;
                    } catch (IacException e) {
                        refused = e;
                    }
                }
                assertTrue("the reserve holds at least ten records, held " + kept, kept >= 10);
                assertTrue(refused.getMessage(), refused.getMessage().contains("No space left"));
                assertEquals(kept + 1, JournalTest.whole(directory).records().count());
                assertFalse(isWritable(journal));
                Files.delete(hog);
                assertTrue(isWritable(journal));
                journal.append("run-1", "verified", Json.object());
                assertEquals(kept + 2, journal.records().count());
            }
        } finally {
            assertTrue(run("umount", mount.toString()));
        }
    }

    private static void fill(Path file) throws IOException {
        try (FileChannel channel = DurableFiles.create(file)) {
            for (; ; ) {
                DurableFiles.write(channel, new byte[4096]);
            }
        } catch (IOException full) {
            assertTrue(full.getMessage(), full.getMessage().contains("No space left"));
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isWritable(Journal journal) {
        try {
            journal.ensureWritable();
            return true;
        } catch (IacException e) {
            return false;
        }
    }

    static long last(JournalView view) {
        return view.records().mapToLong(JournalRecord::sequence).max().orElse(0);
    }
}

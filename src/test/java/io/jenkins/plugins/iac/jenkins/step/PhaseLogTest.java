package io.jenkins.plugins.iac.jenkins.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PhaseLogTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ByteArrayOutputStream build = new ByteArrayOutputStream();

    /** Writes two lines; what went wrong with the file. */
    private String failure(Path file) {
        PhaseLog log = new PhaseLog(new PrintStream(build, true, UTF_8), file);
        byte[] lines = "one\ntwo\n".getBytes(UTF_8);
        log.write(lines, 0, 4);
        log.write(lines, 4, 4);
        log.close();
        return log.failure();
    }

    @Test
    public void file_thatCanBeWritten_hasWhatTheBuildHasAndIsAppendedTo() throws Exception {
        Path file = folder.getRoot().toPath().resolve("run/apply.log");
        assertNull(failure(file));
        assertNull(failure(file));
        assertEquals("one\ntwo\none\ntwo\n", Files.readString(file));
        assertEquals("one\ntwo\none\ntwo\n", build.toString(UTF_8));
    }

    @Test
    public void lock_toldByTheWorkerInPieces_isHeardAndTheToolsWordsAreNot() {
        String id = "0b9a7d2e-5f3c-4c1d-9e8f-0123456789ab";
        String[][] rows = {
            {"applying\nthe backend's lock is " + id + "\n  aws: creating\n", id},
            {"  the backend's lock is " + id + "\n", null},
            {"the backend's lock is " + id, null},
            {"the backend's lock is ../x y\n", null},
        };
        for (String[] row : rows) {
            PhaseLog log = new PhaseLog(new PrintStream(build, true, UTF_8), null);
            for (byte b : row[0].getBytes(UTF_8)) {
                log.write(b);
            }
            assertEquals(row[0], row[1], log.lock().orElse(null));
        }
    }

    @Test
    public void file_onAFullDisk_buildHasEverythingAndNobodyIsStopped() {
        Path full = Path.of("/dev/full");
        Assume.assumeTrue("no " + full, Files.exists(full));
        String failure = failure(full);
        assertTrue(failure, failure.contains("No space left on device"));
        assertEquals("one\ntwo\n", build.toString(UTF_8));
    }

    @Test
    public void file_thatCannotBeOpened_buildHasEverything() throws Exception {
        String failure = failure(folder.newFolder("apply.log").toPath());
        assertTrue(failure, failure.contains("apply.log"));
        assertEquals("one\ntwo\n", build.toString(UTF_8));
    }
}

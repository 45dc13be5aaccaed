package io.jenkins.plugins.iac.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Writers in processes of their own, killed without warning. */
public class JournalCrashTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path directory() {
        return folder.getRoot().toPath().resolve("journal");
    }

    private Process writer() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalWriterProcess.class.getName(),
                        directory().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    public void open_writerKilledAgainAndAgain_hasEveryRecordThatWasPromised() throws Exception {
        Random random = new Random(7);
        Set<Long> promised = new HashSet<>();
        long token = 0;
        for (int round = 0; round < 12; round++) {
            Process process = writer();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String first = lines.readLine();
                assertNotNull("the writer opened the journal in round " + round, first);
                long now = Long.parseLong(first.substring("token ".length()));
                assertTrue(now + " after " + token, now > token);
                token = now;
                int records = 1 + random.nextInt(200);
                for (int i = 0; i < records; i++) {
                    promised.add(Long.parseLong(lines.readLine().substring("kept ".length())));
                }
                // The handle kills without closing our end, so that what was promised at last is heard.
                process.toHandle().destroyForcibly();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.matches("kept \\d+")) {
                        promised.add(Long.parseLong(line.substring("kept ".length())));
                    }
                }
            }
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            Set<Long> there = JournalTest.whole(directory())
                    .records()
                    .map(JournalRecord::sequence)
                    .collect(Collectors.toSet());
            Set<Long> lost = new HashSet<>(promised);
            lost.removeAll(there);
            assertEquals("lost in round " + round, Set.of(), lost);
        }
        try (Journal journal = Journal.open(directory(), JournalTest.CLOCK)) {
            assertTrue(journal.records().count() >= promised.size());
        }
    }

    /** The lock file is replaced, as a network file system may lose a lock: another process gets in. */
    @Test
    public void append_afterAnotherProcessTookTheToken_isRefusedAndTheJournalIsTheOthers() throws Exception {
        Process process = null;
        try (Journal old = Journal.open(directory(), JournalTest.CLOCK)) {
            old.append("run-1", "requested", Json.object());
            Files.delete(directory().resolve("lock"));
            process = writer();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertEquals("token 2", lines.readLine());
            lines.readLine();
            IacException e = assertThrows(IacException.class, () -> old.append("run-1", "applying", Json.object()));
            assertEquals(Kind.REFUSED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains("fencing token 2"));
            assertFalse(JournalDiskTest.isWritable(old));
            assertEquals(JournalHealth.State.REPLACED, old.health().state());
            assertEquals("asked to write twice", 2, old.health().refusals());
            lines.readLine();
        } finally {
            if (process != null) {
                process.destroyForcibly().waitFor();
            }
        }
        assertEquals(
                List.of("requested"),
                JournalTest.whole(directory()).read("run-1").stream()
                        .map(JournalRecord::type)
                        .filter(type -> !type.equals("step"))
                        .toList());
        Journal.open(directory(), JournalTest.CLOCK).close();
    }

    /** Closing any handle to a locked file drops the lock of the whole process on POSIX. */
    @Test
    public void open_refusedInOurOwnProcess_keepsOtherProcessesOutToo() throws Exception {
        try (Journal journal = Journal.open(directory(), JournalTest.CLOCK)) {
            for (int i = 0; i < 3; i++) {
                assertThrows(IacException.class, () -> Journal.open(directory(), JournalTest.CLOCK));
            }
            Process process = writer();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            assertEquals(0, process.getInputStream().readAllBytes().length);
            journal.append("run-1", "requested", Json.object());
        }
    }

    @Test
    public void open_whileAnotherProcessWrites_isRefusedAndReadingGoesOn() throws Exception {
        Process process = writer();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (int i = 0; i < 40; i++) {
                long kept = Long.parseLong(lines.readLine().substring("kept ".length()));
                assertTrue(JournalDiskTest.last(JournalTest.whole(directory())) >= kept);
            }
            IacException e = assertThrows(IacException.class, () -> Journal.open(directory(), JournalTest.CLOCK));
            assertEquals(Kind.REFUSED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains("process " + process.pid()));
        } finally {
            process.destroyForcibly();
        }
    }
}

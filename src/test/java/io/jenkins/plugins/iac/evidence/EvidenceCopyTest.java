package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.evidence.CopyStatus.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class EvidenceCopyTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private KeyRing keys;
    private Path log;
    private Path copy;
    private List<Dsse> envelopes;

    @Before
    public void write() throws IOException {
        keys = Sample.fixedKeys();
        log = folder.getRoot().toPath().resolve("log");
        copy = folder.getRoot().toPath().resolve("disk2/copy");
        envelopes = Sample.envelopes(6, keys.current());
        append(0, 3);
    }

    private void append(int from, int to) {
        try (EvidenceLog open = EvidenceLog.open(log, keys)) {
            open.appendAll(envelopes.subList(from, to));
        }
    }

    private EvidenceCopy copy() {
        return new EvidenceCopy(log, copy, keys.publicKeys());
    }

    private void assertCopyIsTheLog() throws IOException {
        assertEquals(
                List.of(),
                Verifier.verify(List.of(), Optional.of(copy), keys.publicKeys(), Optional.empty())
                        .problems());
        for (String name : List.of("entries-00000000.jsonl", "hashes", "checkpoint")) {
            assertEquals(name, -1, Files.mismatch(log.resolve(name), copy.resolve(name)));
        }
    }

    @Test
    public void update_emptyCopyThenGrowingLog_isAlwaysTheLog() throws IOException {
        assertEquals(State.BEHIND, copy().status().state());
        assertEquals(State.CURRENT, copy().update().state());
        assertCopyIsTheLog();
        append(3, 6);
        CopyStatus behind = copy().status();
        assertEquals(State.BEHIND, behind.state());
        assertEquals("3 records are missing", behind.meaning());
        assertEquals(State.CURRENT, copy().update().state());
        assertCopyIsTheLog();
    }

    @Test
    public void update_diedAtEveryByteOfAnEarlierUpdate_goesOn() throws IOException {
        copy().update();
        byte[] entries = Files.readAllBytes(EntryFiles.file(copy, 0));
        byte[] hashes = Files.readAllBytes(copy.resolve("hashes"));
        byte[] checkpoint = Files.readAllBytes(copy.resolve("checkpoint"));
        append(3, 6);
        byte[] all = Files.readAllBytes(EntryFiles.file(log, 0));
        for (int cut = entries.length; cut <= all.length; cut += 101) {
            Files.write(EntryFiles.file(copy, 0), Arrays.copyOf(all, cut));
            Files.write(copy.resolve("hashes"), hashes);
            Files.write(copy.resolve("checkpoint"), checkpoint);
            assertEquals("cut at " + cut, State.CURRENT, copy().update().state());
        }
        assertCopyIsTheLog();
    }

    @Test
    public void update_logPutBack_isNoticedAndTheCopyStaysAsItIs() throws IOException {
        append(3, 6);
        copy().update();
        byte[] kept = Files.readAllBytes(EntryFiles.file(copy, 0));
        Path earlier = folder.getRoot().toPath().resolve("earlier");
        log = earlier;
        append(0, 3);
        CopyStatus status = copy().update();
        assertEquals(State.DIVERGED, status.state());
        assertTrue(status.meaning(), status.meaning().contains("3 records more than the log"));
        assertEquals(kept.length, Files.size(EntryFiles.file(copy, 0)));
    }

    @Test
    public void update_historyRewritten_isNoticed() {
        copy().update();
        log = folder.getRoot().toPath().resolve("rewritten");
        append(3, 6);
        append(0, 2);
        assertEquals(State.DIVERGED, copy().update().state());
    }

    @Test
    public void update_foreignBytesBehindTheCheckpoint_areNotSigned() throws IOException {
        copy().update();
        append(3, 6);
        Files.write(
                EntryFiles.file(copy, 0),
                "{\"foreign\":true}\n".getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.APPEND);
        CopyStatus status = copy().update();
        assertEquals(State.DIVERGED, status.state());
        assertEquals(3, status.records());
    }

    @Test
    public void update_placeThatCannotBeWritten_isUnreachableAndNoException() throws IOException {
        copy = folder.newFile("file").toPath().resolve("copy");
        CopyStatus status = copy().update();
        assertEquals(State.UNREACHABLE, status.state());
        assertEquals(3, status.of());
    }

    @Test
    public void update_garbageCheckpoint_isDiverged() throws IOException {
        copy().update();
        Files.writeString(copy.resolve("checkpoint"), "garbage");
        assertEquals(State.DIVERGED, copy().status().state());
        assertEquals(State.DIVERGED, copy().update().state());
    }
}

package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class WorkAreaTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final String A = "20261121-120000-aaaaaaaa";
    private static final String B = "20261121-120000-bbbbbbbb";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Path wanted;

    @Before
    public void root() throws Exception {
        root = folder.getRoot().toPath().toRealPath();
        wanted = path("one");
    }

    private Path path(String owner) {
        return WorkArea.path(root, owner, "git@github.com:northstar/infra-live.git", new StackId("prod/web"));
    }

    private static WorkArea exactly(Path wanted, Instant now, Duration patience, List<String> log) {
        return WorkArea.claimExactly(wanted, B, () -> now, LATER.plusSeconds(60), patience, log::add);
    }

    private WorkArea claim(String run) {
        return WorkArea.claim(wanted, run, NOW, LATER);
    }

    @Test
    public void claim_free_isThePathOfTheStackForItsOwnerAlone() throws Exception {
        WorkArea area = claim(A);
        assertEquals(wanted, area.base());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(area.base())));
        assertEquals(wanted, WorkArea.of(wanted, A).base());
    }

    @Test
    public void claim_takenByALiveRun_isTheOneBesideIt() {
        claim(A);
        assertEquals(Path.of(wanted + "-2"), claim(B).base());
        assertEquals(Map.of(new WorkArea(wanted), A, new WorkArea(Path.of(wanted + "-2")), B), WorkArea.claimed(root));
    }

    @Test
    public void claim_allTaken_failsAndSaysWhere() {
        for (int i = 0; i < 8; i++) {
            claim("20261121-120000-0000000" + i);
        }
        IacException e = assertThrows(IacException.class, () -> claim(B));
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
        assertTrue(e.problem().where().contains(wanted.toString()));
    }

    @Test
    public void claim_expired_takesItOverAndLeavesNothingOfBefore() throws Exception {
        Files.writeString(claim(A).out().resolve("plan.tfplan"), "secret");
        WorkArea area = WorkArea.claim(wanted, B, LATER, LATER.plusSeconds(60));
        assertEquals(wanted, area.base());
        assertFalse(Files.exists(area.out().resolve("plan.tfplan")));
        assertThrows(IacException.class, () -> WorkArea.of(wanted, A));
    }

    @Test
    public void path_ofAnotherInstallation_isAnother() {
        assertEquals(wanted, path("one"));
        assertNotEquals(wanted, path("two"));
    }

    @Test
    public void claimExactly_takenByALiveRun_isNotMovedElsewhereAndMayBeAskedForAgain() {
        claim(A);
        IacException e = assertThrows(IacException.class, () -> exactly(wanted, NOW, Duration.ZERO, new ArrayList<>()));
        assertTrue(e.problem().found().contains(A));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertEquals(WorkArea.TAKEN, e.conditions().get(0).rule());
        assertEquals(
                "apply again when that run has ended; the plan stays approved",
                e.problem().next());
    }

    @Test
    public void claimExactly_takenByARunThatCannotBeLookedInto_saysWhatToMakeReadable() throws Exception {
        WorkArea area = claim(A);
        Files.createDirectories(area.checkout().resolve("tree"));
        Files.setPosixFilePermissions(area.checkout(), PosixFilePermissions.fromString("---------"));
        assumeFalse("a user who may read everything", Files.isReadable(area.checkout()));
        try {
            IacException e =
                    assertThrows(IacException.class, () -> exactly(wanted, NOW, Duration.ZERO, new ArrayList<>()));
            assertTrue(e.problem().next(), e.problem().next().startsWith("make it readable"));
        } finally {
            Files.setPosixFilePermissions(area.checkout(), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    public void claimExactly_givenUpMeanwhile_isTakenAndSaysForWhomItWaited() throws Exception {
        WorkArea other = claim(A);
        List<String> log = new CopyOnWriteArrayList<>();
        Thread end = new Thread(() -> {
            while (log.isEmpty()) {
                Thread.onSpinWait();
            }
            try {
                other.remove();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        end.start();
        assertEquals(wanted, exactly(wanted, NOW, Duration.ofMinutes(1), log).base());
        end.join();
        assertEquals(List.of("waiting for " + wanted + ", the directory of run " + A), log);
    }

    /** At whichever moment of the look at it the directory goes away: who finds it taken has another, and no error. */
    @Test
    public void claim_givenUpInTheMidstOfTheLook_isNoError() throws Exception {
        Callable<Integer> other = () -> rounds(A);
        FutureTask<Integer> task = new FutureTask<>(other);
        new Thread(task).start();
        assertEquals(500, rounds(B));
        assertEquals(500, task.get().intValue());
        assertEquals("nothing is left", Map.of(), WorkArea.claimed(root));
    }

    private int rounds(String run) throws IOException {
        int round = 0;
        for (; round < 500; round++) {
            claim(run).remove();
        }
        return round;
    }

    @Test
    public void claim_somethingOfOthersIsThere_isNeitherUsedNorRemoved() throws Exception {
        Path precious = Files.createDirectory(root.resolve("precious"));
        Files.writeString(precious.resolve("file"), "years of work");
        for (String trap : List.of("link", "open", "file")) {
            switch (trap) {
                case "link" -> Files.createSymbolicLink(wanted, precious);
                case "open" ->
                    Files.createDirectory(
                            wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
                default -> Files.writeString(wanted, "a file");
            }
            assertThrows(
                    trap, IacException.class, () -> exactly(wanted, NOW, Duration.ofMinutes(1), new ArrayList<>()));
            assertTrue(trap, WorkArea.claimed(root).isEmpty());
            Files.delete(wanted);
        }
        assertTrue(Files.exists(precious.resolve("file")));
    }

    @Test
    public void claim_halfMadeByAnother_waitsAMinuteBeforeItCountsAsDead() throws Exception {
        Files.createDirectory(
                wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setLastModifiedTime(wanted, FileTime.from(NOW));
        assertThrows(IacException.class, () -> exactly(wanted, NOW.plusSeconds(30), Duration.ZERO, new ArrayList<>()));
        assertEquals(
                wanted,
                exactly(wanted, NOW.plusSeconds(61), Duration.ZERO, new ArrayList<>())
                        .base());
    }

    @Test
    public void of_directoryOfAnotherRunOrNone_isRefused() throws Exception {
        claim(A);
        assertEquals(
                IacException.Kind.REFUSED,
                assertThrows(IacException.class, () -> WorkArea.of(wanted, B)).kind());
        assertThrows(IacException.class, () -> WorkArea.of(root.resolve("nothing"), A));
    }

    @Test
    public void remove_linksInside_areNotFollowed() throws Exception {
        Path precious = Files.createDirectory(root.resolve("precious"));
        Files.writeString(precious.resolve("file"), "years of work");
        WorkArea area = claim(A);
        Files.createSymbolicLink(area.out().resolve("link"), precious);
        Files.createDirectory(area.checkout());
        Files.createSymbolicLink(area.checkout().resolve("errored.tfstate"), precious.resolve("file"));
        assertEquals("a link is no state", List.of(), area.erroredStates());
        area.remove();
        assertFalse(Files.exists(area.base()));
        assertTrue(Files.exists(precious.resolve("file")));
    }

    @Test
    public void claim_leftOverWithAStateThatIsNowhereElse_isLeftAlone() throws Exception {
        WorkArea area = claim(A);
        Path stack = Files.createDirectories(area.checkout().resolve("tree/live"));
        Path state = Files.writeString(stack.resolve("errored.tfstate"), "{}");
        assertEquals(
                Path.of(wanted + "-2"),
                WorkArea.claim(wanted, B, LATER.plusSeconds(1), LATER.plusSeconds(60))
                        .base());
        IacException e = assertThrows(
                IacException.class,
                () -> exactly(wanted, LATER.plusSeconds(1), Duration.ofMinutes(1), new ArrayList<>()));
        assertTrue(e.getMessage(), e.getMessage().contains(state.toString()));
        assertTrue(e.problem().next(), e.problem().next().startsWith("push that state, remove the directory"));
        assertTrue(Files.exists(state));
    }

    @Test
    public void erroredStates_leftByTheTool_areFoundInAnyDirectory() throws Exception {
        WorkArea area = claim(A);
        assertEquals(List.of(), area.erroredStates());
        Path stack = Files.createDirectories(area.checkout().resolve("live/prod/web"));
        Path state = Files.writeString(stack.resolve("errored.tfstate"), "{}");
        assertEquals(List.of(state), area.erroredStates());
    }
}

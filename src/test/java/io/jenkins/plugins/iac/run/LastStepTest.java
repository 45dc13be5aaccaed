package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What came in between the door and the last step before something is changed: nothing is changed then. */
public class LastStepTest {
    private static final LockScope SCOPE = LockScope.stack(RunHome.STACK);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Instant now = Instant.parse("2026-11-22T08:14:30Z");

    private interface Between {
        void happens(RunHome home, Run run) throws Exception;
    }

    private void refuses(String word, Between between) throws Exception {
        try (RunHome home = new RunHome(temporary.newFolder().toPath(), (InstantSource) () -> now)) {
            Run run = home.runAt(RunState.LOCKED);
            between.happens(home, run);
            IacException refused = assertThrows(
                    word, IacException.class, () -> new ApplySteps(home.services()).applying(run, null, null));
            String said = refused.problem().sentence();
            assertTrue(said, said.contains(word));
            Run after = home.services().book().get(run.id());
            assertEquals(said, RunState.LOCKED, after.state());
        }
    }

    private static void broken(RunHome home) {
        home.services().locks().breakLock(SCOPE, "sam", true, "it hangs", id -> Owner.DEAD, lock -> "x");
    }

    @Test
    public void applying_lockWasBroken_isRefused() throws Exception {
        refuses("going on under a lock", (home, run) -> broken(home));
    }

    /** The same run, the same stack, and a lock that is younger than the one with which it went through the door. */
    @Test
    public void applying_lockWasBrokenAndTakenAgain_isRefused() throws Exception {
        refuses("going on under a lock", (home, run) -> {
            broken(home);
            home.runAt(RunState.LOCKED);
        });
    }

    @Test
    public void applying_lockWasFrozen_isRefused() throws Exception {
        refuses("a frozen lock", (home, run) -> home.services()
                .locks()
                .freezeLock(SCOPE, run.id(), RunLocks.token(run), RunState.APPLY_UNKNOWN.id()));
    }

    /** The room that is kept for the records of an end is gone, and cannot be had again. */
    @Test
    public void applying_noRoomForTheRecordsOfItsEnd_isRefused() throws Exception {
        refuses("free", (home, run) -> {
            Path reserve = home.home().resolve("journal/reserve");
            Files.delete(reserve);
            Files.createFile(Files.createDirectory(reserve).resolve("in the way"));
        });
    }
}

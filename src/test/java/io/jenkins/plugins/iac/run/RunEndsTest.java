package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where a failure of the host, the agent or the disk leaves a run that stood there. */
public class RunEndsTest {
    private static final List<Problem> FAILURES = List.of(
            new Problem(
                    "checking that the journal can be written", "/home", "0 bytes free", "1048576 bytes", "free space"),
            new Problem("asking a check", "https://checks", "a timeout", "an answer", "apply again"));

    /** States at the end of which the plan is still there to be applied. */
    private static final List<RunState> STAY = List.of(RunState.APPROVED, RunState.APPLY_QUEUED);

    private static final Map<RunState, RunState> ENDS = new EnumMap<>(Map.of(
            RunState.REQUESTED, RunState.CANCELED,
            RunState.PLANNING, RunState.FAILED,
            RunState.AWAITING_APPROVAL, RunState.CANCELED,
            RunState.APPROVED, RunState.APPROVED,
            RunState.APPLY_QUEUED, RunState.APPLY_QUEUED,
            RunState.APPLY_ASSIGNED, RunState.FAILED,
            RunState.LOCKED, RunState.FAILED,
            RunState.APPLYING, RunState.APPLY_UNKNOWN,
            RunState.VERIFYING, RunState.VERIFICATION_FAILED,
            RunState.DISCARDED, RunState.DISCARDED));

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void failed_eachState_anApprovedPlanThatNobodyBeganToApplyStays() throws Exception {
        for (Problem failure : FAILURES) {
            for (RunState state : ENDS.keySet()) {
                try (RunHome home = new RunHome(temporary.newFolder().toPath(), InstantSource.system())) {
                    Run run = home.runAt(state);
                    Run left = new RunEnds(home.services()).failed(run, failure);
                    String where = state + ", " + failure.doing();
                    assertEquals(where, ENDS.get(state), left.state());
                    assertEquals(
                            where,
                            left.state(),
                            home.services().book().get(run.id()).state());
                    if (STAY.contains(state)) {
                        assertTrue(where + ": its plan is kept", isKept(home, run));
                    }
                    if (state == RunState.AWAITING_APPROVAL || state == RunState.LOCKED) {
                        assertFalse(where + ": its plan is forgotten", isKept(home, run));
                    }
                }
            }
        }
    }

    private static boolean isKept(RunHome home, Run run) {
        try {
            home.services().plans().restore(run.id(), new ByteArrayOutputStream());
            return true;
        } catch (IacException e) {
            return false;
        }
    }
}

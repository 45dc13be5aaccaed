package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.iac.jenkins.Repeated;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.Run;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which step works on which run now, so that somebody else than its build can stop it. */
final class AtWork {
    /** How the message of a step begins that was called off. */
    static final String CALLED_OFF = "called off: ";

    private static final Map<String, WorkerExecution> STEPS = new ConcurrentHashMap<>();

    private AtWork() {}

    /** Notes where a step stands. */
    static void note(String run, WorkerExecution step, boolean over) {
        if (run != null && over) {
            STEPS.remove(run, step);
        } else if (run != null) {
            STEPS.put(run, step);
        }
    }

    /** Whether a step works on a run, also on one that ended without it. */
    static boolean has(String run) {
        return STEPS.containsKey(run);
    }

    /**
     * Calls off looks for drift whose stack is wanted by a run that is none. The engine says which; the build that looked
     * goes on, and the look is owed again.
     */
    @Extension
    public static final class CallOff extends Repeated {
        public CallOff() {
            super(Duration.ofSeconds(15), CallOff::round);
        }

        private static void round() {
            if (STEPS.isEmpty() || IacRuns.isClosed()) {
                return;
            }
            for (Run run : new DriftDuty(IacRuns.get().services()).superseded()) {
                WorkerExecution step = STEPS.get(run.id());
                if (step != null) {
                    step.stop(new AbortException(CALLED_OFF + "another run of " + run.stackName() + " has come"));
                }
            }
        }
    }
}

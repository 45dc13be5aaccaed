package io.jenkins.plugins.iac.jenkins.step;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.util.Locale;

/** What is said of a phase that did not come to an end of its own. */
final class PhaseErrors {
    private PhaseErrors() {}

    /** A phase in words. */
    static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    /** The controller could not go on with it. */
    static IacException cannot(String run, String found) {
        return IacException.toolFailed(
                "carrying out the run",
                "run " + run,
                found,
                "an agent and a disk that work",
                "look at the controller's log");
    }

    /** A restart found no process, and that a phase was to begin. */
    static IacException betweenPhases(String run) {
        return IacException.toolFailed(
                "going on after a restart",
                "run " + run,
                "a controller that stopped between two phases",
                "a phase under way",
                "run again");
    }

    /** Nobody knows how it ended. */
    static IacException unanswered(Phase phase, Run run, String found) {
        return new IacException(
                IacException.Kind.OUTCOME_UNKNOWN,
                new Problem(
                        "waiting for the worker to " + name(phase),
                        "stack " + run.stackName() + ", run " + run.id(),
                        found,
                        "a worker that answers",
                        "look at the agent"));
    }
}

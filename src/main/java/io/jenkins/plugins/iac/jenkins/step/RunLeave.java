package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.Computer;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.RunClosing;
import io.jenkins.plugins.iac.jenkins.run.Stop;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunEnds;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** How a step leaves its run: what is recorded, sealed, archived and removed, whichever way the step ends. Blocks. */
final class RunLeave {
    private static final Logger LOGGER = Logger.getLogger(RunLeave.class.getName());
    private final StepContext context;
    private final String run;

    RunLeave(StepContext context, String run) {
        this.context = context;
        this.run = run;
    }

    /** The step is done with it. */
    void done() throws IOException, InterruptedException {
        TaskListener listener = context.get(TaskListener.class);
        Run now = RunClosing.close(context.get(hudson.model.Run.class), run, listener);
        RunState state = now.telling();
        listener.getLogger().println("run " + run + " is " + state + ": " + now.meaning() + "; " + now.next());
        removeArea(now);
    }

    /** Somebody or something stopped the step: a person, a timeout, a newer build. */
    void stopped(Throwable why) throws IOException, InterruptedException {
        Stop stop = Stop.of(why);
        ends().stopped(now(), stop.by(), stop.why());
        done();
    }

    /** The step failed. A run that only waits (for a lock, the end of a freeze, approvals) is left waiting. */
    void failed(IacException why) throws IOException, InterruptedException {
        Run now = now();
        if (why.kind() != IacException.Kind.REFUSED || !isWaiting(now)) {
            ends().failed(now, why.problem());
        }
        done();
    }

    private static boolean isWaiting(Run now) {
        return switch (now.state()) {
            case AWAITING_APPROVAL, APPROVED, APPLY_QUEUED -> true;
            default -> false;
        };
    }

    /** The checkout on the agent; a run that goes on to an apply gets a fresh one. Never under a tool that may be at work. */
    private void removeArea(Run now) throws InterruptedException {
        if (LostTool.of(now).filter(LostTool::isAtLarge).isPresent()) {
            return;
        }
        try {
            Computer computer = context.get(Computer.class);
            if (computer != null && computer.getChannel() != null) {
                AgentArea.remove(
                        services(),
                        now,
                        computer.getChannel(),
                        context.get(TaskListener.class).getLogger()::println);
            }
        } catch (IOException | RuntimeException e) {
            // The next run of this stack on that agent removes it, unless a state is in it that is nowhere else.
            LOGGER.log(Level.WARNING, "leftovers of run " + run, e);
        }
    }

    private Run now() {
        return services().book().get(run);
    }

    private static RunEnds ends() {
        return new RunEnds(services());
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }
}

package io.jenkins.plugins.iac.jenkins.step;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.jenkins.agent.ErroredStates;
import io.jenkins.plugins.iac.jenkins.agent.RemoveArea;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.RunClosing;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.RescuedStates;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunEnds;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
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

    /** Somebody stopped the step. */
    void stopped(Throwable why) throws IOException, InterruptedException {
        ends().stopped(now(), "a person", String.valueOf(why.getMessage()));
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

    /** The checkout on the agent; a run that goes on to an apply gets a fresh one. */
    private void removeArea(Run now) throws InterruptedException {
        String area = now.fact("checkout").path("area").asText();
        try {
            Computer computer = context.get(Computer.class);
            if (!area.isEmpty() && computer != null && computer.getChannel() != null) {
                rescue(computer.getChannel(), area);
                computer.getChannel().call(new RemoveArea(area, run));
            }
        } catch (IOException | RuntimeException e) {
            // The next run of this stack on that agent removes it, unless a state is in it that is nowhere else.
            LOGGER.log(Level.WARNING, "leftovers of run " + run, e);
        }
    }

    /** What cannot be fetched stays where it is, and so does everything around it. */
    private void rescue(VirtualChannel channel, String area) throws IOException, InterruptedException {
        int number = 0;
        for (String state : channel.call(new ErroredStates(area, run))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new FilePath(channel, state).copyTo(bytes);
            Path kept = RescuedStates.keep(services(), run, number++, bytes.toByteArray());
            context.get(TaskListener.class)
                    .getLogger()
                    .println("the backend did not take the state; it is kept on the controller as " + kept
                            + ": push it, compare, then unlock the stack");
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

package io.jenkins.plugins.iac.jenkins.step;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** What every step asks its surroundings for that works on a run. Has no state of its own. */
abstract class EngineStep extends StepExecution {
    private static final long serialVersionUID = 1L;

    EngineStep(StepContext context) {
        super(context);
    }

    RunServices services() {
        return IacRuns.get().services();
    }

    hudson.model.Run<?, ?> build() throws IOException, InterruptedException {
        return getContext().get(hudson.model.Run.class);
    }

    TaskListener listener() throws IOException, InterruptedException {
        return getContext().get(TaskListener.class);
    }

    /** The agent's file, on the agent on which this step stands. */
    FilePath agentFile(String path) throws IOException, InterruptedException {
        Computer computer = getContext().get(Computer.class);
        if (computer == null || computer.getChannel() == null) {
            throw new IOException("the agent is away");
        }
        return new FilePath(computer.getChannel(), path);
    }

    Node node() throws IOException, InterruptedException {
        Computer computer = getContext().get(Computer.class);
        Node node = computer == null ? null : computer.getNode();
        if (node == null) {
            throw new IOException("the agent is away");
        }
        return node;
    }
}

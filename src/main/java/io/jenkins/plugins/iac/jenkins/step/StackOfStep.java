package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.jenkins.run.BuildStacks;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Which stack a step means: the one it names, that of its agent block, or the only one of the build. */
final class StackOfStep {
    private StackOfStep() {}

    /**
     * The stack of a step.
     *
     * @param named what the step says, or null
     * @throws io.jenkins.plugins.iac.model.IacException of kind BAD_INPUT if nothing says which
     */
    static String find(StepContext context, String named) throws IOException, InterruptedException {
        if (named != null) {
            return named;
        }
        PoolGrant grant = AgentCheck.grant(context);
        return grant != null ? grant.stack() : BuildStacks.ofBuild(context.get(Run.class), null);
    }
}

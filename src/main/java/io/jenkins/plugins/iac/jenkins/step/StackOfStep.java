package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.PoolGrant;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Which stack a step means: the one it names, that of its agent block, or the only one of the build. */
public final class StackOfStep {
    private StackOfStep() {}

    /**
     * The stack of a step.
     *
     * @param named what the step says, or null
     * @throws IacException of kind BAD_INPUT if nothing says which
     */
    static String find(StepContext context, String named) throws IOException, InterruptedException {
        if (named != null) {
            return named;
        }
        PoolGrant grant = AgentCheck.grant(context);
        return grant != null ? grant.stack() : ofBuild(context.get(Run.class), null);
    }

    /** The same where there is no agent. */
    public static String ofBuild(Run<?, ?> build, String named) {
        if (named != null) {
            return named;
        }
        return IacBuildAction.onlyStack(build)
                .orElseThrow(() -> IacException.badInput(
                        "looking for the step's stack",
                        build.getFullDisplayName(),
                        IacBuildAction.current(build).size() + " stacks under way",
                        "one, or a step that names it",
                        "name it: stack: '...'"));
    }

    /**
     * Id of the run that this build planned for a stack; another build's plan is never taken.
     *
     * @throws IacException of kind REFUSED if there is none
     */
    public static String planned(Run<?, ?> build, String stack, String doing) {
        String run = IacBuildAction.current(build).get(stack);
        if (run == null) {
            throw IacException.refused(
                    doing,
                    "stack " + stack,
                    "a build that has planned nothing for it",
                    "a plan of this very build",
                    "run iacPlan for this stack first");
        }
        return run;
    }
}

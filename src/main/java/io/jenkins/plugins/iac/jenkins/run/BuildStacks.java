package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.Run;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.RunState;

/** Which stacks a build has under way, and which run it planned for each. */
public final class BuildStacks {
    private BuildStacks() {}

    /**
     * The stack that a step names, or the only one of the build.
     *
     * @throws IacException of kind BAD_INPUT if nothing says which
     */
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
        if (run == null || IacRuns.get().services().book().get(run).state().compareTo(RunState.PREPARING) < 0) {
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

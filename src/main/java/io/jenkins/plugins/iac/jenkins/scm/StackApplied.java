package io.jenkins.plugins.iac.jenkins.scm;

import hudson.model.Cause;

/**
 * The cause of a build that this controller itself queued because a stack upstream was applied. Only steps of this plugin
 * make one; a pipeline in the sandbox cannot.
 */
public final class StackApplied extends Cause {
    private final String stack;
    private final String upstream;
    private final String run;
    private final String build;

    /**
     * @param stack of which a plan is due
     * @param upstream the stack that was applied
     * @param run the run that applied it
     * @param build name of the build in which that happened
     */
    public StackApplied(String stack, String upstream, String run, String build) {
        this.stack = stack;
        this.upstream = upstream;
        this.run = run;
        this.build = build;
    }

    @Override
    public String getShortDescription() {
        return upstream + ", on which " + stack + " depends, was applied by run " + run + " in " + build;
    }
}

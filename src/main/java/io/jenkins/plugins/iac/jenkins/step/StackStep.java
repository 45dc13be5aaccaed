package io.jenkins.plugins.iac.jenkins.step;

import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that may name a stack. */
public abstract class StackStep extends Step {
    private String stack;

    StackStep() {}

    public String getStack() {
        return stack;
    }

    /** The stack; may be left out inside {@code iacAgent}, and where the build has one stack under way. */
    @DataBoundSetter
    public void setStack(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }
}

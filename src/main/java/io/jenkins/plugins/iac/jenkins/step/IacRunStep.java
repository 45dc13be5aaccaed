package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.jenkins.approval.Wait;
import io.jenkins.plugins.iac.model.StackId;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code iacRun(stack)}: plan on an agent of the pool, approval on none, apply on an agent of the pool. */
public final class IacRunStep extends Step {
    private final String stack;
    private String timeout;

    @DataBoundConstructor
    public IacRunStep(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    public String getStack() {
        return stack;
    }

    public String getTimeout() {
        return timeout;
    }

    /** Longest wait for people: {@code 90s}, {@code 30m}, {@code 8h}, {@code 2d}. The environment may end it earlier. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        if (!StackId.isValid(stack)) {
            throw new AbortException("iacRun: stack: expected " + StackId.EXPECTED + ", found '" + stack + "'");
        }
        try {
            Wait.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw new AbortException("iacRun: timeout: " + e.getMessage());
        }
        return new RunExecution(context, stack, RunScripts.run(stack, timeout));
    }

    /** See {@link IacRunStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacRun";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacRunStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object stack = arguments.get("stack");
            return stack == null ? null : stack.toString();
        }

        /** Says what is wrong with a name while it is typed; whether there is such a stack is not for everybody to know. */
        @POST
        public FormValidation doCheckStack(@QueryParameter String value) {
            return value == null || value.isBlank() || StackId.isValid(value.strip())
                    ? FormValidation.ok()
                    : FormValidation.error("expected " + StackId.EXPECTED);
        }

        /** Says what is wrong with a time while it is typed. */
        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            return Wait.check(value);
        }
    }
}

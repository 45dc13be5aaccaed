package io.jenkins.plugins.iac.jenkins.approval;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code iacApproval()}: waits, on no agent, for the approvals that the environment requires for this very plan. */
public final class IacApprovalStep extends Step {
    private String stack;
    private String message;
    private String timeout;

    @DataBoundConstructor
    public IacApprovalStep() {}

    public String getStack() {
        return stack;
    }

    /** The stack; may be left out where the build has one under way. */
    @DataBoundSetter
    public void setStack(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    public String getMessage() {
        return message;
    }

    /** A line for the build log. */
    @DataBoundSetter
    public void setMessage(String message) {
        this.message = Util.fixEmptyAndTrim(message);
    }

    public String getTimeout() {
        return timeout;
    }

    /** Longest wait: {@code 90s}, {@code 30m}, {@code 8h}, {@code 2d}. The environment may end it earlier. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        Duration wait;
        try {
            wait = Wait.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw new AbortException("iacApproval: timeout: " + e.getMessage());
        }
        return new ApprovalExecution(context, stack, message, wait);
    }

    /** See {@link IacApprovalStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacApproval";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacApprovalStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object stack = arguments.get("stack");
            return stack == null ? null : stack.toString();
        }

        /** Says what is wrong with a time while it is typed. */
        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            return Wait.check(value);
        }
    }
}

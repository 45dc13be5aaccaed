package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.model.StackId;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code iacDrift(stack)}: looks whether the infrastructure of a stack still is what its state says. Changes nothing. */
public final class IacDriftStep extends Step {
    private final String stack;

    @DataBoundConstructor
    public IacDriftStep(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    public String getStack() {
        return stack;
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        if (!StackId.isValid(stack)) {
            throw new AbortException("iacDrift: stack: expected " + StackId.EXPECTED + ", found '" + stack + "'");
        }
        return new RunExecution(context, stack, RunScripts.drift(stack));
    }

    /** See {@link IacDriftStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacDrift";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacDriftStep_displayName();
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

        /** Says what is wrong with a name while it is typed. */
        @POST
        public FormValidation doCheckStack(@QueryParameter String value) {
            return value == null || value.isBlank() || StackId.isValid(value.strip())
                    ? FormValidation.ok()
                    : FormValidation.error("expected " + StackId.EXPECTED);
        }
    }
}

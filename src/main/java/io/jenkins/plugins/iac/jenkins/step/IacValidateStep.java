package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.model.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code iacValidate()}: the checks that need no credential and execute nothing of the code. */
public final class IacValidateStep extends Step {
    private String stack;

    @DataBoundConstructor
    public IacValidateStep() {}

    public String getStack() {
        return stack;
    }

    /** The stack; may be left out inside {@code iacAgent}, and where the build has one stack under way. */
    @DataBoundSetter
    public void setStack(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new PlanExecution(context, stack, Operation.VALIDATE, List.of());
    }

    /** See {@link IacValidateStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacValidate";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacValidateStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class, FilePath.class, Computer.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object stack = arguments.get("stack");
            return stack == null ? null : stack.toString();
        }
    }
}

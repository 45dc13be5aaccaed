package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.model.Operation;
import java.util.ArrayList;
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

/** {@code iacPlan()}: a governed plan of the commit that the controller fixed. */
public final class IacPlanStep extends Step {
    private String stack;
    private boolean destroy;
    private boolean refreshOnly;
    private List<String> targets = List.of();

    @DataBoundConstructor
    public IacPlanStep() {}

    public String getStack() {
        return stack;
    }

    /** The stack; may be left out inside {@code iacAgent}, and where the build has one stack under way. */
    @DataBoundSetter
    public void setStack(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    public boolean isDestroy() {
        return destroy;
    }

    /** Whether to plan the destruction of everything in the stack. */
    @DataBoundSetter
    public void setDestroy(boolean destroy) {
        this.destroy = destroy;
    }

    public boolean isRefreshOnly() {
        return refreshOnly;
    }

    /** Whether only to look for drift. */
    @DataBoundSetter
    public void setRefreshOnly(boolean refreshOnly) {
        this.refreshOnly = refreshOnly;
    }

    public List<String> getTargets() {
        return targets;
    }

    /** Addresses to which the plan is limited; normally none. */
    @DataBoundSetter
    public void setTargets(List<String> targets) {
        this.targets = targets == null ? List.of() : new ArrayList<>(targets);
    }

    private Operation operation() {
        if (destroy) {
            return Operation.DESTROY;
        }
        return refreshOnly ? Operation.DRIFT : Operation.PLAN;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new PlanExecution(context, stack, operation(), targets);
    }

    /** See {@link IacPlanStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacPlan";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacPlanStep_displayName();
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

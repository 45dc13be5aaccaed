package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.iac.model.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code iacPlan()}: a governed plan of the commit that the controller fixed. */
public final class IacPlanStep extends StackStep {
    private boolean destroy;
    private boolean refreshOnly;
    private List<String> targets = List.of();

    @DataBoundConstructor
    public IacPlanStep() {}

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
        return new PlanExecution(context, getStack(), operation(), targets);
    }

    /** See {@link IacPlanStep}. */
    @Extension
    public static final class DescriptorImpl extends StackStepDescriptor {
        public DescriptorImpl() {
            super("iacPlan", true);
        }

        @Override
        public String getDisplayName() {
            return Messages.IacPlanStep_displayName();
        }
    }
}

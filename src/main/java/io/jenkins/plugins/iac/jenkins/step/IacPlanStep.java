package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.iac.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code iacPlan()}: a governed plan of the commit that the controller fixed. */
public final class IacPlanStep extends StackStep {
    private boolean destroy;
    private boolean importOnly;
    private boolean refreshOnly;
    private List<String> targets = List.of();
    private String ticket;

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

    public boolean isImportOnly() {
        return importOnly;
    }

    /** Whether the plan may do nothing but take existing objects into the state, as import blocks say. */
    @DataBoundSetter
    public void setImportOnly(boolean importOnly) {
        this.importOnly = importOnly;
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

    public String getTicket() {
        return ticket;
    }

    /** The ticket of the change; may also be named where the agent is taken. */
    @DataBoundSetter
    public void setTicket(String ticket) {
        this.ticket = Util.fixEmptyAndTrim(ticket);
    }

    private Operation operation() {
        if (destroy) {
            return Operation.DESTROY;
        }
        if (importOnly) {
            return Operation.IMPORT;
        }
        return refreshOnly ? Operation.DRIFT : Operation.PLAN;
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        if (Stream.of(destroy, importOnly, refreshOnly).filter(b -> b).count() > 1) {
            throw new AbortException("iacPlan: expected one of destroy, importOnly and refreshOnly, found several");
        }
        Tickets.require("iacPlan", ticket);
        return new PlanExecution(context, getStack(), operation(), targets, ticket);
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

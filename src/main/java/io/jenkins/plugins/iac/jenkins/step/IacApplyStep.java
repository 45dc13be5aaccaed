package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code iacApply()}: applies exactly the plan that this build made and people approved. */
public final class IacApplyStep extends StackStep {

    @DataBoundConstructor
    public IacApplyStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new ApplyExecution(context, getStack());
    }

    /** See {@link IacApplyStep}. */
    @Extension
    public static final class DescriptorImpl extends StackStepDescriptor {
        public DescriptorImpl() {
            super("iacApply", true);
        }

        @Override
        public String getDisplayName() {
            return Messages.IacApplyStep_displayName();
        }
    }
}

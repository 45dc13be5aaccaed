package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.iac.model.Operation;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code iacValidate()}: the checks that need no credential and execute nothing of the code. */
public final class IacValidateStep extends StackStep {

    @DataBoundConstructor
    public IacValidateStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new PlanExecution(context, getStack(), Operation.VALIDATE, List.of(), null);
    }

    /** See {@link IacValidateStep}. */
    @Extension
    public static final class DescriptorImpl extends StackStepDescriptor {
        public DescriptorImpl() {
            super("iacValidate", true);
        }

        @Override
        public String getDisplayName() {
            return Messages.IacValidateStep_displayName();
        }
    }
}

package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.RecoveryChoice;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code iacUnlock(stack, choice, reason)}: breaks the lock of a stack whose run ended in doubt or is dead, and leaves evidence. */
public final class IacUnlockStep extends Step {
    private static final int LONGEST_REASON = 500;
    private final String stack;
    private final String reason;
    private String choice;

    @DataBoundConstructor
    public IacUnlockStep(String stack, String reason) {
        this.stack = Util.fixEmptyAndTrim(stack);
        this.reason = Util.fixEmptyAndTrim(reason);
    }

    public String getStack() {
        return stack;
    }

    public String getReason() {
        return reason;
    }

    public String getChoice() {
        return choice;
    }

    /** What was done about the doubtful end: one of {@link RecoveryChoice}. */
    @DataBoundSetter
    public void setChoice(String choice) {
        this.choice = Util.fixEmptyAndTrim(choice);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        if (!StackId.isValid(stack)) {
            throw new AbortException("iacUnlock: stack: expected " + StackId.EXPECTED + ", found '" + stack + "'");
        }
        if (reason == null || reason.length() > LONGEST_REASON) {
            throw new AbortException("iacUnlock: expected a reason of 1 to " + LONGEST_REASON
                    + " characters; it is part of the evidence");
        }
        try {
            RecoveryChoice.of(choice);
        } catch (IacException e) {
            throw new AbortException("iacUnlock: " + e.getMessage());
        }
        return new UnlockExecution(context, stack, choice, reason);
    }

    /** See {@link IacUnlockStep}. */
    @Extension
    public static final class DescriptorImpl extends StackStepDescriptor {
        public DescriptorImpl() {
            super("iacUnlock", false);
        }

        @Override
        public String getDisplayName() {
            return Messages.IacUnlockStep_displayName();
        }

        public ListBoxModel doFillChoiceItems() {
            ListBoxModel items = new ListBoxModel();
            items.add("", "");
            for (RecoveryChoice choice : RecoveryChoice.values()) {
                items.add(choice.id() + ": " + choice.meaning(), choice.id());
            }
            return items;
        }
    }
}

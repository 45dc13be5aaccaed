package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.drift.DriftAgenda;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.DriftDuty;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code iacDrift(stack)}: looks whether the infrastructure of a stack still is what its state says. Changes nothing. Without
 * a stack it looks at all that the catalog's schedules say is due now, and no more than they allow at a time.
 */
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
    public StepExecution start(StepContext context) throws AbortException, IOException, InterruptedException {
        if (stack == null) {
            return due(context);
        }
        if (!StackId.isValid(stack)) {
            throw new AbortException("iacDrift: stack: expected " + StackId.EXPECTED + ", found '" + stack + "'");
        }
        return new RunExecution(context, stack, RunScripts.drift(stack));
    }

    private static StepExecution due(StepContext context) throws AbortException, IOException, InterruptedException {
        TaskListener listener = context.get(TaskListener.class);
        try {
            DriftAgenda agenda = DriftTurns.take(
                    context.get(Run.class), new DriftDuty(IacRuns.get().services()));
            agenda.waiting().forEach(w -> listener.getLogger()
                    .println(w.due().stack() + " is due and waits: "
                            + w.reason().found() + "; " + w.reason().message()));
            if (agenda.start().isEmpty()) {
                listener.getLogger()
                        .println(
                                "nothing to look at now" + (agenda.next() == null ? "" : "; next at " + agenda.next()));
            }
            return new RunExecution(
                    context,
                    "drift",
                    RunScripts.drifts(
                            agenda.start().stream().map(DriftAgenda.Due::stack).toList()));
        } catch (IacException e) {
            throw Refusals.shown(e, listener);
        }
    }

    /** See {@link IacDriftStep}. */
    @Extension
    public static final class DescriptorImpl extends StackStepDescriptor {
        public DescriptorImpl() {
            super("iacDrift", false);
        }

        @Override
        public String getDisplayName() {
            return Messages.IacDriftStep_displayName();
        }
    }
}

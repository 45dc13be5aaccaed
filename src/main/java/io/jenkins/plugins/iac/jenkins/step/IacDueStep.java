package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.PlanDuty;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code iacDue()}: plans every stack whose plan is due because a stack upstream was applied. The plans are speculative,
 * whatever the stack would allow: who wants to apply builds the stack's own job.
 */
public final class IacDueStep extends Step {
    @DataBoundConstructor
    public IacDueStep() {}

    @Override
    public StepExecution start(StepContext context) throws AbortException, IOException, InterruptedException {
        TaskListener listener = context.get(TaskListener.class);
        try {
            RunServices services = IacRuns.get().services();
            List<PlanDuty> due = PlanDuty.of(
                    services.admission().get().catalog(), services.book().all());
            due.forEach(d -> listener.getLogger().println(d.stack() + " is due: " + d.because()));
            if (due.isEmpty()) {
                listener.getLogger().println("no plan is due");
            }
            DuePlans.note(context.get(Run.class), due);
            return new RunExecution(
                    context,
                    "due",
                    RunScripts.plans(due.stream().map(PlanDuty::stack).toList()));
        } catch (IacException e) {
            throw Refusals.shown(e, listener);
        }
    }

    /** See {@link IacDueStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacDue";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacDueStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}

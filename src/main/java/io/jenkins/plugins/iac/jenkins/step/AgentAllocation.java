package io.jenkins.plugins.iac.jenkins.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.jenkins.approval.InputVotes;
import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.jenkins.run.FixedSource;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.jenkins.run.RunArtifacts;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.report.DecisionText;
import io.jenkins.plugins.iac.run.ApplySteps;
import io.jenkins.plugins.iac.run.Explained;
import io.jenkins.plugins.iac.run.PlanSteps;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStep;

/**
 * Decides about an agent before one is asked for, writes the grant on the step's flow node, and then is Pipeline's own
 * {@code node} step with the label of the pool. A refusal ends the step before anything waits in the queue.
 */
final class AgentAllocation {
    private AgentAllocation() {}

    static StepExecution start(StepContext context, String stackName, Operation operation) throws Exception {
        Run<?, ?> build = context.get(Run.class);
        TaskListener listener = context.get(TaskListener.class);
        try {
            RunServices services = IacRuns.get().services();
            Stack stack = Requests.stack(services, stackName);
            String planned = IacBuildAction.current(build).get(stackName);
            RunSource source;
            boolean destroyToPlan = operation == Operation.DESTROY
                    && (planned == null || services.book().get(planned).operation() != Operation.DESTROY);
            if (operation.isWrite() && !destroyToPlan) {
                if (planned == null) {
                    throw noPlan(stackName, operation);
                }
                io.jenkins.plugins.iac.run.Run run = services.book().get(planned);
                if (run.end() == RunState.NO_CHANGES) {
                    listener.getLogger()
                            .println("run " + planned + " has nothing to " + operation + ", so no agent is taken");
                    return new Nothing(context);
                }
                InputVotes.collect(build, planned, listener);
                source = new ApplySteps(services)
                        .queued(services.book().get(planned))
                        .source();
            } else {
                source = FixedSource.of(build, stack);
            }
            AdmissionDecision decision = Requests.decide(services, build, stack, operation, source);
            DecisionText.of(
                            operation + " of " + stackName,
                            Explained.of(decision, services.admission().get().catalog()))
                    .forEach(listener.getLogger()::println);
            if (!decision.admitted()) {
                throw rejected(build, services, stackName, operation, source, listener);
            }
            if (decision.pool() == null) {
                throw IacException.refused(
                        "taking an agent for " + operation,
                        "stack " + stackName,
                        "no pool that offers it",
                        "a pool of the catalog",
                        "run iacValidate inside node { }, or let a pool offer it");
            }
            FlowNode node = context.get(FlowNode.class);
            node.addAction(
                    new PoolGrant(decision.pool().name(), stackName, operation.id(), planned == null ? "" : planned));
            node.save();
            listener.getLogger()
                    .println(operation + " of " + stackName + " runs on pool "
                            + decision.pool().name());
            return new ExecutorStep(decision.pool().label()).start(context);
        } catch (IacException e) {
            throw Refusals.shown(e, listener);
        }
    }

    private static IacException noPlan(String stack, Operation operation) {
        return IacException.refused(
                "taking an agent for " + operation,
                "stack " + stack,
                "a build that has planned nothing for it",
                "a plan of this very build",
                "run iacPlan for this stack first");
    }

    /** A rejected request is recorded with its evidence like any other run. */
    static IacException rejected(
            Run<?, ?> build,
            RunServices services,
            String stack,
            Operation operation,
            RunSource source,
            TaskListener listener)
            throws IOException, InterruptedException {
        PlanSteps.Requested requested = new PlanSteps(services)
                .request(stack, operation, source, Requests.details(services, build, stack, operation));
        String run = requested.run().id();
        IacBuildAction.add(build, stack, run);
        IacRuns.get().seal(requested.run());
        RunArtifacts.archive(build, run, services, listener);
        return PlanSteps.rejection(requested);
    }

    /** The block is left out. */
    private static final class Nothing extends StepExecution {
        private static final long serialVersionUID = 1L;

        Nothing(StepContext context) {
            super(context);
        }

        @Override
        public boolean start() {
            getContext().onSuccess(null);
            return true;
        }
    }
}

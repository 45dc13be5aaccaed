package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.jenkins.approval.InputVotes;
import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.jenkins.run.EmergencyAction;
import io.jenkins.plugins.iac.jenkins.run.FixedSource;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.Refusals;
import io.jenkins.plugins.iac.jenkins.run.RunArtifacts;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.report.DecisionText;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.Explained;
import io.jenkins.plugins.iac.run.InLine;
import io.jenkins.plugins.iac.run.PlanDuty;
import io.jenkins.plugins.iac.run.PlanSteps;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStep;

/**
 * Decides about an agent before one is asked for, puts the run in line for it, writes the grant on the step's flow node, and
 * then is Pipeline's own {@code node} step with the label of the pool. A refusal ends the step before anything waits in the
 * queue; what only time or other runs are in the way of waits there.
 */
final class AgentAllocation {
    private AgentAllocation() {}

    static StepExecution start(StepContext context, String stackName, Operation operation, String ticket)
            throws Exception {
        Run<?, ?> build = context.get(Run.class);
        TaskListener listener = context.get(TaskListener.class);
        try {
            FlowNode node = context.get(FlowNode.class);
            refuseInside(node, stackName);
            RunServices services = IacRuns.get().services();
            Stack stack = Requests.stack(services, stackName);
            String planned = IacBuildAction.current(build).get(stackName);
            io.jenkins.plugins.iac.run.Run run = isWriting(services, operation, planned)
                    ? toApply(services, build, stackName, operation, planned, ticket, listener)
                    : toPlan(services, build, stack, operation, ticket, listener);
            if (run == null) {
                return new Nothing(context);
            }
            Pool pool = Requests.pool(services, InLine.of(run).orElseThrow().pool());
            node.addAction(new PoolGrant(pool.name(), stackName, operation.id(), run.id()));
            node.save();
            listener.getLogger()
                    .println(operation + " of " + stackName + " runs on pool " + pool.name() + " (run " + run.id()
                            + ")");
            Condition held = operation == Operation.DRIFT
                    ? DriftDuty.held(
                                    services.book().all(),
                                    services.admission().get().catalog().drift())
                            .get(run.id())
                    : null;
            if (held != null) {
                listener.getLogger().println(stackName + " waits: " + held.found() + "; " + held.message());
            }
            return new ExecutorStep(pool.label()).start(context);
        } catch (IacException e) {
            throw Refusals.shown(e, listener);
        }
    }

    /** Whoever holds an agent and waits for another one holds up all others, himself among them. */
    private static void refuseInside(FlowNode node, String stack) {
        PoolGrant grant = PoolGrant.around(node);
        if (grant != null) {
            throw IacException.refused(
                    "taking an agent",
                    "stack " + stack,
                    "an iacAgent inside of iacAgent for " + grant.operation() + " of " + grant.stack(),
                    "one agent at a time, so that no run waits for itself",
                    "end the block around it first");
        }
    }

    /** An operation that plans and writes, such as destroy, writes what this build has planned for it. */
    private static boolean isWriting(RunServices services, Operation operation, String planned) {
        return operation == Operation.APPLY
                || operation.isWrite()
                        && planned != null
                        && services.book().get(planned).operation() == operation;
    }

    /** The run that was approved, in line for its apply; null where there is nothing to do. */
    private static io.jenkins.plugins.iac.run.Run toApply(
            RunServices services,
            Run<?, ?> build,
            String stack,
            Operation operation,
            String planned,
            String ticket,
            TaskListener listener)
            throws IOException, InterruptedException {
        if (planned == null) {
            throw noPlan(stack, operation);
        }
        io.jenkins.plugins.iac.run.Run run = services.book().get(planned);
        Tickets.planned(run, ticket);
        if (run.end() == RunState.NO_CHANGES) {
            listener.getLogger().println("run " + planned + " has nothing to " + operation + ", so no agent is taken");
            return null;
        }
        InputVotes.collect(build, planned, listener);
        // The decision first: a run that may never be applied has ended, and its end does not say why.
        Stack known = Requests.stack(services, stack);
        tell(services, known, Requests.decide(services, build, known, operation, run.source()), listener);
        return new InLine(services).toApply(services.book().get(planned));
    }

    /** A new run, in line for its plan. */
    private static io.jenkins.plugins.iac.run.Run toPlan(
            RunServices services,
            Run<?, ?> build,
            Stack stack,
            Operation operation,
            String ticket,
            TaskListener listener)
            throws IOException, InterruptedException {
        RunSource source = FixedSource.of(build, stack);
        AdmissionDecision decision = Requests.decide(services, build, stack, operation, source);
        tell(services, stack, decision, listener);
        if (decision.admitted() && decision.pool() == null) {
            throw IacException.refused(
                    "taking an agent for " + operation,
                    "stack " + stack.id(),
                    "no pool that offers it",
                    "a pool of the catalog",
                    "run iacValidate inside node { }, or let a pool offer it");
        }
        PlanSteps.Requested requested = request(build, services, stack.id().value(), operation, source, ticket);
        if (requested.run().state() == RunState.REJECTED) {
            throw rejected(build, services, requested, listener);
        }
        EmergencyAction.of(build, stack.id().value(), operation)
                .ifPresent(e -> listener.getLogger().println(e.sentence()));
        return new InLine(services)
                .toPlan(requested.run(), requested.decision().pool().name());
    }

    private static void tell(RunServices services, Stack stack, AdmissionDecision decision, TaskListener listener) {
        DecisionText.of(
                        decision.request().operation() + " of " + stack.id(),
                        Explained.of(decision, services.admission().get().catalog()))
                .forEach(listener.getLogger()::println);
    }

    private static IacException noPlan(String stack, Operation operation) {
        return IacException.refused(
                "taking an agent for " + operation,
                "stack " + stack,
                "a build that has planned nothing for it",
                "a plan of this very build",
                "run iacPlan for this stack first");
    }

    private static PlanSteps.Requested request(
            Run<?, ?> build, RunServices services, String stack, Operation operation, RunSource source, String ticket)
            throws IOException {
        ObjectNode details = Requests.details(services, build, stack, operation);
        Tickets.into(details, ticket);
        String because = DuePlans.because(build, stack, operation);
        if (because != null) {
            PlanDuty.ask(details, because);
        }
        PlanSteps.Requested requested = new PlanSteps(services).request(stack, operation, source, details);
        IacBuildAction.add(build, stack, requested.run().id());
        return requested;
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
        return rejected(build, services, request(build, services, stack, operation, source, null), listener);
    }

    private static IacException rejected(
            Run<?, ?> build, RunServices services, PlanSteps.Requested requested, TaskListener listener)
            throws IOException, InterruptedException {
        IacRuns.get().seal(requested.run());
        RunArtifacts.archive(build, requested.run().id(), services, listener);
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

package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Node;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.jenkins.run.EmergencyAction;
import io.jenkins.plugins.iac.jenkins.run.FixedSource;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.Locations;
import io.jenkins.plugins.iac.jenkins.run.RunFiles;
import io.jenkins.plugins.iac.jenkins.run.RunResult;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.PlanResults;
import io.jenkins.plugins.iac.run.PlanSteps;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** {@code iacPlan} and {@code iacValidate}: from the request to the plan, or to the end of the static lane. */
final class PlanExecution extends WorkerExecution {
    private static final long serialVersionUID = 1L;

    private String stackName;
    private final String operation;
    private final ArrayList<String> targets;
    private final String ticket;

    PlanExecution(StepContext context, String stack, Operation operation, List<String> targets, String ticket) {
        super(context);
        this.stackName = stack;
        this.operation = operation.id();
        this.targets = new ArrayList<>(targets);
        this.ticket = ticket;
    }

    private Operation operation() {
        return Operation.of(operation).orElseThrow();
    }

    @Override
    void begin() throws IOException, InterruptedException {
        stackName = StackOfStep.find(getContext(), stackName);
        Stack stack = Requests.stack(services(), stackName);
        PlanSteps steps = new PlanSteps(services());
        Run waited = waited();
        RunSource source = waited == null ? FixedSource.of(build(), stack) : waited.source();
        AdmissionDecision decision = Requests.decide(services(), build(), stack, operation(), source);
        Node node = null;
        try {
            if (decision.admitted() || waited != null) {
                node = AgentCheck.require(getContext(), decision.pool(), stackName, operation());
            }
        } catch (IacException e) {
            if (waited == null) {
                // On the wrong agent nothing begins; that it was tried is a run of the build like any other.
                requested(steps, source);
            }
            throw e;
        }
        Run admitted = waited == null ? requested(steps, source) : asked(waited);
        run = admitted.id();
        getContext().saveState();
        listener().getLogger().println("run " + run + ": " + operation + " of " + stackName + " at " + source.commit());
        if (node == null) {
            // A window opened between the two decisions: the agent is looked at now, as it would have been then.
            AdmissionDecision again = Requests.decide(services(), build(), stack, operation(), source);
            node = AgentCheck.require(getContext(), again.pool(), stackName, operation());
        }
        Run assigned = steps.assigned(admitted, Requests.agent(node));
        launch(node, steps.preparing(assigned, Locations.of(stack, Requests.environment(services(), stack))));
    }

    /** The run for which the agent around this step was given, unless another step took it up already. */
    private Run waited() throws IOException, InterruptedException {
        PoolGrant grant = AgentCheck.grant(getContext());
        if (grant == null || !IacBuildAction.has(build(), grant.run())) {
            return null;
        }
        Run waited = services().book().get(grant.run());
        return waited.state() == RunState.QUEUED
                        && waited.operation() == operation()
                        && waited.stackName().equals(stackName)
                ? waited
                : null;
    }

    /** What this step asks for beyond what the agent was asked for with. */
    private Run asked(Run waited) {
        Tickets.same(waited, ticket);
        if (targets.isEmpty() && ticket == null) {
            return waited;
        }
        ObjectNode request = waited.fact("request").deepCopy();
        if (!targets.isEmpty()) {
            request.set("targets", Json.tree(targets));
        }
        Tickets.into(request, ticket);
        ObjectNode facts = Json.object();
        facts.set("request", request);
        return services().book().facts(waited, facts);
    }

    private Run requested(PlanSteps steps, RunSource source) throws IOException, InterruptedException {
        ObjectNode details = Requests.details(services(), build(), stackName, operation());
        Tickets.into(details, ticket);
        if (!targets.isEmpty()) {
            details.set("targets", Json.tree(targets));
        }
        PlanSteps.Requested requested = steps.request(stackName, operation(), source, details);
        run = requested.run().id();
        IacBuildAction.add(build(), stackName, run);
        getContext().saveState();
        if (requested.run().state() == RunState.REJECTED) {
            throw PlanSteps.rejection(requested);
        }
        PrintStream log = listener().getLogger();
        EmergencyAction.of(build(), stackName, operation()).ifPresent(e -> log.println(e.sentence()));
        return requested.run();
    }

    @Override
    void ended(Phase phase, JsonNode found) throws IOException, InterruptedException {
        switch (phase) {
            case PREPARE -> {
                JobRequest job = RunFiles.kept(services(), run);
                PlanSteps steps = new PlanSteps(services());
                next(steps, steps.prepared(now(), job, found));
            }
            case ASK -> answered(RunFiles.kept(services(), run), found);
            case STATIC -> {
                Run checked = new PlanSteps(services()).checked(now(), found);
                succeed(RunResult.of(checked));
            }
            case PLAN -> planned(found);
            default -> throw new IllegalStateException("no phase of a plan: " + phase);
        }
    }

    private void next(PlanSteps steps, JobRequest next) throws IOException, InterruptedException {
        if (next.phase() != Phase.ASK) {
            giveIdentity(steps.binding(now(), now().fact("checkout")), now(), steps::identity);
        }
        launch(node(), next);
    }

    /** The agent was asked before or after the plan. */
    private void answered(JobRequest job, JsonNode found) throws IOException, InterruptedException {
        if (now().state() == RunState.PREPARING) {
            PlanSteps steps = new PlanSteps(services());
            next(steps, steps.answered(now(), job, found));
            return;
        }
        if (isUnjudged(now())) {
            new PlanResults(services()).answered(now(), job.questions(), found);
        }
        judged();
    }

    /** Programs of the agent have the word. */
    private static boolean isUnjudged(Run run) {
        return run.state() == RunState.PLANNED && !run.isAwaitingOverride();
    }

    private void planned(JsonNode found) throws IOException, InterruptedException {
        Run before = now();
        // After a crash right behind the record there is nothing left to record.
        if (before.state() == RunState.PLANNING) {
            Path artifacts = Files.createDirectories(services().artifacts(run));
            try (InputStream redacted =
                    agentFile(found.path("redacted").asText()).read()) {
                Files.copy(redacted, artifacts.resolve("plan.redacted.json"), StandardCopyOption.REPLACE_EXISTING);
            }
            String kept = found.path("secrets").asText();
            try (InputStream plan = agentFile(found.path("plan").asText()).read();
                    InputStream secrets =
                            kept.isEmpty() ? null : agentFile(kept).read()) {
                new PlanResults(services()).planned(before, found, plan, secrets);
            }
        }
        if (isUnjudged(now())) {
            PlanResults results = new PlanResults(services());
            List<TaskQuestion> questions = results.questions(now());
            if (!questions.isEmpty()) {
                launch(node(), RunFiles.kept(services(), run).asking(questions));
                return;
            }
            // The catalog asks the agent nothing any more.
            results.answered(now(), questions, MissingNode.getInstance());
        }
        judged();
    }

    private void judged() throws IOException, InterruptedException {
        Run planned = now();
        if (planned.state() == RunState.POLICY_FAILED) {
            throw policyFailed(planned);
        }
        listener()
                .getLogger()
                .println("plan " + planned.fact("plan").path("digest").asText() + ": "
                        + RunResult.sentence(planned.fact("plan").path("summary")));
        succeed(RunResult.of(planned));
    }

    private static IacException policyFailed(Run planned) {
        List<Condition> failures = new ArrayList<>();
        planned.fact("policy").forEach(p -> {
            if (!p.path("passed").asBoolean(false)) {
                failures.add(Condition.failed(
                        p.path("policy").asText(),
                        p.path("level").asText() + " policy holds",
                        "it does not",
                        p.path("reason").asText()));
            }
        });
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem(
                        "judging the plan",
                        "stack " + planned.stackName() + ", run " + planned.id(),
                        failures.isEmpty()
                                ? "a policy that does not hold"
                                : failures.get(0).rule(),
                        "every mandatory policy",
                        RunState.POLICY_FAILED.next()),
                failures,
                null);
    }

    private Run now() {
        return services().book().get(run);
    }
}

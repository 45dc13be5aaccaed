package io.jenkins.plugins.iac.jenkins.step;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.FilePath;
import hudson.model.Node;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.jenkins.run.BuildStacks;
import io.jenkins.plugins.iac.jenkins.run.Locations;
import io.jenkins.plugins.iac.jenkins.run.RunFiles;
import io.jenkins.plugins.iac.jenkins.run.RunResult;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.ApplySteps;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** {@code iacApply}: through the door and to the end of the verification. An apply is never tried a second time. */
final class ApplyExecution extends WorkerExecution {
    private static final long serialVersionUID = 1L;

    private String stackName;

    ApplyExecution(StepContext context, String stack) {
        super(context);
        this.stackName = stack;
    }

    @Override
    void begin() throws IOException, InterruptedException {
        stackName = StackOfStep.find(getContext(), stackName);
        run = BuildStacks.planned(build(), stackName, "applying");
        getContext().saveState();
        if (RunState.NO_CHANGES == now().end()) {
            listener().getLogger().println("run " + run + " has nothing to apply");
            succeed(RunResult.of(now()));
            return;
        }
        ApplySteps steps = new ApplySteps(services());
        Run queued = steps.queued(now());
        Operation operation = writing(queued);
        Stack stack = Requests.stack(services(), stackName);
        AdmissionDecision decision = Requests.decide(services(), build(), stack, operation, queued.source());
        Node node = AgentCheck.require(getContext(), decision.pool(), stackName, operation);
        JobRequest prepare = steps.preparing(
                queued, Locations.of(stack, Requests.environment(services(), stack)), Requests.agent(node));
        List<TaskQuestion> questions = steps.questions(now());
        launch(node, questions.isEmpty() ? prepare : prepare.asking(questions));
    }

    /** What a run does in the end: the plan of an apply is applied. */
    static Operation writing(Run run) {
        return run.operation() == Operation.PLAN ? Operation.APPLY : run.operation();
    }

    @Override
    void ended(Phase phase, JsonNode found) throws IOException, InterruptedException {
        switch (phase) {
            case ASK -> {
                JobRequest job = RunFiles.kept(services(), run);
                new ApplySteps(services()).answered(now(), job.questions(), found);
                launch(node(), job.preparing());
            }
            case PREPARE -> prepared(found);
            default -> applied(found);
        }
    }

    private void prepared(JsonNode found) throws IOException, InterruptedException {
        JobRequest job = RunFiles.kept(services(), run);
        Sha256 planFile = restore(found.path("area").asText());
        ApplySteps steps = new ApplySteps(services());
        Run locked = steps.door(now(), found, planFile);
        listener()
                .getLogger()
                .println("the door is passed; applying "
                        + locked.fact("plan").path("digest").asText());
        giveIdentity(steps.binding(locked, found), locked, steps::identity);
        launch(node(), steps.applying(locked, job, found));
    }

    /** Puts the saved plan where the worker looks for it, readable by its owner only; returns its checksum. */
    private Sha256 restore(String area) throws IOException, InterruptedException {
        FilePath plan = agentFile(area).child("out").child("plan.tfplan");
        plan.write("", StandardCharsets.UTF_8.name());
        plan.chmod(0600);
        try (DigestOutputStream out = new DigestOutputStream(plan.write(), MessageDigest.getInstance("SHA-256"))) {
            services().plans().restore(run, out);
            return Sha256.parse(
                    "sha256:" + HexFormat.of().formatHex(out.getMessageDigest().digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void applied(JsonNode found) throws IOException, InterruptedException {
        Run end = new ApplySteps(services()).applied(now(), found);
        RunState state = end.telling();
        if (state == RunState.VERIFIED) {
            listener().getLogger().println("applied and verified: a plan after it is empty");
            new DownstreamJobs(build(), listener().getLogger()::println).queue(run, services());
            succeed(RunResult.of(end));
            return;
        }
        throw new IacException(
                state == RunState.APPLY_UNKNOWN ? IacException.Kind.OUTCOME_UNKNOWN : IacException.Kind.TOOL_FAILED,
                new Problem(
                        "applying",
                        "stack " + stackName + ", run " + run,
                        reason(found, state),
                        "a plan that is applied, and a plan after it that is empty",
                        state.next()));
    }

    private static String reason(JsonNode found, RunState state) {
        JsonNode problem = found.path("problem").path("found");
        return problem.isTextual() ? problem.asText() : state.meaning();
    }

    @Override
    void failed(Phase phase, IacException error) throws IOException, InterruptedException {
        if (phase == Phase.APPLY) {
            new ApplySteps(services()).lost(now(), error.problem());
        }
        throw error;
    }

    /** What the tool prints while it applies is kept with the run too. */
    @Override
    Path copy(Phase phase) {
        return phase == Phase.APPLY ? services().artifacts(run).resolve("apply.log") : null;
    }

    private Run now() {
        return services().book().get(run);
    }
}

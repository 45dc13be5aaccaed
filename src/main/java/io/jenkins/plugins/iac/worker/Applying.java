package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.SavedPlan;
import io.jenkins.plugins.iac.tool.ChangeSummary;
import io.jenkins.plugins.iac.tool.LockHolder;
import io.jenkins.plugins.iac.tool.PlanOptions;
import io.jenkins.plugins.iac.tool.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The last part of the door, the apply and the verification. A private copy of the plan is made, everything is measured on
 * that copy, and that copy is applied. Where a part differs nothing is started: the answer says {@code started: false} and
 * which part.
 */
final class Applying {
    /** Name of the log of an apply among the run's artifacts. */
    static final String LOG = "apply.log";

    private final Job job;

    Applying(Job job) {
        this.job = job;
    }

    /**
     * Never throws once the tool was asked to apply, except where nobody can say what happened; before that, whatever goes
     * wrong is an answer too: {@code started: false} and the problem.
     */
    ObjectNode run() {
        ObjectNode found = Json.object();
        found.put("started", false);
        found.putArray("mismatches");
        try {
            PhaseCheck.require(job);
            try (Workspace workspace = Workspace.open(job, new Masking())) {
                apply(workspace, found);
            }
        } catch (IOException | RuntimeException e) {
            if (found.path("started").asBoolean() && !found.has("outcome")) {
                throw unknown(e);
            }
            if (!found.has("outcome")) {
                IacException known = e instanceof IacException iac
                        ? iac
                        : Planning.failed(
                                job, "preparing the apply", new IOException(String.valueOf(e.getMessage()), e));
                found.set("problem", Json.tree(known.problem()));
                found.put("kind", known.kind().name());
            }
        }
        return found;
    }

    private IacException unknown(Exception e) {
        return new IacException(
                IacException.Kind.OUTCOME_UNKNOWN,
                new Problem(
                        "applying",
                        job.where(),
                        e.getClass().getSimpleName() + ": " + e.getMessage(),
                        "an answer of the tool",
                        "do not run it again; compare the infrastructure with the state first"),
                List.of(),
                e);
    }

    private void apply(Workspace workspace, ObjectNode found) throws IOException {
        Sha256 sourceTree = Preparation.sourceTree(workspace.root());
        Sha256 lockFile = Preparation.lockFile(workspace.directory());
        workspace.init();
        StateHeader before = StateHeader.pull(workspace.terraform());
        privateCopy(workspace.area());
        SavedPlan plan = SavedPlan.read(workspace.area().planCopy());
        ObjectNode measured = Measures.take(workspace, workspace.area().planCopy(), plan, sourceTree, lockFile);
        // What the plan was made on is bound by planFile; what counts now is the state that would be changed.
        measured.put("stateLineage", before.lineage());
        measured.put("stateSerial", before.serial());
        if (!Measures.elsewhere(job, plan).isEmpty()) {
            measured.put("backend", Measures.grantedBackend(job));
        }
        found.set("measured", measured);
        found.set("stateBefore", state(before));
        ArrayNode mismatches = (ArrayNode) found.get("mismatches");
        job.request().expected().properties().forEach(part -> {
            if (measured.has(part.getKey())
                    && !Objects.equals(
                            measured.get(part.getKey()).asText(),
                            part.getValue().asText())) {
                mismatches.addObject().put("part", part.getKey());
            }
        });
        if (mismatches.isEmpty()) {
            // What a provisioner prints is not marked by anybody: the plan's secrets are hidden by value.
            PlanDocument document =
                    PlanDocument.read(job, workspace, workspace.area().planCopy());
            workspace.masking().learn(document.masker());
            job.keepLog(workspace.area().out().resolve(LOG));
            found.put("started", true);
            start(workspace, found, document.summary().checks().total() > 0);
            found.put("log", workspace.area().out().resolve(LOG).toString());
            found.put(
                    "logSha256",
                    Sha256.ofFile(workspace.area().out().resolve(LOG)).toString());
        }
    }

    /** @param checks whether the plan has conditions of its own that must hold afterwards */
    private void start(Workspace workspace, ObjectNode found, boolean checks) {
        job.log("applying");
        found.put("startedAt", job.tools().clock().instant().toString());
        try {
            ToolOutcome outcome = workspace
                    .terraform()
                    .apply(workspace.area().planCopy(), job.contract().workspace(), id -> job.log(LockLine.of(id)));
            found.put("outcome", "applied");
            outcome.summary().ifPresent(s -> found.set("changes", changes(s)));
        } catch (IacException e) {
            if (e.kind() == IacException.Kind.REFUSED) {
                // Another workspace is selected: the tool was never asked to apply.
                found.put("started", false);
                ((ArrayNode) found.get("mismatches")).addObject().put("part", "workspace");
                return;
            }
            Optional<LockHolder> holder = workspace.terraform().lockedOut();
            if (holder.isPresent()) {
                // Another one has the backend's lock: the tool ended before it looked at anything.
                found.put("started", false);
                found.set("lockedOut", Json.tree(holder.get()));
                found.set("problem", Json.tree(e.problem()));
                found.put("kind", IacException.Kind.REFUSED.name());
                return;
            }
            found.put("outcome", e.kind() == IacException.Kind.OUTCOME_UNKNOWN ? "apply_unknown" : "apply_failed");
            found.set("problem", Json.tree(e.problem()));
            leftBehind(workspace, found);
        }
        workspace.terraform().backendLock().ifPresent(id -> found.put("backendLockId", id));
        found.put("endedAt", job.tools().clock().instant().toString());
        after(workspace, found);
        if (found.get("outcome").asText().equals("applied")) {
            found.set("verification", verify(workspace, checks));
        }
    }

    /** A state that the backend did not take is nowhere else: the host keeps it before anything here is removed. */
    private void leftBehind(Workspace workspace, ObjectNode found) {
        ArrayNode left = Json.array();
        try {
            for (Path state : workspace.area().erroredStates()) {
                left.addObject()
                        .put("file", state.toString())
                        .put("sha256", Sha256.ofFile(state).toString());
            }
        } catch (IOException e) {
            job.log("could not look for a state that the tool left: " + e.getMessage());
        }
        if (!left.isEmpty()) {
            job.log("the backend did not take the state; the tool left it beside the code, and it is kept");
            found.set("erroredStates", left);
        }
    }

    /** The state as it is now; not being able to read it is a fact, not a reason to forget how the apply ended. */
    private void after(Workspace workspace, ObjectNode found) {
        try {
            found.set("stateAfter", state(StateHeader.pull(workspace.terraform())));
        } catch (RuntimeException e) {
            found.putNull("stateAfter");
            found.put(
                    "stateAfterProblem",
                    e instanceof IacException known ? known.problem().sentence() : e.toString());
        }
    }

    /** A plan of the same kind, which must be empty, and in which every condition of the configuration must hold. */
    private ObjectNode verify(Workspace workspace, boolean checks) {
        job.log("verifying: a plan after the apply must be empty");
        ObjectNode verification = Json.object();
        try {
            // Nothing of it is applied, so it holds up nobody, and nobody's lock makes an apply that went well look as
            // if not.
            PlanOptions options = Planning.options(job, workspace).withLock(false);
            Path plan = workspace.area().base().resolve("verification.tfplan");
            // The apply has made values that the approved plan did not know: this plan tells which of them are secret.
            PlanLearning learning = new PlanLearning(job, workspace, plan);
            ToolOutcome outcome = workspace
                    .terraform()
                    .plan(
                            new PlanOptions(
                                    plan, options.mode(), options.targets(), options.variables(), options.lock()),
                            learning);
            verification.put("empty", !outcome.changes());
            outcome.summary().ifPresent(s -> verification.set("changes", changes(s)));
            ArrayNode warnings = verification.putArray("warnings");
            outcome.warnings().forEach(w -> warnings.add(w.text()));
            verification.put("checksPassed", !checks);
            if (checks) {
                checks(learning.document().summary(), verification);
            }
        } catch (IacException e) {
            verification.put("empty", false);
            verification.set("problem", Json.tree(e.problem()));
        } catch (IOException e) {
            verification.put("checksPassed", false);
            verification.put("checksProblem", e.toString());
        } catch (RuntimeException e) {
            // The apply happened: why nobody looked afterwards is an answer, too.
            verification.put("empty", false);
            verification.set(
                    "problem",
                    Json.tree(Planning.failed(job, "verifying", new IOException(e.toString(), e))
                            .problem()));
        }
        verification.put("at", job.tools().clock().instant().toString());
        return verification;
    }

    /** What does not hold now, and what cannot be told, has failed. */
    private static void checks(PlanSummary summary, ObjectNode verification) {
        ArrayNode failed = verification.putArray("failedChecks");
        summary.checks().items().stream().filter(c -> !c.passed()).forEach(c -> {
            ObjectNode one = failed.addObject();
            one.put("address", c.address()).put("kind", c.kind()).put("status", c.status());
            c.messages().forEach(one.putArray("messages")::add);
            if (c.messagesOmitted() > 0) {
                one.put("messagesOmitted", c.messagesOmitted());
            }
        });
        verification.put("checks", summary.checks().total());
        verification.put("checksPassed", failed.isEmpty() && summary.checks().omitted() == 0);
    }

    private void privateCopy(WorkArea area) throws IOException {
        Files.deleteIfExists(area.planCopy());
        Files.createFile(
                area.planCopy(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.copy(area.plan(), area.planCopy(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static ObjectNode changes(ChangeSummary summary) {
        return Json.object()
                .put("add", summary.add())
                .put("change", summary.change())
                .put("remove", summary.remove())
                .put("import", summary.imported());
    }

    private static ObjectNode state(StateHeader state) {
        ObjectNode json = Json.object();
        json.put("lineage", state.lineage());
        json.put("serial", state.serial());
        json.put("digest", state.digest() == null ? null : state.digest().toString());
        return json;
    }
}

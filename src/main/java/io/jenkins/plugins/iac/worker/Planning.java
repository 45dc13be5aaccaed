package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.plan.SavedPlan;
import io.jenkins.plugins.iac.plan.SecretsFile;
import io.jenkins.plugins.iac.tool.PlanOptions;
import io.jenkins.plugins.iac.tool.ToolDiagnostic;
import io.jenkins.plugins.iac.tool.ToolOutcome;
import io.jenkins.plugins.iac.tool.Validation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** init, validate, plan, show: makes the saved plan and measures everything that its digest binds. */
final class Planning {
    private final Job job;

    Planning(Job job) {
        this.job = job;
    }

    ObjectNode run() {
        try (Workspace workspace = Workspace.open(job, new Masking())) {
            return plan(workspace);
        } catch (IOException e) {
            throw failed(job, "planning", e);
        }
    }

    private ObjectNode plan(Workspace workspace) throws IOException {
        Sha256 sourceTree = Preparation.sourceTree(workspace.root());
        Sha256 lockFile = Preparation.lockFile(workspace.directory());
        workspace.init();
        job.log("validating");
        valid(job, workspace.terraform().validate());
        job.log(
                job.request().speculative()
                        ? "planning without the backend's lock: nothing of this plan is ever applied"
                        : "planning");
        PlanLearning learning =
                new PlanLearning(job, workspace, workspace.area().plan());
        ToolOutcome outcome = workspace.terraform().plan(options(job, workspace), learning);
        SavedPlan saved = SavedPlan.read(workspace.area().plan());
        List<String> elsewhere = Measures.elsewhere(job, saved);
        if (!elsewhere.isEmpty()) {
            throw IacException.refused(
                    "looking at the saved plan",
                    job.where(),
                    String.join("; ", elsewhere),
                    "a plan for the backend of the catalog",
                    "remove from the code what sets another backend, or correct 'backend' of the stack");
        }
        ObjectNode found = Json.object();
        ObjectNode measured = Measures.take(workspace, workspace.area().plan(), saved, sourceTree, lockFile);
        PlanDocument document = learning.document();
        measured.put("planJson", document.summary().planJson().toString());
        found.set("measured", measured);
        found.put("hasChanges", outcome.changes());
        found.set("summary", Json.tree(document.summary()));
        found.put("plan", workspace.area().plan().toString());
        found.put("redacted", document.redacted().toString());
        found.put("secrets", secrets(workspace).toString());
        found.set("environmentVariables", Json.tree(workspace.environment().letIn()));
        var warnings = found.putArray("warnings");
        outcome.warnings().forEach(w -> warnings.add(w.text()));
        return found;
    }

    /** What is secret here, for whoever keeps the plan: it stands beside it, for its owner alone. */
    private static Path secrets(Workspace workspace) throws IOException {
        Path file = workspace.area().out().resolve("plan.secrets");
        PlanDocument.create(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            SecretsFile.write(workspace.masking().known(), out);
        }
        return file;
    }

    static PlanOptions options(Job job, Workspace workspace) {
        return PlanOptions.to(workspace.area().plan(), job.request().variables())
                .withMode(PlanOptions.Mode.valueOf(job.request().planMode().toUpperCase(Locale.ROOT)))
                .withTargets(job.request().targets())
                .withLock(!job.request().speculative());
    }

    static void valid(Job job, Validation validation) {
        if (!validation.valid()) {
            List<ToolDiagnostic> errors = validation.errors();
            throw IacException.toolFailed(
                    "validating the configuration",
                    job.where(),
                    errors.isEmpty()
                            ? "an invalid configuration"
                            : errors.get(0).text()
                                    + (errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : ""),
                    "a valid configuration",
                    "mend the code; nothing was planned");
        }
    }

    static IacException failed(Job job, String doing, IOException e) {
        return IacException.toolFailed(
                doing,
                job.where(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "files that can be read and written",
                "look at the disk of this machine");
    }
}

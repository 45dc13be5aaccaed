package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.plan.SavedPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The parts of the plan digest that are measured where the tool runs, by their names in the digest. The same code measures
 * them after planning and again at the door.
 */
final class Measures {
    private Measures() {}

    static ObjectNode take(Workspace workspace, Path planFile, SavedPlan plan, Sha256 sourceTree, Sha256 lockFile)
            throws IOException {
        ObjectNode parts = Json.object();
        parts.put("sourceTree", sourceTree.toString());
        parts.put("workDir", workspace.directory().toString());
        parts.put("tool", workspace.binary().name());
        parts.put("toolVersion", workspace.binary().version());
        parts.put("toolSha256", workspace.binary().sha256().toString());
        parts.put("planFile", Sha256.ofFile(planFile).toString());
        parts.put("lockFile", text(lockFile));
        parts.put("modules", text(workspace.modules()));
        parts.put("backend", plan.backend().hash().toString());
        parts.put("workspace", plan.backend().workspace());
        parts.put("stateLineage", plan.stateLineage());
        parts.put("stateSerial", plan.stateSerial());
        return parts;
    }

    /**
     * Where the saved plan would change another state than the catalog says now, one sentence each: the tool applies a plan
     * to the backend that is written in it, whatever {@code init} was told.
     */
    static List<String> elsewhere(Job job, SavedPlan plan) {
        Backend granted = granted(job);
        return plan.backend().differences(granted.type(), granted.config());
    }

    /** The digest's part as the catalog has it now. */
    static String grantedBackend(Job job) {
        Backend granted = granted(job);
        return new SavedPlan.PlannedBackend(granted.type(), Json.object(granted.config()), "")
                .hash()
                .toString();
    }

    /** Without a backend in the catalog no code may configure one, and the tool's own is that of the directory. */
    private static Backend granted(Job job) {
        Backend backend = job.contract().backend();
        return backend == null ? new Backend("local", Map.of()) : backend;
    }

    private static String text(Sha256 hash) {
        return hash == null ? null : hash.toString();
    }
}

package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.tool.Validation;
import java.io.IOException;
import java.util.List;

/**
 * fmt, init without backend, validate: all that code from a fork gets. There is no credential here, and the files were
 * looked at before: no provider outside the allow-list is started, no backend is touched, nothing is planned.
 */
final class StaticLane {
    private final Job job;

    StaticLane(Job job) {
        this.job = job;
    }

    ObjectNode run() {
        ObjectNode found = Json.object();
        found.put("operation", job.contract().operation().id());
        // The look at the files has passed already: without it nobody gets here.
        found.put("staticPolicy", true);
        try (Workspace workspace = Workspace.open(job, new Masking())) {
            if (job.contract().operation() == Operation.FMT) {
                format(workspace, found);
            } else if (job.contract().operation() == Operation.VALIDATE) {
                validate(workspace, found);
            }
        } catch (IOException e) {
            throw Planning.failed(job, "validating", e);
        }
        return found;
    }

    private void format(Workspace workspace, ObjectNode found) {
        job.log("checking the format");
        List<String> files = workspace.terraform().unformatted();
        found.set("unformatted", Json.tree(files));
        if (!files.isEmpty()) {
            throw IacException.toolFailed(
                    "checking the format",
                    job.where(),
                    files.size() + " files that are not formatted: " + String.join(", ", files),
                    "canonical format",
                    "run '" + workspace.binary().name().replace("opentofu", "tofu") + " fmt' on them");
        }
    }

    private void validate(Workspace workspace, ObjectNode found) throws IOException {
        workspace.initWithoutBackend();
        job.log("validating");
        Validation validation = workspace.terraform().validate();
        Planning.valid(job, validation);
        found.put("valid", true);
    }
}

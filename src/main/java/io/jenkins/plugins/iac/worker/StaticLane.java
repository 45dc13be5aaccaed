package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.tool.Validation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * fmt, init without backend, validate: all that code from a fork gets. There is no credential here, and the files were
 * looked at before: no provider outside the allow-list is started, no backend is touched, nothing is planned. One time
 * limit for all of it, bounds on memory and output, no network where this machine can deny it; what it cannot do is said in
 * the log and stands in the result.
 */
final class StaticLane {
    private final Job job;
    private final Duration timeout;
    private final BoundedRunner runner;

    StaticLane(Job job) {
        this.job = job;
        this.timeout = timeout(job.request());
        this.runner = new BoundedRunner(job.tools().runner(), timeout);
    }

    /** For all commands together. */
    static Duration timeout(JobRequest request) {
        return request.timeoutSeconds() > 0
                ? Duration.ofSeconds(request.timeoutSeconds())
                : SandboxRequest.DEFAULT_TIMEOUT;
    }

    ObjectNode run() {
        ObjectNode found = Json.object();
        found.put("operation", job.contract().operation().id());
        found.put("status", SandboxResult.Status.SUCCESS.name());
        // The look at the files has passed already: without it nobody gets here.
        found.put("staticPolicy", true);
        runner.missing().forEach(what -> job.log("this machine has no " + what));
        found.putObject("bounds")
                .put("seconds", timeout.toSeconds())
                .put("memory", runner.boundsMemory() ? "bounded" : "not bounded")
                .put("network", runner.deniesNetwork() ? "denied" : "not denied");
        try (Workspace workspace = Workspace.open(job, runner, new Masking())) {
            if (job.contract().operation() == Operation.FMT) {
                format(workspace, found);
            } else if (job.contract().operation() == Operation.VALIDATE) {
                validate(workspace, found);
            }
        } catch (IOException e) {
            throw Planning.failed(job, "validating", e);
        } catch (IacException e) {
            throw runner.isTimedOut() ? late(e) : e;
        }
        return found;
    }

    private IacException late(IacException cause) {
        return new IacException(
                IacException.Kind.TOOL_FAILED,
                new Problem(
                        "checking the code",
                        job.where(),
                        SandboxResult.Status.TIMEOUT + ": not done after " + timeout.toSeconds()
                                + " s; all its processes were killed",
                        "a check that ends in time",
                        "look at what takes so long, or allow more seconds"),
                List.of(),
                cause);
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
        runner.online(downloads());
        try {
            workspace.initWithoutBackend();
        } finally {
            runner.online(false);
        }
        job.log("validating");
        Validation validation = workspace.terraform().validate();
        Planning.valid(job, validation);
        found.put("valid", true);
    }

    /** Whether {@code init} may have something to fetch that is not on this machine: what it fetches runs later, offline. */
    private boolean downloads() {
        JobRequest request = job.request();
        boolean providers = !request.scan().providers().isEmpty() && request.providerMirror() == null;
        return providers || !request.scan().modules().isEmpty();
    }
}

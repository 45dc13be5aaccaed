package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.scan.ScanPolicy;
import io.jenkins.plugins.iac.scan.ScanRule;
import io.jenkins.plugins.iac.tool.ProgressEvent;
import io.jenkins.plugins.iac.tool.ToolBinary;
import io.jenkins.plugins.iac.tool.ToolContext;
import io.jenkins.plugins.iac.tool.ToolEnvironment;
import io.jenkins.plugins.iac.tool.ToolLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** One request with its contract checked: what every phase needs. */
final class Job {
    private final JobRequest request;
    private final WorkerTools tools;
    private final Contract contract;
    private volatile Path kept;

    private Job(JobRequest request, WorkerTools tools, Contract contract) {
        this.request = request;
        this.tools = tools;
        this.contract = contract;
    }

    /**
     * Checks the contract before anything else happens.
     *
     * @throws IacException of kind REFUSED if it is not signed, or void
     */
    static Job open(JobRequest request, WorkerTools tools) {
        PublicKeys keys;
        try {
            keys = PublicKeys.ofJwks(request.keys());
        } catch (IllegalArgumentException e) {
            throw IacException.refused(
                    "checking the contract of the run",
                    "",
                    e.getMessage(),
                    "the controller's keys",
                    "start the run again");
        }
        Contract contract = SignedContract.ofJson(request.contract())
                .check(keys, tools.clock().instant());
        return new Job(request, tools, contract);
    }

    JobRequest request() {
        return request;
    }

    WorkerTools tools() {
        return tools;
    }

    Contract contract() {
        return contract;
    }

    String where() {
        return "stack " + contract.stack() + ", run " + contract.run();
    }

    void log(String text) {
        String line = text;
        if (contract.operation().isStatic()) {
            // Jobs of strangers are told apart in whatever log their lines end up in.
            line = text.lines().map(l -> contract.run() + " " + l).collect(Collectors.joining("\n"));
        }
        tools.log().accept(line);
        if (kept != null) {
            try {
                Files.writeString(kept, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                kept = null;
                tools.log().accept("the log is not kept any more: " + e.getMessage());
            }
        }
    }

    /** From now on lines are kept in a file, too; secrets are masked in what comes here. */
    void keepLog(Path file) {
        kept = file;
    }

    /** The directory of the stack inside a checkout, which must be one and inside. */
    Path directory(Path root) {
        Path directory = root.resolve(contract.directory()).normalize();
        if (!directory.startsWith(root) || !Files.isDirectory(directory)) {
            throw IacException.badInput(
                    "looking for the stack's directory",
                    where(),
                    contract.directory() + ", which is no directory of commit "
                            + contract.source().commit(),
                    "the directory that the catalog names",
                    "correct 'directory' of the stack in the catalog, or the code");
        }
        return directory;
    }

    /** What the catalog lets the code be. */
    ScanPolicy scanPolicy() {
        JobRequest.ScanTerms terms = request.scan();
        boolean tofu = contract.tool().name().equals("opentofu");
        return new ScanPolicy(
                terms.untrusted() ? ScanRule.UNTRUSTED : ScanRule.TRUSTED,
                tofu ? ScanPolicy.OPENTOFU_REGISTRY : ScanPolicy.TERRAFORM_REGISTRY,
                terms.providers(),
                terms.modules(),
                contract.backend());
    }

    ToolBinary verifiedTool() {
        return ToolBinary.verify(contract.tool(), tools.runner());
    }

    ToolEnvironment environment(WorkArea area) {
        return ToolEnvironment.create(
                        area.tool(), request.providerMirror(), contract.environmentVariables(), tools.inherited())
                .withIdentity(identity(area));
    }

    /** The variables of the run's identity; those that carry the token itself are filled from its file. */
    private Map<String, String> identity(WorkArea area) {
        JobRequest.IdentityFiles files = request.identity();
        if (files == null) {
            return Map.of();
        }
        try {
            if (!area.identity().equals(Path.of(files.directory()))) {
                throw new IOException(files.directory() + " is not the directory of this run");
            }
            String token = Files.readString(area.identity().resolve("token"));
            Map<String, String> all = new TreeMap<>(files.environment());
            files.tokenVariables().forEach(name -> all.put(name, token));
            return all;
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "taking the identity of the run",
                    where(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "the token that the controller has put there",
                    "start the run again");
        }
    }

    ToolContext context(ToolBinary binary, ToolEnvironment environment, Path directory, UnaryOperator<String> masker) {
        return new ToolContext(binary, environment, directory, where(), limits(), this::progress, masker);
    }

    private ToolLimits limits() {
        if (request.phase() == JobRequest.Phase.STATIC) {
            return BoundedRunner.limits(StaticLane.timeout(request));
        }
        ToolLimits limits = request.timeoutSeconds() > 0
                ? ToolLimits.DEFAULT.withTimeout(Duration.ofSeconds(request.timeoutSeconds()))
                : ToolLimits.DEFAULT;
        if (request.graceSeconds() <= 0) {
            return limits;
        }
        Duration grace = Duration.ofSeconds(request.graceSeconds());
        return limits.withGrace(grace.compareTo(limits.grace()) < 0 ? grace : limits.grace(), grace);
    }

    private void progress(ProgressEvent event) {
        log("  " + event.message().replace("\n", "\n  "));
    }
}

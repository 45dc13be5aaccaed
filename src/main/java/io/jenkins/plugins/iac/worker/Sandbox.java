package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanRedactor;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.SecretMasker;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import io.jenkins.plugins.iac.scan.ConfigurationScan;
import io.jenkins.plugins.iac.scan.DeclaredSecrets;
import io.jenkins.plugins.iac.scan.Hygiene;
import io.jenkins.plugins.iac.scan.ScanPolicy;
import io.jenkins.plugins.iac.scan.ScanResult;
import io.jenkins.plugins.iac.source.DirectoryCopy;
import io.jenkins.plugins.iac.source.TreeHash;
import io.jenkins.plugins.iac.tool.PlanOptions;
import io.jenkins.plugins.iac.tool.Terraform;
import io.jenkins.plugins.iac.tool.ToolBinary;
import io.jenkins.plugins.iac.tool.ToolContext;
import io.jenkins.plugins.iac.tool.ToolDiagnostic;
import io.jenkins.plugins.iac.tool.ToolEnvironment;
import io.jenkins.plugins.iac.tool.Validation;
import io.jenkins.plugins.iac.worker.SandboxResult.ErrorType;
import io.jenkins.plugins.iac.worker.SandboxResult.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The static lane on a directory of untrusted code that belongs to no stack, with a plan at its end. The code is copied into
 * a fresh private directory and scanned by the rules for untrusted code, with no backend and no provider but the built-in
 * one; only what passes is given to the tool, without a credential, a backend or, where the platform can deny it, a
 * network. The state is a file that never existed. The same code gives the same result, but for the name of the job, its
 * duration and the plan's {@code timestamp}. Fails closed: what cannot be read is refused. Everything is removed
 * afterwards, whatever happens; interrupting the thread kills the tool and removes everything, too.
 */
public final class Sandbox {
    private static final int MOST_REASONS = 10;
    /** What a result says in place of the working directory. */
    private static final String PLACE = "/tmp/iac-execute";
    /** What the tool says where init did not get far enough; no fault of the code. */
    private static final String NOT_INSTALLED = "Module not installed";

    private final WorkerTools tools;

    public Sandbox(WorkerTools tools) {
        this.tools = tools;
    }

    /**
     * Does the job. What the code or the tool does wrong is a result.
     *
     * @throws IacException of kind BAD_INPUT if there is no such directory, TOOL_FAILED if the disk of this machine fails
     */
    public SandboxResult run(SandboxRequest request) {
        long start = System.nanoTime();
        Path code = directory(request);
        BoundedRunner runner = new BoundedRunner(tools.runner(), request.timeout());
        WorkArea area = fresh();
        Work work = new Work(request, runner, area);
        try {
            work.run(code);
        } catch (IacException e) {
            work.fail(e.kind() == IacException.Kind.REFUSED ? ErrorType.REFUSED : ErrorType.TOOL, e);
        } catch (IOException e) {
            throw disk(area.base(), e);
        } finally {
            remove(area);
        }
        return work.result((System.nanoTime() - start) / 1e9);
    }

    private static Path directory(SandboxRequest request) {
        try {
            Path real = request.directory().toRealPath();
            if (Files.isDirectory(real)) {
                return real;
            }
        } catch (IOException e) {
            // Said below: for the caller there is no such directory.
        }
        throw IacException.badInput(
                "looking at the code",
                request.directory().toString(),
                "no directory",
                "a directory of configuration",
                "correct --dir");
    }

    private static WorkArea fresh() {
        try {
            WorkArea area = new WorkArea(Files.createTempDirectory(WorkerTools.ROOT, "iac-execute-"));
            Files.createDirectory(area.out());
            return area;
        } catch (IOException e) {
            throw disk(WorkerTools.ROOT, e);
        }
    }

    private static void remove(WorkArea area) {
        try {
            area.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("removing the working directory " + area.base(), e);
        }
    }

    private static IacException disk(Path where, IOException e) {
        return IacException.toolFailed(
                "working on the code",
                where.toString(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "files that can be read and written",
                "look at the disk of this machine");
    }

    private void log(String line) {
        tools.log().accept(line);
    }

    /** One job under way. */
    private final class Work {
        private final SandboxRequest request;
        private final BoundedRunner runner;
        private final WorkArea area;
        private ErrorType errorType;
        private String errorMessage;
        private Map<String, Long> changes = Map.of();
        private String planJson;
        private byte[] key;
        private final Masking masking = new Masking();
        private RuntimeException unreadable;

        Work(SandboxRequest request, BoundedRunner runner, WorkArea area) {
            this.request = request;
            this.runner = runner;
            this.area = area;
        }

        void run(Path code) throws IOException {
            log("copying " + code);
            Path root = DirectoryCopy.copy(code, area.checkout()).toRealPath();
            log("scanning");
            if (!isClean(root) || isLate()) {
                return;
            }
            // Of the code itself, so that the same code gives the same result: who has it has every secret in it
            // anyway.
            DeclaredSecrets declared = DeclaredSecrets.of(root, root, Map.of());
            masking.learn(SecretMasker.of(declared.beforeInit()));
            key = Sha256.of("redaction of " + TreeHash.of(root, List.of("."))).bytes();
            ToolBinary binary = ToolBinary.verify(request.tool(), tools.runner());
            runner.missing().forEach(what -> log("this machine has no " + what));
            try (ToolEnvironment environment =
                    ToolEnvironment.create(area.tool(), null, List.of(), tools.inherited())) {
                Terraform terraform = new Terraform(
                        runner,
                        new ToolContext(
                                binary,
                                environment,
                                root,
                                "job " + request.job(),
                                BoundedRunner.limits(request.timeout()),
                                event -> log("  " + event.message().replace("\n", "\n  ")),
                                masking));
                if (isValid(terraform, declared, environment.dataDirectory()) && request.plan()) {
                    plan(terraform);
                }
            }
        }

        private boolean isClean(Path root) {
            ScanResult scan = ConfigurationScan.scan(
                    root,
                    ".",
                    ScanPolicy.sandbox(
                            request.tool().name().equals("opentofu")
                                    ? ScanPolicy.OPENTOFU_REGISTRY
                                    : ScanPolicy.TERRAFORM_REGISTRY,
                            List.of()));
            List<Condition> conditions = new ArrayList<>(Hygiene.check(root, ".", scan.localModules(), Set.of()));
            conditions.add(scan.condition());
            List<String> reasons = conditions.stream()
                    .filter(c -> !c.passed())
                    .flatMap(c -> c.because().stream())
                    .filter(c -> !c.passed())
                    .map(c -> c.rule() + ": " + c.found() + (c.message().isEmpty() ? "" : ", " + c.message()))
                    .toList();
            if (conditions.stream().anyMatch(c -> !c.passed())) {
                String more = reasons.size() > MOST_REASONS ? "\nand " + (reasons.size() - MOST_REASONS) + " more" : "";
                fail(ErrorType.REFUSED, reasons.stream().limit(MOST_REASONS).collect(Collectors.joining("\n")) + more);
                return false;
            }
            if (scan.files().isEmpty()) {
                fail(ErrorType.INVALID, "no configuration: no .tf file in the directory");
                return false;
            }
            return true;
        }

        /** Syntax was judged by the scan; init finds some of what is not valid before validate is asked. */
        private boolean isValid(Terraform terraform, DeclaredSecrets declared, Path data) throws IOException {
            log("initialising without a backend");
            try {
                terraform.initWithoutBackend();
            } catch (IacException e) {
                if (isLate()) {
                    return false;
                }
                List<ToolDiagnostic> errors = faults(terraform);
                if (errors.isEmpty()) {
                    throw e;
                }
                return invalid(errors);
            }
            masking.learn(SecretMasker.of(declared.afterInit(data)));
            log("validating");
            Validation validation = terraform.validate();
            return validation.valid() || invalid(validation.errors());
        }

        private List<ToolDiagnostic> faults(Terraform terraform) {
            try {
                return terraform.validate().errors().stream()
                        .filter(e -> !e.file().isEmpty() && !e.summary().startsWith(NOT_INSTALLED))
                        .toList();
            } catch (IacException e) {
                return List.of();
            }
        }

        private boolean invalid(List<ToolDiagnostic> errors) {
            fail(
                    ErrorType.INVALID,
                    errors.isEmpty()
                            ? "the tool says that the configuration is not valid"
                            : errors.stream()
                                    .limit(MOST_REASONS)
                                    .map(ToolDiagnostic::text)
                                    .collect(Collectors.joining("\n")));
            return false;
        }

        private void plan(Terraform terraform) {
            log("planning");
            ByteArrayOutputStream redacted = new ByteArrayOutputStream();
            List<PlanSummary> read = new ArrayList<>();
            terraform.plan(
                    PlanOptions.to(area.plan(), Map.of()).withLock(false),
                    (saved, looked) -> saved ? read(terraform, redacted, read) : !looked);
            if (unreadable != null) {
                throw unreadable;
            }
            if (!isLate()) {
                changes = read.get(0).countsById();
                planJson = stable(redacted.toString(StandardCharsets.UTF_8));
            }
        }

        /** Reads the plan before anything that the tool said is passed on; whether that was possible. */
        private boolean read(Terraform terraform, ByteArrayOutputStream redacted, List<PlanSummary> summary) {
            log("reading the plan");
            try {
                Path json = area.base().resolve("plan.json");
                terraform.show(area.plan(), out -> Files.copy(out, json));
                PlanRedactor.Result result = new PlanRedactor(
                                new PlanJsonReader(
                                        PlanLimits.SUMMARY, RiskTable.standard().judge(Map.of())),
                                new Hmac(key))
                        .redact(json, redacted, masking.known());
                masking.learn(result.masker());
                summary.add(result.summary());
                return true;
            } catch (RuntimeException e) {
                unreadable = e;
                return false;
            }
        }

        private boolean isLate() {
            if (runner.isTimedOut() && errorType == null) {
                fail(
                        ErrorType.TIMEOUT,
                        "not done after " + request.timeout().toSeconds() + " s; all its processes were killed");
            }
            return errorType == ErrorType.TIMEOUT;
        }

        void fail(ErrorType type, IacException e) {
            if (!isLate()) {
                fail(type, e.problem().sentence());
            }
        }

        private void fail(ErrorType type, String message) {
            errorType = type;
            errorMessage = stable(message);
        }

        /** The directory has another name each time, and code may ask for it. */
        private String stable(String text) {
            return text.replace(area.base().toString(), PLACE);
        }

        SandboxResult result(double seconds) {
            Status status = errorType == null
                    ? Status.SUCCESS
                    : errorType == ErrorType.TIMEOUT ? Status.TIMEOUT : Status.FAILED;
            return new SandboxResult(request.job(), status, errorType, errorMessage, changes, planJson, seconds);
        }
    }
}

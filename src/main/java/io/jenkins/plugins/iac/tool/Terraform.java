package io.jenkins.plugins.iac.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.process.OutputSink;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import io.jenkins.plugins.iac.process.TextSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The commands of {@code terraform} and {@code tofu}, which are the same. Every method blocks, may be interrupted, and ends
 * in success or in one {@link IacException} with the tool's first error in it. Nothing here asks, uses a shell, or puts a
 * value of a variable on the command line. For one thread at a time.
 */
public final class Terraform {
    private static final int TEXT = 1 << 18;
    private static final int VALIDATION = 16 << 20;

    private final ProcessRunner runner;
    private final ToolContext context;
    private final WorkspaceSelection selection;
    private Backend backend;
    private String backendLock;
    private LockHolder lockedOut;

    public Terraform(ProcessRunner runner, ToolContext context) {
        this.runner = runner;
        this.context = context;
        this.selection = new WorkspaceSelection(context.environment().dataDirectory());
    }

    /**
     * {@code fmt -check -recursive}: the files that are not in canonical format, as the tool lists them.
     *
     * @throws IacException TOOL_FAILED also where a file cannot be parsed
     */
    public List<String> unformatted() {
        TextSink out = new TextSink(TEXT);
        Ended ended = quick("checking the format", out, "fmt", "-check", "-list=true", "-recursive", "-no-color");
        if (ended.result.end() != ProcessResult.End.EXITED || (ended.code() != 0 && ended.code() != 3)) {
            throw ended.failure();
        }
        return out.text().lines().filter(line -> !line.isBlank()).toList();
    }

    /** {@code init -backend=false}: providers and modules for {@link #validate}, no state, no credential. */
    public void initWithoutBackend() {
        init(List.of("-backend=false"));
    }

    /**
     * {@code init} with the catalog's backend. Where the code says another type of backend, or none, this fails: the tool
     * would go on with a state file in the checkout.
     *
     * @param backend the catalog's, or null where the stack has none and the code decides
     */
    public void init(Backend backend) {
        this.backend = backend;
        List<String> arguments = new ArrayList<>(List.of("-reconfigure"));
        if (backend != null) {
            Path file = context.environment().backendFile(backend.config());
            arguments.add("-backend-config=" + Names.path("backend file", file));
        }
        init(arguments);
        if (backend != null) {
            BackendCheck.type(backend, context.environment().dataDirectory(), context.where());
        }
    }

    private void init(List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("init", "-input=false", "-no-color"));
        if (Files.exists(context.directory().resolve(".terraform.lock.hcl"), LinkOption.NOFOLLOW_LINKS)) {
            arguments.add("-lockfile=readonly");
        }
        arguments.addAll(more);
        Ended ended = run(
                "initialising",
                arguments,
                context.limits().init(),
                context.limits().grace(),
                echo());
        ended.orThrow();
    }

    /** {@code validate -json}; an invalid configuration is a result, not an exception. */
    public Validation validate() {
        TextSink out = new TextSink(VALIDATION);
        Ended ended = quick("validating", out, "validate", "-json", "-no-color");
        JsonNode report = null;
        try {
            report = Json.parse(out.text());
        } catch (JsonProcessingException e) {
            report = null;
        }
        if (ToolFailure.isOpen(ended.result)
                || report == null
                || !report.path("valid").isBoolean()) {
            throw ended.failure();
        }
        List<ToolDiagnostic> diagnostics = new ArrayList<>();
        report.path("diagnostics").forEach(d -> diagnostics.add(ToolDiagnostic.of(d, context.masker())));
        return new Validation(report.path("valid").asBoolean() && ended.code() == 0, diagnostics);
    }

    /** The same where nothing is secret. */
    ToolOutcome plan(PlanOptions options) {
        return plan(options, (saved, looked) -> true);
    }

    /**
     * {@code plan -out}. The outcome says whether there is anything to apply. What the tool says is kept back until the
     * plan has ended and its secrets were learnt; where they could not be, its own words stay out of every event,
     * diagnostic and error.
     */
    public ToolOutcome plan(PlanOptions options, Learning learning) {
        List<String> arguments =
                new ArrayList<>(List.of("plan", "-json", "-input=false", "-no-color", "-detailed-exitcode"));
        arguments.add("-out=" + Names.path("plan file", options.out()));
        switch (options.mode()) {
            case NORMAL -> {}
            case DESTROY -> arguments.add("-destroy");
            case REFRESH_ONLY -> arguments.add("-refresh-only");
        }
        options.targets().forEach(target -> arguments.add("-target=" + Names.target(target)));
        arguments.add(options.lock() ? lockTimeout() : "-lock=false");
        if (!options.variables().isEmpty()) {
            arguments.add("-var-file=" + context.environment().variableFile(options.variables()));
        }
        boolean stale = Files.exists(options.out(), LinkOption.NOFOLLOW_LINKS);
        try (HeldOutput held = HeldOutput.in(context.environment().root(), context.listener())) {
            Ended ended = run(
                    "planning",
                    arguments,
                    context.limits().plan(),
                    context.limits().grace(),
                    held);
            boolean good = ended.result.end() == ProcessResult.End.EXITED && (ended.code() == 0 || ended.code() == 2);
            boolean saved = good || !stale && Files.isRegularFile(options.out(), LinkOption.NOFOLLOW_LINKS);
            boolean known = learning.learn(saved, held.looked());
            ProgressReader reader = new ProgressReader(context.listener(), context.masker(), !known);
            held.replay(reader);
            if (!good) {
                throw (known ? ended : ended.silent()).failure(reader.diagnostics());
            }
            return outcome(ended.code() == 2, reader, ended);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "planning",
                    context.where(),
                    e.getClass().getSimpleName() + " where the tool's output is kept: " + e.getMessage(),
                    "a directory that can be written and read",
                    "look at the disk of this machine");
        }
    }

    /** {@code show -json} of a saved plan, streamed to the sink. */
    public void show(Path planFile, OutputSink sink) {
        document("reading the plan", sink, List.of("show", "-json", "-no-color", Names.path("plan file", planFile)));
    }

    /**
     * {@code apply} of a saved plan, always under the backend's lock.
     *
     * @param workspace the workspace that the plan was made for: the tool itself applies a saved plan to whichever is
     *     selected (seen with Terraform 1.11), and creates everything a second time there
     * @throws IacException REFUSED where another workspace is selected; TOOL_FAILED where the tool said that it failed and
     *     wrote its state; OUTCOME_UNKNOWN where it was stopped or killed, lost its state, or did not report what it applied
     */
    public ToolOutcome apply(Path planFile, String workspace) {
        return apply(planFile, workspace, id -> {});
    }

    /** The same; {@code locked} is told the id of the backend's own lock before the first change, where it can be seen. */
    public ToolOutcome apply(Path planFile, String workspace, Consumer<String> locked) {
        String doing = "applying";
        if (Thread.currentThread().isInterrupted()) {
            throw IacException.toolFailed(
                    doing, context.where(), "a run that is canceled", "a run", "nothing was applied; start a new run");
        }
        selection.require(Names.workspace(workspace), doing, context.where());
        List<String> arguments = List.of(
                "apply", "-json", "-input=false", "-no-color", lockTimeout(), Names.path("plan file", planFile));
        lockedOut = null;
        BackendLockWatch watch = BackendLockWatch.start(backend, workspace, context.directory());
        ProgressReader reader = new ProgressReader(watch.telling(context.listener(), locked), context.masker());
        Ended ended;
        try (watch) {
            ended = run(
                    doing, arguments, context.limits().apply(), context.limits().applyGrace(), reader);
            List<ToolDiagnostic> heard = ended.all(reader.diagnostics());
            backendLock = ToolFailure.isLockedOut(heard) ? null : watch.id().orElse(ToolFailure.keptLock(heard));
        }
        boolean left = Files.exists(context.directory().resolve("errored.tfstate"), LinkOption.NOFOLLOW_LINKS);
        if (!ended.result.succeeded() || left || reader.summary().isEmpty()) {
            List<ToolDiagnostic> said = ended.all(reader.diagnostics());
            lockedOut = ToolFailure.neverBegun(ended.result, left || reader.hasBegun(), said)
                    .orElse(null);
            throw ToolFailure.ofApply(doing, context.where(), ended.result, said, ended.text(), left);
        }
        return outcome(true, reader, ended);
    }

    /** Whether this may be the id of a backend's lock. */
    public static boolean isLockId(String id) {
        return Names.isLockId(id);
    }

    /** The id of the backend's own lock under which the last {@link #apply} worked, where it could be seen. */
    public Optional<String> backendLock() {
        return Optional.ofNullable(backendLock);
    }

    /** Who kept the last {@link #apply} from the backend's lock, where it certainly changed nothing because of that. */
    public Optional<LockHolder> lockedOut() {
        return Optional.ofNullable(lockedOut);
    }

    /** {@code state pull}, streamed to the sink; nothing at all where there is no state yet. */
    public void pullState(OutputSink sink) {
        document("pulling the state", sink, List.of("state", "pull"));
    }

    /** Selects a workspace after {@code init}, and makes it if there is none. */
    public void selectWorkspace(String name) {
        String checked = Names.workspace(name);
        if (selection.is(checked)) {
            return;
        }
        Ended select = quick("selecting the workspace", echo(), "workspace", "select", "-no-color", checked);
        if (!select.result.succeeded()) {
            quick("making the workspace", echo(), "workspace", "new", "-no-color", checked)
                    .orThrow();
        }
        selection.require(checked, "selecting the workspace", context.where());
    }

    private void document(String doing, OutputSink sink, List<String> arguments) {
        Duration timeout = context.limits().quick();
        run(
                        doing,
                        arguments,
                        timeout,
                        context.limits().grace(),
                        context.limits().documentBytes(),
                        sink)
                .orThrow();
    }

    private Ended quick(String doing, OutputSink out, String... arguments) {
        return run(
                doing,
                List.of(arguments),
                context.limits().quick(),
                context.limits().grace(),
                out);
    }

    private Ended run(String doing, List<String> arguments, Duration timeout, Duration grace, OutputSink out) {
        return run(doing, arguments, timeout, grace, context.limits().outputBytes(), out);
    }

    private Ended run(
            String doing, List<String> arguments, Duration timeout, Duration grace, long bytes, OutputSink out) {
        List<String> command = new ArrayList<>();
        command.add(context.binary().path().toString());
        command.addAll(arguments);
        TextSink err = new TextSink(TEXT);
        ProcessResult result = runner.run(new ProcessSpec(
                doing + " " + context.where(),
                command,
                context.directory(),
                context.environment().variables(),
                timeout,
                grace,
                bytes,
                out,
                err));
        return new Ended(doing, result, err);
    }

    private OutputSink echo() {
        return in -> Lines.read(in, line -> {
            if (!line.isBlank()) {
                context.listener().on(new ProgressEvent.Text(context.masker().apply(line)));
            }
        });
    }

    private String lockTimeout() {
        return "-lock-timeout=" + context.limits().lockTimeout().toSeconds() + "s";
    }

    private static ToolOutcome outcome(boolean changes, ProgressReader reader, Ended ended) {
        List<ToolDiagnostic> warnings =
                reader.diagnostics().stream().filter(d -> !d.isError()).toList();
        return new ToolOutcome(changes, reader.summary(), warnings, ended.result.wallTime());
    }

    /** A command that has ended, and what it said on its error output. */
    private final class Ended {
        private final String doing;
        private final ProcessResult result;
        private final TextSink err;
        private final boolean withheld;

        Ended(String doing, ProcessResult result, TextSink err) {
            this(doing, result, err, false);
        }

        private Ended(String doing, ProcessResult result, TextSink err, boolean withheld) {
            this.doing = doing;
            this.result = result;
            this.err = err;
            this.withheld = withheld;
        }

        /** The same without what was said. */
        Ended silent() {
            return new Ended(doing, result, new TextSink(TEXT), true);
        }

        int code() {
            return result.exitCode();
        }

        void orThrow() {
            if (!result.succeeded()) {
                throw failure();
            }
        }

        IacException failure() {
            return failure(List.of());
        }

        IacException failure(List<ToolDiagnostic> said) {
            return withheld
                    ? ToolFailure.ofWithheld(doing, context.where(), result, said)
                    : ToolFailure.of(doing, context.where(), result, all(said), text());
        }

        List<ToolDiagnostic> all(List<ToolDiagnostic> said) {
            List<ToolDiagnostic> all = new ArrayList<>(said);
            all.addAll(TextDiagnostics.errors(context.masker().apply(err.text())));
            return all;
        }

        String text() {
            return TextDiagnostics.firstLine(context.masker().apply(err.text()));
        }
    }
}

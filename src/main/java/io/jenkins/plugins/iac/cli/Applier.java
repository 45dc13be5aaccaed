package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.ApplySteps;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.Location;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunEnds;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Sealer;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.LockLine;
import io.jenkins.plugins.iac.worker.WorkArea;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Takes one approved run through the door on this machine. */
final class Applier {
    private final CliEngine engine;
    private final ApplySteps steps;

    Applier(CliEngine engine) {
        this.engine = engine;
        this.steps = new ApplySteps(engine.services());
    }

    /**
     * Applies.
     *
     * @param directory where the code is, or null for where it was at the plan
     * @throws IacException if the door refuses, or the tool fails before it was started
     */
    Run apply(Run before, Path directory) {
        Run queued = steps.queued(before);
        Stack stack = engine.services()
                .admission()
                .get()
                .catalog()
                .stack(queued.stackName())
                .orElseThrow();
        Path from = directory != null
                ? directory
                : Path.of(queued.fact("request").path("directory").asText());
        LocalSource code = LocalSource.of(from, String.valueOf(queued.source().commit()), stack);
        Location location = code.location(
                engine,
                stack,
                engine.services()
                        .admission()
                        .get()
                        .catalog()
                        .environment(stack.environment())
                        .orElseThrow(),
                engine.catalogFile());
        String area = null;
        try {
            JobRequest prepare = steps.preparing(queued, location, Planner.agent());
            ObjectNode prepared = engine.worker().run(prepare);
            area = prepared.path("area").asText();
            Sha256 planFile = restore(queued.id(), area);
            Run locked = steps.door(current(queued), prepared, planFile);
            ObjectNode result;
            try (TokenKeeper identity =
                    TokenKeeper.start(engine, locked, steps.binding(locked, prepared), steps::identity)) {
                result = engine.worker(line -> heard(locked, line)).run(steps.applying(locked, prepare, prepared));
            }
            keepLog(queued.id(), result);
            return seal(steps.applied(current(queued), result));
        } catch (RuntimeException e) {
            throw ended(current(queued), Failures.of("applying", queued.id(), e));
        } finally {
            tidy(area, queued.id());
        }
    }

    /** Whoever must look after a crash needs the id of the backend's lock; the apply goes on where it cannot be recorded. */
    private void heard(Run run, String line) {
        LockLine.id(line).ifPresent(id -> {
            try {
                steps.backendLock(run.id(), id);
            } catch (RuntimeException e) {
                engine.log().accept("that is not recorded: " + e.getMessage());
            }
        });
    }

    /** How the apply ended is told whatever becomes of its working directory; what is left there is looked for again. */
    private void tidy(String area, String run) {
        try {
            Areas.remove(engine.services(), area, run);
        } catch (UncheckedIOException e) {
            engine.log()
                    .accept(e.getMessage() + ": " + e.getCause().getMessage()
                            + "; a state that the backend refused is still there: free some space, then call 'runs'");
        }
    }

    /** Decrypts the saved plan into the working directory and measures it. */
    private Sha256 restore(String run, String area) {
        Path plan = WorkArea.of(Path.of(area), run).plan();
        try {
            Files.createFile(plan, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(plan)) {
                engine.services().plans().restore(run, out);
            }
            return Sha256.ofFile(plan);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "restoring the saved plan", "run " + run, e.toString(), "space on the disk", "free some space");
        }
    }

    private void keepLog(String run, ObjectNode result) {
        if (!result.path("log").isTextual()) {
            return;
        }
        Path artifacts = engine.services().artifacts(run);
        try {
            DurableFiles.directory(artifacts);
            Files.copy(
                    Path.of(result.path("log").asText()),
                    artifacts.resolve("apply.log"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.makePrivate(artifacts.resolve("apply.log"));
        } catch (IOException e) {
            // The apply happened: how it ended must be recorded even where its log cannot be kept.
            engine.services()
                    .book()
                    .facts(
                            current(engine.services().book().get(run)),
                            Json.object().put("logLost", e.toString()));
        }
    }

    private Run current(Run run) {
        return engine.services().book().get(run.id());
    }

    /**
     * Ends the run; what goes wrong with that does not hide why. Whoever stood behind the begin of the apply is told that
     * nobody knows, also where a full or lost journal keeps no record of it.
     */
    private IacException ended(Run run, IacException e) {
        boolean doubt = Lifecycle.isLive(run.state()) && !Lifecycle.isBeforeApplying(run.state());
        IacException told =
                doubt ? new IacException(IacException.Kind.OUTCOME_UNKNOWN, e.problem(), e.conditions(), e) : e;
        try {
            end(run, e);
        } catch (RuntimeException again) {
            told.addSuppressed(again);
        }
        return told;
    }

    /** A run that a decision ended, or sent back to wait, stays as it is; one that failed on the way ends here. */
    private void end(Run run, IacException e) {
        Run ended = run;
        if (run.state() == RunState.APPLY_ASSIGNED || run.state() == RunState.LOCKED) {
            ended = refusedOrFailed(run, e);
        } else if (!Lifecycle.isBeforeApplying(run.state())) {
            ended = new RunEnds(engine.services()).failed(run, e.problem());
        }
        if (Lifecycle.isEnd(ended.state())) {
            seal(ended);
        }
    }

    private Run refusedOrFailed(Run run, IacException e) {
        if (run.state() == RunState.APPLY_ASSIGNED
                && e.conditions().stream().anyMatch(c -> c.rule().equals(WorkArea.TAKEN))) {
            // Nothing is wrong with the plan: another run has its directory, and it may be applied afterwards.
            return engine.services().book().step(run, RunState.APPLY_QUEUED);
        }
        if (e.kind() != IacException.Kind.REFUSED || run.state() == RunState.LOCKED) {
            return new RunEnds(engine.services()).failed(run, e.problem());
        }
        ObjectNode facts = Json.object();
        facts.set("problem", Json.tree(e.problem()));
        return engine.services().book().step(run, RunState.REFUSED, facts);
    }

    private Run seal(Run run) {
        return new Sealer(engine.services()).seal(run);
    }
}

package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.Location;
import io.jenkins.plugins.iac.run.PlanResults;
import io.jenkins.plugins.iac.run.PlanSteps;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Sealer;
import io.jenkins.plugins.iac.worker.JobRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Takes one run from the request to its plan on this machine, and through the static lane. */
final class Planner {
    private final CliEngine engine;
    private Run current;

    Planner(CliEngine engine) {
        this.engine = engine;
    }

    /** The run as far as it got; null before it was asked for. */
    Run current() {
        return current == null ? null : engine.services().book().get(current.id());
    }

    /**
     * Plans, or checks statically.
     *
     * @throws IacException if something refuses or fails; the run is ended and sealed then
     */
    Run plan(String stackName, Operation operation, Path directory, RunSource asked, ObjectNode details) {
        Catalog catalog = engine.services().admission().get().catalog();
        Optional<Stack> stack = catalog.stack(stackName);
        LocalSource code = stack.map(s -> LocalSource.of(directory, String.valueOf(asked.commit()), s))
                .orElse(null);
        details.put("replayed", false);
        details.put("commitVerified", code != null && code.commitVerified());
        details.put("directory", directory.toAbsolutePath().normalize().toString());
        PlanSteps steps = new PlanSteps(engine.services());
        RunSource source = new RunSource(
                asked.kind(),
                stack.map(Stack::repository).orElse(null),
                asked.commit(),
                asked.ref(),
                asked.request(),
                asked.actor(),
                asked.author(),
                asked.trigger(),
                asked.commitSigned());
        PlanSteps.Requested requested = steps.request(stackName, operation, source, details);
        current = requested.run();
        if (current.state() == RunState.REJECTED) {
            seal();
            throw PlanSteps.rejection(requested);
        }
        Environment environment =
                catalog.environment(stack.orElseThrow().environment()).orElseThrow();
        String area = null;
        try {
            Location location = code.location(engine, stack.get(), environment, engine.catalogFile());
            current = steps.assigned(current, agent());
            JobRequest prepare = steps.preparing(current, location);
            ObjectNode prepared = engine.worker().run(prepare);
            area = prepared.path("area").asText();
            JobRequest next = steps.prepared(current(), prepare, prepared);
            ObjectNode result;
            try (TokenKeeper identity =
                    TokenKeeper.start(engine, current(), steps.binding(current(), prepared), steps::identity)) {
                result = engine.worker().run(next);
            }
            current = operation.isStatic() ? steps.checked(current(), result) : planned(result);
            return seal();
        } catch (IOException | RuntimeException e) {
            IacException known = Failures.of("planning", current.id(), e);
            end(known);
            throw known;
        } finally {
            Areas.remove(engine.services(), area, current.id());
        }
    }

    private Run planned(ObjectNode result) throws IOException {
        Path artifacts = engine.services().artifacts(current.id());
        DurableFiles.directory(artifacts);
        // The worker made it for its owner alone, and so it stays.
        Files.copy(
                Path.of(result.path("redacted").asText()),
                artifacts.resolve("plan.redacted.json"),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        try (InputStream plan = Files.newInputStream(Path.of(result.path("plan").asText()));
                InputStream secrets =
                        Files.newInputStream(Path.of(result.path("secrets").asText()))) {
            return new PlanResults(engine.services()).planned(current(), result, plan, secrets);
        }
    }

    /** Ends a run that failed on the way; one that a decision ended stays as it is. */
    private void end(IacException e) {
        Run run = current();
        if (Lifecycle.isLive(run.state())) {
            RunState end = Lifecycle.isLegal(run.state(), RunState.FAILED) ? RunState.FAILED : RunState.CANCELED;
            ObjectNode facts = Json.object();
            facts.set("problem", Json.tree(e.problem()));
            current = engine.services().book().step(run, end, facts);
        }
        seal();
    }

    private Run seal() {
        current = new Sealer(engine.services()).seal(current());
        return current;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    static ObjectNode agent() {
        return Json.object()
                .put("name", "this machine")
                .put("host", host())
                .put("user", System.getProperty("user.name"))
                .put("os", System.getProperty("os.name"));
    }
}

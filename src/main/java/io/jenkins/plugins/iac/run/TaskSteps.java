package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.policy.PolicyResult;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.runtask.TaskClient;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import io.jenkins.plugins.iac.runtask.TaskResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the external checks of a run and keeps what they said as the fact {@code tasks}. A mandatory one counts as a
 * hard-mandatory policy named {@code task:NAME}; one that nobody described, or that did not answer, has not passed.
 */
final class TaskSteps {
    static final String PREFIX = "task:";
    private static final String FACT = "tasks";
    /** An answer for an apply is of this moment, not of yesterday. */
    private static final Duration FRESH = Duration.ofHours(1);

    /** Longest time between a question and its program, beside that of the programs before it. */
    private static final Duration ON_THE_WAY = Duration.ofMinutes(10);

    private static final long MOST_PLAN = 4L * 1024 * 1024;

    private final RunServices services;

    TaskSteps(RunServices services) {
        this.services = services;
    }

    /** The checks that a run must pass, by name. */
    private static Set<String> names(Run run, Terms terms) {
        Set<String> names = new LinkedHashSet<>(terms.stack().constraints().runTasks());
        if (run.operation() == Operation.DESTROY && terms.environment().destroy() != null) {
            names.addAll(terms.environment().destroy().runTasks());
        }
        return names;
    }

    /** Those of one stage. A drift run changes nothing and asks none. */
    private static List<RunTask> of(Run run, Terms terms, TaskStage stage) {
        if (run.operation() == Operation.DRIFT) {
            return List.of();
        }
        return names(run, terms).stream()
                .flatMap(name -> terms.catalog().runTask(name).stream())
                .filter(task -> task.stages().contains(stage.id()))
                .toList();
    }

    /** Asks those of one stage that are asked from here, one after the other, and records each answer. */
    Run ask(Run run, Terms terms, TaskStage stage) {
        Run known = run;
        for (RunTask task : of(run, terms, stage)) {
            if (!isOnAgent(task)) {
                known = record(known, client().ask(task, stage, run.id(), about(known, terms, task)));
            }
        }
        return known;
    }

    /** A controller runs no commands: the agent of the run does. The command line runs on the machine of its caller. */
    private boolean isOnAgent(RunTask task) {
        return services.enforcesReceipts() && !task.command().isEmpty();
    }

    /** Whether a result is that of a program on the agent. */
    boolean isOnAgent(Terms terms, PolicyResult result) {
        return terms.catalog().runTasks().stream()
                .anyMatch(t -> isOnAgent(t) && result.policy().equals(PREFIX + t.name()));
    }

    /** Whether programs of the run's agent are asked at a stage. */
    boolean hasOnAgent(Run run, Terms terms, TaskStage stage) {
        return of(run, terms, stage).stream().anyMatch(this::isOnAgent);
    }

    /** A mandatory check before the apply whose program on the agent has given no answer that counts now, if there is one. */
    Optional<PolicyResult> unanswered(Run run, Terms terms) {
        return results(run, terms, Point.APPLY).stream()
                .filter(r -> isOnAgent(terms, r) && r.level() != Level.ADVISORY && r.answer() == Tri.UNKNOWN)
                .findFirst();
    }

    /** The questions of one stage to programs of the run's agent; none on the command line. */
    List<TaskQuestion> onAgent(Run run, Terms terms, TaskStage stage) {
        List<RunTask> tasks =
                of(run, terms, stage).stream().filter(this::isOnAgent).toList();
        Duration patience = ON_THE_WAY;
        for (RunTask task : tasks) {
            patience = patience.plus(task.timeout());
        }
        List<TaskQuestion> questions = new ArrayList<>();
        for (RunTask task : tasks) {
            questions.add(client().question(task, stage, run.id(), about(run, terms, task), patience));
        }
        return questions;
    }

    /**
     * Records what the programs of the agent said.
     *
     * @param asked the questions that went there
     * @param found what the worker brought back
     */
    Run answered(Run run, Terms terms, TaskStage stage, List<TaskQuestion> asked, JsonNode found) {
        Run known = run;
        for (TaskQuestion question : asked) {
            Optional<RunTask> task = terms.catalog().runTask(question.task());
            if (task.isPresent()) {
                JsonNode said = MissingNode.getInstance();
                for (JsonNode one : found.path("answers")) {
                    if (one.path("task").asText().equals(question.task())) {
                        said = one;
                    }
                }
                known = record(known, client().answered(task.get(), stage, run.id(), question, said));
            }
        }
        return known;
    }

    /** Asks one check by name, whether or not the stack names it. */
    Run ask(Run run, Terms terms, TaskStage stage, RunTask task) {
        return record(run, client().ask(task, stage, run.id(), about(run, terms, task)));
    }

    private TaskClient client() {
        return new TaskClient(
                services.keys().current(),
                services.clock(),
                services.enforcesReceipts() ? null : new LocalProcessRunner());
    }

    private Run record(Run run, TaskResult said) {
        TaskResult result = said.hidden(services.plans().hiding(run.id()));
        return services.book().amend(run.id(), now -> {
            ArrayNode rows = Json.array();
            now.fact(FACT).forEach(row -> {
                boolean same = row.path("task").asText().equals(result.task())
                        && row.path("stage").asText().equals(result.stage().id());
                if (!same) {
                    rows.add(row);
                }
            });
            rows.add(result.json());
            return Journey.fact(FACT, rows);
        });
    }

    private ObjectNode about(Run run, Terms terms, RunTask task) {
        ObjectNode about = Json.object();
        about.put("stack", run.stackName())
                .put("environment", terms.environment().name())
                .put("operation", Terms.writing(run).id())
                .put("repository", run.source().repository())
                .put("commit", run.source().commit())
                .put("ref", run.source().ref())
                .put("request", run.source().request())
                .put("actor", run.source().actor())
                .put("author", run.source().author())
                .put("ticket", run.fact("request").path("ticket").asText(null))
                .put("pool", terms.pool() == null ? null : terms.pool().name())
                .put(
                        "identity",
                        terms.identity() == null ? null : terms.identity().name())
                .put("policyBundle", terms.catalog().policyBundle().toString());
        JsonNode emergency = BreakGlass.asked(run);
        about.set("breakGlass", emergency.isObject() ? emergency : null);
        JsonNode plan = run.fact("plan");
        about.set("plan", plan.isObject() ? plan(run, plan, task) : null);
        return about;
    }

    private ObjectNode plan(Run run, JsonNode plan, RunTask task) {
        ObjectNode json = Json.object().put("digest", plan.path("digest").asText());
        for (String member : List.of("counts", "destructive", "risk", "drift")) {
            json.set(member, plan.path("summary").path(member));
        }
        if (task.sendPlan()) {
            json.put("redacted", redacted(run));
        }
        return json;
    }

    /** The redacted plan as text, or null where there is none or it is too large to be sent. */
    private String redacted(Run run) {
        Path file = services.artifacts(run.id()).resolve("plan.redacted.json");
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MOST_PLAN
                    ? Files.readString(file, StandardCharsets.UTF_8)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** What the checks of the stages that belong to a point say, as policies of that point. */
    List<PolicyResult> results(Run run, Terms terms, Point point) {
        List<PolicyResult> results = new ArrayList<>();
        if (run.operation() == Operation.DRIFT) {
            return results;
        }
        for (String name : names(run, terms)) {
            Optional<RunTask> task = terms.catalog().runTask(name);
            if (task.isEmpty()) {
                if (point == Point.APPLY) {
                    results.add(result(name, point, true, Tri.UNKNOWN, "nobody described this check in the catalog"));
                }
                continue;
            }
            for (String stage : task.get().stages()) {
                if (pointOf(stage) == point) {
                    results.add(result(run, task.get(), stage, point));
                }
            }
        }
        return results;
    }

    /** What the checks before the plan say. */
    List<PolicyResult> before(Run run, Terms terms) {
        List<PolicyResult> results = new ArrayList<>();
        for (String name : run.operation() == Operation.DRIFT ? Set.<String>of() : names(run, terms)) {
            terms.catalog()
                    .runTask(name)
                    .filter(t -> t.stages().contains(TaskStage.BEFORE_PLAN.id()))
                    .ifPresent(t -> results.add(result(run, t, TaskStage.BEFORE_PLAN.id(), Point.PLAN)));
        }
        return results;
    }

    private static Point pointOf(String stage) {
        return stage.equals(TaskStage.BEFORE_PLAN.id()) || stage.equals(TaskStage.AFTER_PLAN.id())
                ? Point.PLAN
                : stage.equals(TaskStage.BEFORE_APPLY.id()) ? Point.APPLY : null;
    }

    PolicyResult result(Run run, RunTask task, String stage, Point point) {
        JsonNode row = row(run, task.name(), stage);
        if (row == null) {
            return result(task.name(), point, task.mandatory(), Tri.UNKNOWN, "it was not asked");
        }
        String message = row.path("status").asText()
                + (row.path("message").asText().isEmpty()
                        ? ""
                        : ": " + row.path("message").asText());
        boolean passed = row.path("status").asText().equals(TaskResult.Status.PASSED.id());
        if (passed && point == Point.APPLY) {
            Instant ended = Instant.parse(row.path("ended").asText());
            if (ended.plus(FRESH).isBefore(services.clock().instant())) {
                return result(
                        task.name(), point, task.mandatory(), Tri.UNKNOWN, "it was asked too long ago, at " + ended);
            }
        }
        boolean error = row.path("status").asText().equals(TaskResult.Status.ERROR.id());
        Tri answer = passed ? Tri.YES : error ? Tri.UNKNOWN : Tri.NO;
        return result(task.name(), point, task.mandatory(), answer, passed ? "" : message);
    }

    private static PolicyResult result(String name, Point point, boolean mandatory, Tri answer, String reason) {
        return new PolicyResult(
                PREFIX + name, point, mandatory ? Level.HARD_MANDATORY : Level.ADVISORY, answer, reason);
    }

    /** What the check of a policy named {@code task:NAME} said last, or null. */
    static JsonNode last(Run run, String policy) {
        JsonNode last = null;
        for (JsonNode row : run.fact(FACT)) {
            if ((PREFIX + row.path("task").asText()).equals(policy)) {
                last = row;
            }
        }
        return last;
    }

    private static JsonNode row(Run run, String task, String stage) {
        for (JsonNode row : run.fact(FACT)) {
            if (row.path("task").asText().equals(task)
                    && row.path("stage").asText().equals(stage)) {
                return row;
            }
        }
        return null;
    }

    /** For conditions: what each check said last, by name. */
    static Map<String, Object> facts(Run run) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (JsonNode row : run.fact(FACT)) {
            Map<String, Object> task = new LinkedHashMap<>();
            task.put("passed", row.path("status").asText().equals(TaskResult.Status.PASSED.id()));
            task.put("status", row.path("status").asText());
            // A condition must not hold because a word that it looks for was hidden.
            if (!PlanVault.mayHide(row.path("message").asText())) {
                task.put("message", row.path("message").asText());
            }
            Map<String, Object> values = new LinkedHashMap<>();
            row.path("values").properties().forEach(v -> values.put(v.getKey(), scalar(v.getValue())));
            task.put("values", values);
            facts.put(row.path("task").asText(), task);
        }
        return facts;
    }

    private static Object scalar(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isIntegralNumber()) {
            return value.asLong();
        }
        return value.isNumber() ? (Object) value.asDouble() : value.asText();
    }
}

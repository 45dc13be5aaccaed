package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An override at the point verify. The run has ended by then and stays {@code verification_failed}, as something was changed
 * and a policy did not hold; what the override gives back is the stack, by the one way in which a frozen lock ends, with
 * sealed evidence of its own that names policy, person and reason. Only where policies alone stood in the way: a plan behind
 * the apply that was not empty, or that nobody saw, is for a person who looks at the stack.
 */
final class VerifyOverride {
    private VerifyOverride() {}

    /** Whether a run ended so that an override at this point may matter. */
    static boolean concerns(Run run) {
        return run.end() == RunState.VERIFICATION_FAILED;
    }

    /** When the question whether to override came up. */
    static Instant askedAt(Run run) {
        return run.steps().stream()
                .filter(s -> s.state() == RunState.VERIFICATION_FAILED)
                .map(Run.Step::at)
                .findFirst()
                .orElseGet(run::changedAt);
    }

    /** Why it may not be, beside what is asked of every override. */
    static List<Condition> conditions(Run run, RunServices services) {
        List<Condition> conditions = new ArrayList<>();
        boolean held = services.locks()
                .table()
                .lock(LockScope.stack(run.stack()))
                .filter(lock -> lock.isFrozen() && lock.run().equals(run.id()))
                .isPresent();
        conditions.add(Condition.of(
                "override.lock",
                held,
                "a stack that is frozen because of this run",
                held ? "frozen" : "not frozen by it",
                "nothing is left to be given back"));
        JsonNode verification = run.fact("verification");
        boolean empty = verification.path("empty").asBoolean(false)
                && verification.path("checksPassed").asBoolean(false)
                && !run.facts().has("problem");
        conditions.add(Condition.of(
                "override.verification",
                empty,
                "an apply behind which a plan was empty and every check held",
                empty ? "so it was" : "not so, or nobody knows",
                "compare the state with the world, then unlock the stack"));
        boolean hard = standing(run).stream()
                .anyMatch(row -> !row.path("level").asText().equals(Level.SOFT_MANDATORY.id()));
        conditions.add(Condition.of(
                "override.others",
                !hard,
                "only soft-mandatory policies in the way",
                hard ? "a hard-mandatory one, too" : "none",
                "look at what it refuses, then unlock the stack"));
        return conditions;
    }

    /** The results of this point that refuse and that nobody has overridden. */
    private static List<JsonNode> standing(Run run) {
        List<JsonNode> standing = new ArrayList<>();
        run.fact("policy").forEach(row -> {
            if (row.path("point").asText().equals(Point.VERIFY.id())
                    && !row.path("passed").asBoolean()
                    && !row.path("level").asText().equals(Level.ADVISORY.id())
                    && !row.path("override").isObject()) {
                standing.add(row);
            }
        });
        return standing;
    }

    /** Notes who overrode what beside the results, and gives the stack back once all that refused are overridden. */
    static Run settle(Run run, Terms terms, RunServices services, Vote last, ObjectNode caller) {
        Overrides overrides = new Overrides(services);
        ArrayNode rows = Json.array();
        ArrayNode told = Json.array();
        run.fact("policy").forEach(row -> {
            ObjectNode copy = row.deepCopy();
            if (standing(run).contains(row)) {
                JsonNode override = overrides.of(run, terms, row.path("policy").asText());
                copy.set("override", override);
            }
            if (copy.path("override").isObject() && copy.path("point").asText().equals(Point.VERIFY.id())) {
                told.addObject().put("policy", copy.path("policy").asText()).set("override", copy.path("override"));
            }
            rows.add(copy);
        });
        Run noted = services.book().facts(run, Journey.fact("policy", rows));
        if (!standing(noted).isEmpty()) {
            return noted;
        }
        Lock lock = services.locks().table().lock(LockScope.stack(run.stack())).orElseThrow();
        ObjectNode more = Json.object().put("digest", last.digest().toString());
        more.set("overrides", told);
        new Unlocking(services)
                .unlock(
                        run.stack(),
                        lock.token(),
                        last.user(),
                        last.authenticated(),
                        caller,
                        null,
                        last.comment(),
                        id -> lock.run().equals(id) ? Liveness.Owner.DEAD : Liveness.Owner.UNKNOWN,
                        more);
        return services.book().facts(services.book().get(run.id()), Journey.fact(Run.VERIFY_OVERRIDDEN, told));
    }
}

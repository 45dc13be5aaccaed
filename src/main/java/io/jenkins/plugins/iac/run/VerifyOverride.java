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
        conditions.add(held(run, lock(run, services)));
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

    private static Lock lock(Run run, RunServices services) {
        return services.locks().table().lock(LockScope.stack(run.stack())).orElse(null);
    }

    private static Condition held(Run run, Lock lock) {
        boolean held = lock != null && lock.isFrozen() && lock.run().equals(run.id());
        return Condition.of(
                "override.lock",
                held,
                "a stack that is frozen because of this run",
                held ? "frozen" : "not frozen by it",
                "nothing is left to be given back");
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
        Run noted = services.book()
                .amend(run.id(), now -> Journey.fact("policy", rows(now, terms, new Overrides(services))));
        if (!standing(noted).isEmpty() || noted.isVerifiedByOverride()) {
            return noted;
        }
        Lock lock = lock(run, services);
        Condition held = held(run, lock);
        if (!held.passed()) {
            throw Overrides.refused(run, "overriding what refused the verification", List.of(held));
        }
        ObjectNode more = Json.object().put("digest", last.digest().toString());
        ArrayNode told = more.putArray(Run.OVERRIDES);
        noted.fact("policy").forEach(row -> {
            if (row.path("override").isObject() && row.path("point").asText().equals(Point.VERIFY.id())) {
                told.addObject().put("policy", row.path("policy").asText()).set("override", row.path("override"));
            }
        });
        new Unlocking(services)
                .unlock(
                        run.stack(),
                        lock.token(),
                        last.user(),
                        last.authenticated(),
                        caller,
                        null,
                        last.comment(),
                        id -> run.id().equals(id) ? Liveness.Owner.DEAD : Liveness.Owner.UNKNOWN,
                        more);
        return services.book().get(run.id());
    }

    private static ArrayNode rows(Run now, Terms terms, Overrides overrides) {
        List<JsonNode> standing = standing(now);
        ArrayNode rows = Json.array();
        now.fact("policy").forEach(row -> {
            ObjectNode copy = row.deepCopy();
            if (standing.contains(row)) {
                copy.set("override", overrides.of(now, terms, row.path("policy").asText()));
            }
            rows.add(copy);
        });
        return rows;
    }
}

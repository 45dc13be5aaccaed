package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An apply that did not get the backend's lock, so that nothing of it began: it goes back to wait, is tried again with its
 * approval for the same digest as long as that holds, and is refused after {@value #MOST} tries. The stack is never frozen by
 * this. Each try stays recorded.
 */
final class BackendLocked {
    /** Member of the worker's answer, and name of the fact. */
    static final String ANSWER = "lockedOut";

    static final String FACT = "backendLocked";
    private static final String TRIES = "tries";
    /** Each try has waited as long as the tool waits for a lock. */
    static final int MOST = 10;
    /** How long nobody tries again. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String NEXT =
            "wait for whoever holds it; if nobody does any more, break it with the tool's own"
                    + " 'force-unlock'; then ";

    private BackendLocked() {}

    /**
     * Takes the run back to {@code apply_queued}, or to {@code refused} after the last try; locks are the caller's.
     *
     * @param result the worker's answer, which says that nothing was started
     */
    static IacException back(Run run, JsonNode result, RunServices services) {
        ObjectNode fact = Json.object().put("most", MOST);
        ArrayNode tries = fact.putArray(TRIES);
        run.fact(FACT).path(TRIES).forEach(tries::add);
        tries.add(((ObjectNode) result.path(ANSWER).deepCopy())
                .put("at", services.clock().instant().toString()));
        ObjectNode facts = Journey.fact(FACT, fact);
        boolean last = tries.size() >= MOST;
        Run now;
        if (last) {
            facts.set("problem", result.path("problem"));
            now = services.book().step(run, RunState.REFUSED, facts);
            services.plans().forget(run.id());
        } else {
            now = services.book().step(run, RunState.APPLY_QUEUED, facts);
        }
        return refusal(now, services);
    }

    /** What is said of a run that it {@link #tells} of. */
    static IacException refusal(Run run, RunServices services) {
        Condition why = condition(run, services.clock().instant());
        return ApplySteps.refused(run, why.found(), why.expected(), why.message(), List.of(why));
    }

    /** What keeps a run that waits, for a while after its last try; null where it may try. */
    static Condition held(Run run, Instant now) {
        if (!tells(run)) {
            return null;
        }
        Instant at = instant(last(run).path("at"));
        // A try of the future was recorded by a clock that was wrong, and keeps nobody waiting for that time.
        boolean over = at != null && (now.isBefore(at) || !now.isBefore(at.plus(PAUSE)));
        return over ? null : condition(run, now);
    }

    private static Condition condition(Run run, Instant now) {
        Instant since = instant(last(run).path("since"));
        String age = since == null || since.isAfter(now)
                ? ""
                : ", for " + Duration.between(since, now).toMinutes() + " min";
        return Condition.failed("lock.backend", "the backend's lock free", holder(run) + age, next(run));
    }

    /** Whether the run stands where this took it, and not where something else did. */
    static boolean tells(Run run) {
        int end = run.steps().size() - (run.state() == RunState.SEALED ? 2 : 1);
        RunState to = end < 1 ? null : run.steps().get(end).state();
        return run.fact(FACT).isObject()
                && (to == RunState.APPLY_QUEUED || to == RunState.REFUSED)
                && run.steps().get(end - 1).state() == RunState.APPLYING;
    }

    /** Whether the run is past its apply, or out of it again; one that never came to it takes no answer. */
    static boolean isTakenIn(Run run) {
        return run.state() != RunState.APPLYING
                && run.state() != RunState.LOCKED
                && run.steps().stream().anyMatch(s -> s.state() == RunState.APPLYING);
    }

    /**
     * A run whose answer was taken in before, by a host that may have died right after that.
     *
     * @throws IacException the refusal of then, where it is back in the queue because of this; its locks are given back
     */
    static Run takenIn(Run run, RunServices services) {
        if (run.state() == RunState.APPLY_QUEUED && tells(run)) {
            new RunLocks(services).release(run);
            throw refusal(run, services);
        }
        return run;
    }

    /** For a run that it {@link #tells} of. */
    static String meaning(Run run) {
        return (run.end() == null ? "approved, waiting: " : "nothing was changed: ") + holder(run);
    }

    /** What to do about it. */
    static String next(Run run) {
        return NEXT + (run.end() == null ? "apply again" : "plan again");
    }

    private static JsonNode last(Run run) {
        JsonNode tries = run.fact(FACT).path(TRIES);
        return tries.path(tries.size() - 1);
    }

    private static String holder(Run run) {
        int tries = run.fact(FACT).path(TRIES).size();
        return told(last(run)) + " (try " + tries + " of "
                + run.fact(FACT).path("most").asInt() + ")";
    }

    private static String told(JsonNode one) {
        String id = one.path("id").asText("");
        String who = one.path("who").asText("");
        String since = one.path("since").asText("");
        return "the backend's lock" + (id.isEmpty() ? "" : " " + id) + " was not to be had"
                + (who.isEmpty() ? "" : "; " + who + " holds it") + (since.isEmpty() ? "" : " since " + since);
    }

    private static Instant instant(JsonNode text) {
        try {
            return text.isTextual() ? Instant.parse(text.asText()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Each try, in the evidence. */
    static void incidents(Run run, Predicate predicate) {
        run.fact(FACT).path(TRIES).forEach(one -> Optional.ofNullable(instant(one.path("at")))
                .ifPresent(at -> predicate.incident("not applied: " + told(one), at)));
    }
}

package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run as its journal tells it: where it stands, and every fact that was recorded on the way. A value; the next step
 * makes a new one.
 *
 * @param stackName the stack that was asked for, as written; a refused request may name one that does not exist
 * @param facts what is known, by name: {@code request}, {@code admission}, {@code contract}, {@code plan}, ...
 * @param steps the states that were reached, with times
 * @param votes votes in the order in which they were recorded
 */
public record Run(
        String id,
        RunState state,
        String stackName,
        Operation operation,
        RunSource source,
        ObjectNode facts,
        List<Step> steps,
        List<ObjectNode> votes) {

    /** Name of the fact that says since when an override is awaited. */
    static final String AWAITING_OVERRIDE = "awaitingOverride";

    /** Name of the fact that says who broke the run's lock, and by overriding what, where that was the way. */
    static final String UNLOCKED = "unlocked";
    /** Its member. */
    static final String OVERRIDES = "overrides";

    /** One state that was reached. */
    public record Step(RunState state, Instant at) {}

    public Run {
        steps = List.copyOf(steps);
        votes = List.copyOf(votes);
    }

    /**
     * The stack.
     *
     * @throws IllegalArgumentException if the request named something that is no stack's name
     */
    public StackId stack() {
        return new StackId(stackName);
    }

    /** A fact, or a missing node. */
    public JsonNode fact(String name) {
        return facts.path(name);
    }

    /** When the run was asked for. */
    public Instant requestedAt() {
        return steps.get(0).at();
    }

    /** When it last changed its state. */
    public Instant changedAt() {
        return steps.get(steps.size() - 1).at();
    }

    /** The end that was reached, before sealing; null while the run is live. */
    public RunState end() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (Lifecycle.isEnd(steps.get(i).state())) {
                return steps.get(i).state();
            }
        }
        return null;
    }

    /** When it began to be applied, or null; what the worker proved not to have started does not count. */
    Instant applyingSince() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            RunState next = i + 1 < steps.size() ? steps.get(i + 1).state() : null;
            if (steps.get(i).state() == RunState.APPLYING
                    && next != RunState.APPLY_QUEUED
                    && next != RunState.REFUSED) {
                return steps.get(i).at();
            }
        }
        return null;
    }

    /** The state that tells how it went: the end that was reached, as "sealed" tells nobody anything, else where it stands. */
    public RunState telling() {
        RunState end = end();
        return end == null ? state : end;
    }

    /**
     * Whether its plan waits for an override: only soft-mandatory policies refuse it, and there is a team that may pass over
     * them. Such a run rests as {@code planned}.
     */
    public boolean isAwaitingOverride() {
        return state == RunState.PLANNED && facts.has(AWAITING_OVERRIDE);
    }

    /** Whether it was applied and verified but for policies that the override team passed over; its stack is free again. */
    public boolean isVerifiedByOverride() {
        return end() == RunState.VERIFICATION_FAILED
                && fact(UNLOCKED).path(OVERRIDES).isArray();
    }

    private boolean isLookForDrift() {
        return operation == Operation.DRIFT;
    }

    /** What the state means, as it is told to people. */
    public String meaning() {
        if (isVerifiedByOverride()) {
            return "applied, and what the policies refused afterwards was overridden";
        }
        if (BackendLocked.tells(this)) {
            return BackendLocked.meaning(this);
        }
        if (isLookForDrift() && telling() == RunState.PLAN_ONLY) {
            return "a look for drift, done: something is not as the state says";
        }
        return isAwaitingOverride()
                ? "a soft-mandatory policy does not hold"
                : telling().meaning();
    }

    /** What to do next. */
    public String next() {
        if (isVerifiedByOverride()) {
            return "nothing to do: the stack is free again";
        }
        if (BackendLocked.tells(this)) {
            return BackendLocked.next(this);
        }
        if (Lifecycle.freezes(telling()) && RescuedStates.has(this)) {
            return RescuedStates.next(this);
        }
        if (isLookForDrift() && telling() == RunState.PLAN_ONLY) {
            return "look at what drifted, then plan the stack to mend it, or take it into the code";
        }
        if (telling() == RunState.PLAN_ONLY) {
            return refusedApply().orElse(RunState.PLAN_ONLY.next());
        }
        if (isAwaitingOverride() && isLookForDrift()) {
            return "let the override team say why this drift may be, or mend it";
        }
        return isAwaitingOverride()
                ? "let the override team say why it may go on, or mend the code and plan again"
                : telling().next();
    }

    /** Why merging alone would not help: what is in the way of an apply and not said of the source's kind. */
    private Optional<String> refusedApply() {
        for (JsonNode condition : fact("applyRefused").path("conditions")) {
            String rule = condition.path("rule").asText();
            boolean failed = !condition.path("passed").asBoolean(false)
                    && !condition.path("deferred").asBoolean(false);
            if (failed) {
                return rule.startsWith("operation.")
                        ? Optional.empty()
                        : Optional.of("not for apply: "
                                + condition.path("message").asText() + " (" + rule + "); mend that and plan again");
            }
        }
        return Optional.empty();
    }

    /** The same run one step on. */
    Run next(RunState to, Instant at, ObjectNode more) {
        ObjectNode known = facts.deepCopy();
        known.setAll(more);
        List<Step> longer = new ArrayList<>(steps);
        longer.add(new Step(to, at));
        return new Run(id, to, stackName, operation, source, known, longer, votes);
    }

    Run with(ObjectNode more) {
        ObjectNode known = facts.deepCopy();
        known.setAll(more);
        return new Run(id, state, stackName, operation, source, known, steps, votes);
    }

    Run withVote(ObjectNode vote) {
        List<ObjectNode> more = new ArrayList<>(votes);
        more.add(vote);
        return new Run(id, state, stackName, operation, source, facts, steps, more);
    }

    /** The same run at the commit and signature that the checkout found. */
    Run withSource(RunSource found) {
        return new Run(id, state, stackName, operation, found, facts, steps, votes);
    }

    /** For {@code runs}: one line of facts. */
    public ObjectNode brief() {
        ObjectNode json = Json.object();
        json.put("run", id)
                .put("stack", stackName)
                .put("operation", operation.id())
                .put("state", state.id());
        RunState end = end();
        json.put("end", end == null ? null : end.id());
        json.put("meaning", meaning()).put("next", next());
        if (isAwaitingOverride()) {
            json.put(AWAITING_OVERRIDE, true);
        }
        json.put("actor", source.actor()).put("commit", source.commit()).put("ref", source.ref());
        json.put("digest", fact("plan").path("digest").asText(null));
        if (Terms.isBreakGlass(this)) {
            json.put("breakGlass", BreakGlass.standing(this));
        }
        json.put("requestedAt", requestedAt().toString())
                .put("changedAt", changedAt().toString());
        return json;
    }

    /** For {@code run show}: everything that the journal knows. */
    public ObjectNode full() {
        ObjectNode json = brief();
        json.set("source", Json.tree(source));
        json.put("recovery", state.recovery().name().toLowerCase(java.util.Locale.ROOT));
        var times = json.putArray("steps");
        steps.forEach(s -> times.addObject().put("state", s.state().id()).put("at", s.at().toString()));
        json.set("votes", Json.tree(votes));
        json.setAll(facts);
        return json;
    }
}

package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import java.time.Instant;
import java.util.Locale;

/**
 * How a stack stands against the world, apart from how its runs ended: a check that failed says nothing about drift.
 *
 * @param run the run from which this is known, or after whose apply nothing is known; or null
 * @param at when that run looked, or ended; or null
 * @param report the fact {@code drift} of that run, or a missing node
 * @param failed the later check that failed, or null; what was known before stays known
 */
public record DriftStatus(State state, String run, Instant at, JsonNode report, String failed) {
    /** Where a stack stands. */
    public enum State {
        /** Nobody has looked, or not since an apply that ended in doubt. */
        UNKNOWN,
        /** Nothing differs, or only in the provider's words. */
        CLEAN,
        /** All that differs is covered by suppressions that still counted. */
        SUPPRESSED,
        /** Somebody must look. */
        DRIFTED
    }

    /** Nobody has looked. */
    public static final DriftStatus NEVER =
            new DriftStatus(State.UNKNOWN, null, null, Json.mapper().missingNode(), null);

    /** How a stack stands after these runs of it, oldest first. */
    public static DriftStatus of(Iterable<Run> runs) {
        DriftStatus status = null;
        for (Run run : runs) {
            status = after(status, run);
        }
        return status == null ? NEVER : status;
    }

    /** What is known after one more run, or null where nothing is; runs come in the order in which they were asked for. */
    static DriftStatus after(DriftStatus before, Run run) {
        RunState end = run.end();
        boolean looked = run.operation() == Operation.DRIFT && run.isAwaitingOverride();
        if (end == null && !looked) {
            return before;
        }
        if (run.operation() != Operation.DRIFT) {
            return later(before, applied(end, run));
        }
        JsonNode report = run.fact("drift");
        if (report.path("state").isTextual()) {
            return later(
                    before,
                    new DriftStatus(
                            State.valueOf(report.path("state").asText().toUpperCase(Locale.ROOT)),
                            run.id(),
                            run.requestedAt(),
                            report,
                            null));
        }
        if (end == RunState.FAILED) {
            DriftStatus known = before == null ? NEVER : before;
            return new DriftStatus(known.state(), known.run(), known.at(), known.report(), run.id());
        }
        return before;
    }

    /** What a run says that was to change something, or null for nothing. */
    private static DriftStatus applied(RunState end, Run run) {
        // A verification is a plan that refreshes, too: it was empty, so nothing differs of what it looked at.
        boolean empty =
                end == RunState.VERIFIED && run.fact("request").path("targets").isEmpty();
        if (!empty && !Lifecycle.freezes(end)) {
            return null;
        }
        Instant ended = run.steps().stream()
                .filter(s -> s.state() == end)
                .reduce((earlier, last) -> last)
                .map(Run.Step::at)
                .orElseThrow();
        // Something may have been changed, and nobody has looked since.
        return new DriftStatus(
                empty ? State.CLEAN : State.UNKNOWN,
                run.id(),
                ended,
                Json.mapper().missingNode(),
                null);
    }

    /** A run that was asked for earlier may have ended later: what is known of the later moment counts. */
    private static DriftStatus later(DriftStatus before, DriftStatus next) {
        boolean older = next == null
                || before != null && before.at() != null && before.at().isAfter(next.at());
        return older ? before : next;
    }

    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("state", state.name().toLowerCase(Locale.ROOT))
                .put("run", run)
                .put("at", at == null ? null : at.toString())
                .put("failed", failed);
        json.set("counts", report.path("counts").isObject() ? report.path("counts") : Json.object());
        return json;
    }
}

package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.Condition;

/**
 * A run that waits, its place in the line and what is in its way, as queues, pages and logs show it.
 *
 * @param turn as it was when somebody asked
 */
public record Waiter(WaitingRun run, Turn turn) {
    /** One sentence: place, and the first thing that is in the way. */
    public String sentence() {
        return "place " + turn.position() + " in the line of " + run.pool() + ": " + reason();
    }

    /** The first thing that is in the way, with what was expected and what was found. */
    public String reason() {
        for (Condition condition : turn.reasons()) {
            if (!condition.passed()) {
                String next = condition.message();
                return condition.rule() + ": expected " + condition.expected() + ", found " + condition.found()
                        + (next == null || next.isBlank() ? "" : "; " + next);
            }
        }
        return "it is its turn; it waits for a free agent";
    }
}

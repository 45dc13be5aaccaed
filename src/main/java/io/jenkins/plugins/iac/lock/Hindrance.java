package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.Condition;

/** What kind of thing keeps a run from going that waits to change something, for whoever measures how long. */
public enum Hindrance {
    /** A lock, or another run of its stack or of an environment that one run at a time may change. */
    LOCK,
    /** A freeze or a window: nobody shall go now. */
    FREEZE,
    /** Anything else, such as a catalog that cannot be read. */
    OTHER;

    /**
     * Of a condition that does not hold.
     *
     * @param held as {@link WaitingLine#hold} got it, or null
     * @param behind whether another run goes first
     * @return null where nothing but its turn and a free agent is waited for
     */
    public static Hindrance of(Condition held, boolean behind) {
        if (held == null) {
            return behind ? LOCK : null;
        }
        String rule = held.rule();
        if (rule.startsWith("freeze.") || rule.equals("window")) {
            return FREEZE;
        }
        return rule.startsWith("lock.") ? LOCK : OTHER;
    }
}

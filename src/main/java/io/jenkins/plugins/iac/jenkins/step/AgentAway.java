package io.jenkins.plugins.iac.jenkins.step;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long an agent may be away before its run counts as lost: an apply then ends as {@code apply_unknown} and freezes its
 * stack, everything else fails. Long enough for an agent to connect again, short enough for people who wait; the system
 * property {@value #PROPERTY} of the controller changes it, without a restart.
 *
 * <p>An agent that Jenkins does not even know any more, as a pod that was deleted, is given {@link #REMOVED} only.
 */
final class AgentAway {
    static final String PROPERTY = "io.jenkins.plugins.iac.agentAwaySeconds";
    static final Duration DEFAULT = Duration.ofMinutes(5);
    static final Duration REMOVED = Duration.ofMinutes(1);
    private static final Duration LEAST = Duration.ofSeconds(10);
    private static final Duration MOST = Duration.ofDays(1);
    private static final Duration SAY = Duration.ofMinutes(1);

    private final String agent;
    private final boolean applying;
    private final Instant since;
    private Instant said;

    /** @param applying whether something may be changed there meanwhile */
    AgentAway(String agent, boolean applying, Instant since) {
        this.agent = agent.isEmpty() ? "the built-in node" : "agent " + agent;
        this.applying = applying;
        this.since = since;
    }

    /** How long it may be away now; a value out of all reason counts as the nearest one within. */
    static Duration limit(boolean known) {
        Duration set = Duration.ofSeconds(Long.getLong(PROPERTY, DEFAULT.toSeconds()));
        Duration limit = set.compareTo(LEAST) < 0 ? LEAST : set.compareTo(MOST) > 0 ? MOST : set;
        return known || limit.compareTo(REMOVED) < 0 ? limit : REMOVED;
    }

    boolean isLost(Instant now, boolean known) {
        return Duration.between(since, now).compareTo(limit(known)) > 0;
    }

    /** What to say in the build's log now: at once, then every minute; empty in between. */
    Optional<String> word(Instant now, boolean known) {
        if (said != null && Duration.between(said, now).compareTo(SAY) < 0) {
            return Optional.empty();
        }
        boolean first = said == null;
        said = now;
        Duration left = limit(known).minus(Duration.between(since, now));
        long seconds = Math.max(0, left.toSeconds());
        return Optional.of(agent
                + (known ? " is away" : " is gone from this Jenkins")
                + (first ? "; the process there may go on" : " since " + since)
                + ". If it is not back in " + (seconds >= 120 ? seconds / 60 + " minutes" : seconds + " seconds")
                + (applying
                        ? ", nobody knows what was applied: the run ends as apply_unknown and its stack is frozen"
                        : ", the run fails; nothing was changed"));
    }
}

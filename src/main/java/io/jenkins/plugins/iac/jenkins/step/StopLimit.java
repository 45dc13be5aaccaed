package io.jenkins.plugins.iac.jenkins.step;

import io.jenkins.plugins.iac.jenkins.agent.AgentLoss;
import io.jenkins.plugins.iac.jenkins.agent.Stoppable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is done, and when, with a process that somebody stops: it is asked once; its worker kills the tool when the grace is
 * over; where even the worker gives no answer, everything is killed from here. Immutable and saved with the step, so a
 * restart of the controller or of the agent changes nothing about it. The system property {@value #PROPERTY} of the
 * controller says how long the grace is, and counts for phases that begin afterwards.
 */
final class StopLimit implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(StopLimit.class.getName());

    static final String PROPERTY = "io.jenkins.plugins.iac.stopGraceSeconds";
    static final Duration DEFAULT = Duration.ofMinutes(10);
    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final Duration MOST = Duration.ofDays(1);
    /** What a worker may take to kill its tool and to say so, and the kernel to take what was killed away. */
    private static final Duration ANSWER = Duration.ofMinutes(1);

    private final long graceSeconds;
    private final long asked;
    private final long killed;

    private StopLimit(long graceSeconds, long asked, long killed) {
        this.graceSeconds = graceSeconds;
        this.asked = asked;
        this.killed = killed;
    }

    /** What is due. */
    enum Move {
        ASK,
        WAIT,
        KILL,
        /** It was killed and is still there: nothing more can be done from here. */
        GIVE_UP
    }

    /** How long the tool of a phase that begins now may take to end; a value out of all reason counts as the nearest within. */
    static Duration grace() {
        Duration set = Duration.ofSeconds(Long.getLong(PROPERTY, DEFAULT.toSeconds()));
        return set.compareTo(LEAST) < 0 ? LEAST : set.compareTo(MOST) > 0 ? MOST : set;
    }

    /** One that was begun before; null for what was not done yet. A phase of an older version (0) was told the usual. */
    static StopLimit of(long graceSeconds, Instant asked, Instant killed) {
        return new StopLimit(
                graceSeconds == 0 ? DEFAULT.toSeconds() : graceSeconds,
                asked == null ? 0 : asked.toEpochMilli(),
                killed == null ? 0 : killed.toEpochMilli());
    }

    /** When the process was asked, or null. */
    Instant askedAt() {
        return asked == 0 ? null : Instant.ofEpochMilli(asked);
    }

    /** When it was killed, or null. */
    Instant killedAt() {
        return killed == 0 ? null : Instant.ofEpochMilli(killed);
    }

    /** The process was asked, and somebody was there to hear it. */
    StopLimit heard(Instant now) {
        return new StopLimit(graceSeconds, now.toEpochMilli(), killed);
    }

    /** It was killed, or that was tried where its agent could be reached. */
    StopLimit killed(Instant now) {
        return killed == 0 ? new StopLimit(graceSeconds, asked, now.toEpochMilli()) : this;
    }

    Move next(Instant now) {
        if (killed != 0) {
            return now.toEpochMilli() - killed > ANSWER.toMillis() ? Move.GIVE_UP : Move.KILL;
        }
        if (asked == 0) {
            return Move.ASK;
        }
        long answer = Math.min(graceSeconds, ANSWER.toSeconds());
        return now.toEpochMilli() - asked > (graceSeconds + answer) * 1000 ? Move.KILL : Move.WAIT;
    }

    /**
     * Does what is due with a process that is still there. What cannot be done because its agent is away is due again; what
     * fails on an agent that is there counts as done, so that nobody waits for ever. Blocks on the agent.
     *
     * @return this one where nothing has changed
     */
    StopLimit act(Stoppable process, PrintStream log, Instant now) throws InterruptedException {
        Move move = next(now);
        try {
            return switch (move) {
                case ASK -> {
                    boolean heard = process.stop();
                    if (heard) {
                        log.println("stopping; the tool has " + graceSeconds + " seconds to finish what it is doing");
                    }
                    yield heard ? heard(now) : this;
                }
                case KILL -> {
                    boolean reached = process.kill();
                    if (reached && killed == 0) {
                        log.println("the worker gives no answer; it is killed with all that it started");
                    }
                    yield reached ? killed(now) : this;
                }
                case WAIT, GIVE_UP -> this;
            };
        } catch (IOException | RuntimeException e) {
            if (AgentLoss.is(e)) {
                LOGGER.log(Level.FINE, "the agent is away", e);
                return this;
            }
            boolean asking = move == Move.ASK;
            if (asking || killed == 0) {
                String what = asking ? "asking the worker to stop" : "killing the worker";
                LOGGER.log(Level.WARNING, what, e);
                log.println(
                        what + " failed: " + e + "; it counts as " + (asking ? "asked" : "killed") + " from now on");
            }
            return asking ? heard(now) : killed(now);
        }
    }
}

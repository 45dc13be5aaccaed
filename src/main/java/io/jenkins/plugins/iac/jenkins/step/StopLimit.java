package io.jenkins.plugins.iac.jenkins.step;

import hudson.remoting.RequestAbortedException;
import io.jenkins.plugins.iac.jenkins.agent.WorkerProcess;
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

    /** @param grace what the worker was told when its phase began */
    static StopLimit of(Duration grace) {
        return new StopLimit(grace.toSeconds(), 0, 0);
    }

    /** The process was asked, and somebody was there to hear it. */
    StopLimit heard(Instant now) {
        return new StopLimit(graceSeconds, now.toEpochMilli(), killed);
    }

    /** It was killed, or that was tried. */
    StopLimit killed(Instant now) {
        return new StopLimit(graceSeconds, asked, killed == 0 ? now.toEpochMilli() : killed);
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

    /** Does what is due with a process that is still there; what cannot be done is due again. Blocks on the agent. */
    StopLimit act(WorkerProcess process, PrintStream log, Instant now) throws InterruptedException {
        try {
            switch (next(now)) {
                case ASK -> {
                    log.println("stopping; the tool has " + graceSeconds + " seconds to finish what it is doing");
                    return process.stop() ? heard(now) : this;
                }
                case KILL -> {
                    if (killed == 0) {
                        log.println("the worker gives no answer; it is killed with all that it started");
                    }
                    process.kill();
                    return killed(now);
                }
                default -> {
                    return this;
                }
            }
        } catch (IOException | RequestAbortedException e) {
            LOGGER.log(Level.FINE, "the agent is away", e);
            return this;
        }
    }
}

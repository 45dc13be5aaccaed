package io.jenkins.plugins.iac.tool;

import java.time.Duration;

/**
 * How long and how much a tool may.
 *
 * @param quick timeout of what only reads files or one state: fmt, validate, show, workspace, state pull, force-unlock
 * @param init timeout of init, which downloads
 * @param plan timeout of plan
 * @param apply timeout of apply
 * @param grace how long a stopped init or plan has to end by itself
 * @param applyGrace the same for an apply, which finishes the operations under way and writes its state
 * @param lockTimeout how long the tool waits for the backend's lock; less than the command has, so that waiting in vain is
 *     never taken for a command that was stopped at its work
 * @param outputBytes most output of one command; {@code show} and {@code state pull} have {@code documentBytes}
 * @param documentBytes most output of a command whose output is the document asked for
 */
public record ToolLimits(
        Duration quick,
        Duration init,
        Duration plan,
        Duration apply,
        Duration grace,
        Duration applyGrace,
        Duration lockTimeout,
        long outputBytes,
        long documentBytes) {
    public static final ToolLimits DEFAULT = new ToolLimits(
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofMinutes(2),
            256L << 20,
            4L << 30);

    /** The same limits with one timeout for every command, of which a quarter at most is spent waiting for a lock. */
    public ToolLimits withTimeout(Duration all) {
        Duration lock = all.dividedBy(4).compareTo(lockTimeout) < 0 ? all.dividedBy(4) : lockTimeout;
        return new ToolLimits(all, all, all, all, grace, applyGrace, lock, outputBytes, documentBytes);
    }

    /** The same limits with these graces. */
    public ToolLimits withGrace(Duration shorter, Duration forApply) {
        return new ToolLimits(quick, init, plan, apply, shorter, forApply, lockTimeout, outputBytes, documentBytes);
    }

    /** The same limits with this much output. */
    public ToolLimits withOutput(long bytes, long documents) {
        return new ToolLimits(quick, init, plan, apply, grace, applyGrace, lockTimeout, bytes, documents);
    }
}

package io.jenkins.plugins.iac.process;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what both outputs of a process have given, and says when it is too much. */
final class OutputMeter {
    private final AtomicLong left;
    private final Runnable exceeded;

    OutputMeter(long limit, Runnable exceeded) {
        this.left = new AtomicLong(limit);
        this.exceeded = exceeded;
    }

    /** Takes note of bytes that were read; returns how many of them may be passed on. */
    int take(int bytes) {
        long before = left.getAndAdd(-bytes);
        if (before >= bytes) {
            return bytes;
        }
        exceeded.run();
        return (int) Math.max(0, before);
    }
}

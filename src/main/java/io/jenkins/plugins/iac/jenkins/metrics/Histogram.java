package io.jenkins.plugins.iac.jenkins.metrics;

/** Durations in buckets from a second to a day. Safe for several threads. */
final class Histogram {
    /** Upper bounds in seconds, inclusive. */
    static final double[] BOUNDS = {1, 5, 15, 30, 60, 120, 300, 900, 1800, 3600, 14_400, 86_400};

    private final long[] counts = new long[BOUNDS.length + 1];
    private double sum;

    /** A negative duration, after a clock was set back, counts as none. */
    synchronized void observe(double seconds) {
        double value = Math.max(0, seconds);
        int bucket = 0;
        while (bucket < BOUNDS.length && value > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sum += value;
    }

    /** Observations up to each bound, and all of them last. */
    synchronized long[] cumulative() {
        long[] cumulative = counts.clone();
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
        return cumulative;
    }

    synchronized double sum() {
        return sum;
    }
}

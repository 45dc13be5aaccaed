package io.jenkins.plugins.iac.source;

import java.time.Duration;

/**
 * Bounds on a checkout, so that a repository cannot fill a disk or an agent's time.
 *
 * @param files most files in the commit
 * @param bytes most bytes of all files together, unpacked
 * @param timeout longest any one call of git may take
 */
public record CheckoutLimits(int files, long bytes, Duration timeout) {
    public static final CheckoutLimits DEFAULT = new CheckoutLimits(200_000, 4L << 30, Duration.ofMinutes(10));
}

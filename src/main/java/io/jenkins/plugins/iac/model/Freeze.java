package io.jenkins.plugins.iac.model;

import java.time.Instant;

/**
 * A time in which nothing is changed.
 *
 * @param from first instant, UTC
 * @param until first instant after it, UTC
 */
public record Freeze(Instant from, Instant until, String reason) {
    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }
}

package io.jenkins.plugins.iac.jenkins.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** How the pages write times and addresses. */
final class Texts {
    private Texts() {}

    /** {@code 3 min ago}; a time that is to come, after a clock was set back, is {@code just now}. */
    static String ago(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        if (age.compareTo(Duration.ofSeconds(1)) < 0) {
            return "just now";
        }
        String[] parts = length(age).split(" ");
        return parts[0] + " " + parts[1] + " ago";
    }

    /** The two largest units: {@code 2 d 4 h}, {@code 12 s}; below a second in milliseconds. */
    static String length(Duration length) {
        if (length.toDays() > 0) {
            return two(length.toDays(), "d", length.toHoursPart(), "h");
        }
        if (length.toHours() > 0) {
            return two(length.toHours(), "h", length.toMinutesPart(), "min");
        }
        if (length.toMinutes() > 0) {
            return two(length.toMinutes(), "min", length.toSecondsPart(), "s");
        }
        if (length.toSeconds() > 0) {
            return length.toSeconds() + " s";
        }
        return length.toMillis() > 0 ? length.toMillis() + " ms" : "0 s";
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** A value of a query. */
    static String query(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

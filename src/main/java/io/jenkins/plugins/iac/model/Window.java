package io.jenkins.plugins.iac.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * A weekly time in which writes are allowed. Where {@code until} is not after {@code from} the window runs past midnight
 * and belongs to the day on which it opened.
 *
 * @param days days on which it opens
 * @param from opening time, inclusive, in {@code zone}
 * @param until closing time, exclusive, in {@code zone}
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
    public Window {
        days = Set.copyOf(days);
    }

    public boolean contains(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        LocalTime time = local.toLocalTime();
        if (from.isBefore(until)) {
            return days.contains(local.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(until);
        }
        return !time.isBefore(from) && days.contains(local.getDayOfWeek())
                || time.isBefore(until) && days.contains(local.minusDays(1).getDayOfWeek());
    }
}

package io.jenkins.plugins.iac.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the catalog has drift looked for, and what it says of what may be found.
 *
 * @param schedules how often; the first that speaks of a stack counts
 * @param suppressions what was found, looked at and accepted for a time
 * @param emergencies times in which changes by hand are expected
 */
public record DriftRules(List<Schedule> schedules, List<Suppression> suppressions, List<Emergency> emergencies) {
    /** Nothing is looked for by itself, and nothing is suppressed. */
    public static final DriftRules NONE = new DriftRules(List.of(), List.of(), List.of());

    public DriftRules {
        schedules = Values.list(schedules);
        suppressions = Values.list(suppressions);
        emergencies = Values.list(emergencies);
    }

    /**
     * How often these stacks are looked at.
     *
     * @param perPool most checks at work in one pool at a time; what exceeds it waits
     */
    public record Schedule(StackPattern stacks, Duration every, int perPool) {}

    /**
     * Drift that somebody answers for until a day.
     *
     * @param addresses patterns of resource addresses
     * @param attributes patterns of attributes; empty stands for all of them and for the object being gone
     * @param owner the team that answers for it
     * @param expires first instant at which it counts no more
     */
    public record Suppression(
            String name,
            StackPattern stacks,
            List<String> addresses,
            List<String> attributes,
            String owner,
            Instant expires,
            String reason) {
        public Suppression {
            addresses = Values.list(addresses);
            attributes = Values.list(attributes);
        }

        public boolean isExpired(Instant now) {
            return !now.isBefore(expires);
        }
    }

    /** A time in which people work on these stacks by hand. */
    public record Emergency(
            String name, StackPattern stacks, Instant from, Instant until, String owner, String reason) {
        public boolean covers(StackId stack, Instant now) {
            return !now.isBefore(from) && now.isBefore(until) && stacks.matches(stack);
        }
    }

    /** How often a stack is looked at; empty where no schedule speaks of it. */
    public Optional<Schedule> schedule(StackId stack) {
        return schedules.stream().filter(s -> s.stacks().matches(stack)).findFirst();
    }
}

package io.jenkins.plugins.iac.jenkins.queue;

import io.jenkins.plugins.iac.lock.Hindrance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long runs that wait were kept, by what, as somebody looked now and then. Safe for several threads; does no I/O. */
final class Delays {
    private final Map<String, Delay> delays = new ConcurrentHashMap<>();

    /** What is in the way of a run since when, and how long everything was before. */
    private record Delay(Hindrance now, Instant since, Map<Hindrance, Duration> before) {
        static final Delay NONE = new Delay(null, Instant.EPOCH, Map.of());

        Delay then(Hindrance next, Instant at) {
            if (next == now) {
                return this;
            }
            Map<Hindrance, Duration> sum = new EnumMap<>(Hindrance.class);
            sum.putAll(before);
            if (now != null && at.isAfter(since)) {
                sum.merge(now, Duration.between(since, at), Duration::plus);
            }
            return new Delay(next, at, sum);
        }
    }

    /** Notes what is in the way of a run now, null for nothing. */
    void note(String run, Hindrance hindrance, Instant now) {
        delays.compute(run, (r, before) -> {
            Delay delay = before == null ? Delay.NONE : before;
            return before == null && hindrance == null ? null : delay.then(hindrance, now);
        });
    }

    /** It waits no more: how long it was kept. */
    Waited end(String run, Duration all, boolean writes, Instant now) {
        Delay delay = delays.remove(run);
        Map<Hindrance, Duration> sum =
                delay == null ? Map.of() : delay.then(null, now).before();
        return new Waited(
                all,
                sum.getOrDefault(Hindrance.LOCK, Duration.ZERO),
                sum.getOrDefault(Hindrance.FREEZE, Duration.ZERO),
                writes);
    }

    /** Forgets all but these. */
    void keep(Collection<String> waiting) {
        delays.keySet().retainAll(waiting);
    }
}

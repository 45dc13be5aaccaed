package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/** The runs that wait for one pool: those that could go now, and those that another stack or run blocks. */
final class PoolLine {
    private final int limit;
    private final TreeSet<Place> ready = new TreeSet<>(Place.BY_KEY);
    private final TreeSet<Place> readySpeculative = new TreeSet<>(Place.BY_KEY);
    private final TreeSet<Place> blocked = new TreeSet<>(Place.BY_KEY);
    /** Those of the ready ones that change something. */
    private final TreeSet<Place> writes = new TreeSet<>(Place.BY_AGE);

    int running;
    /** When an old speculative plan last went although a write was ready: no other one goes before what was due then. */
    Instant passed = Instant.MIN;

    /** @param limit most runs at a time, or 0 */
    PoolLine(int limit) {
        this.limit = limit;
    }

    private TreeSet<Place> line(Place place) {
        if (place.blocked) {
            return blocked;
        }
        return place.run.lane().isSpeculative() ? readySpeculative : ready;
    }

    void add(Place place) {
        line(place).add(place);
        if (!place.blocked && place.run.lane() == Lane.WRITE) {
            writes.add(place);
        }
    }

    void remove(Place place) {
        line(place).remove(place);
        writes.remove(place);
    }

    /** Notes that one of the line goes now. */
    void goes(Place place, Instant now) {
        if (place.run.lane().isSpeculative() && isOld(place, now) && !writes.isEmpty()) {
            passed = now;
        }
    }

    /** Whether the free agents suffice for it and for every ready run that goes before it. */
    boolean hasRoomFor(Place place, Instant now) {
        if (limit <= 0) {
            return true;
        }
        int free = limit - running;
        if (free <= 0) {
            return false;
        }
        if (ready.size() + readySpeculative.size() <= free) {
            return true;
        }
        return countBefore(place, now, free) < free;
    }

    /** How many ready runs go before it, counted up to {@code enough}. */
    private int countBefore(Place place, Instant now, int enough) {
        boolean ordinary = isOrdinary(place, now);
        int count = count(ready.iterator(), place, !ordinary, enough);
        if (count >= enough) {
            return count;
        }
        for (Place other : readySpeculative) {
            if (other == place || count >= enough) {
                break;
            }
            if (ordinary && (!isOrdinary(other, now) || Place.BY_KEY.compare(other, place) > 0)) {
                break;
            }
            count++;
        }
        return count;
    }

    private static int count(Iterator<Place> line, Place place, boolean all, int enough) {
        int count = 0;
        while (count < enough && line.hasNext()) {
            Place other = line.next();
            if (other == place || !all && Place.BY_KEY.compare(other, place) > 0) {
                break;
            }
            count++;
        }
        return count;
    }

    /**
     * Whether it goes by its key alone: no speculative plan, or one that has waited long enough. Where a write is ready only
     * the first of these does, and none where one has gone before that write already.
     */
    private boolean isOrdinary(Place place, Instant now) {
        if (!place.run.lane().isSpeculative()) {
            return true;
        }
        boolean next = writes.isEmpty()
                || writes.first().run.since().isAfter(passed)
                        && !readySpeculative.isEmpty()
                        && readySpeculative.first() == place;
        return next && isOld(place, now);
    }

    private static boolean isOld(Place place, Instant now) {
        return !now.isBefore(place.key.plus(RunOrder.PATIENCE));
    }

    int readyBefore(Place place, Instant now) {
        return countBefore(place, now, Integer.MAX_VALUE);
    }

    /** The ready run that goes before all others, or null. */
    Place first(Instant now) {
        Place plan = readySpeculative.isEmpty() ? null : readySpeculative.first();
        if (ready.isEmpty() || plan == null) {
            return ready.isEmpty() ? plan : ready.first();
        }
        return goesBefore(plan, ready.first(), now) ? plan : ready.first();
    }

    /** All that wait for this pool, blocked ones included, in the order in which they go. */
    List<Place> inOrder(Instant now) {
        List<Place> all = new ArrayList<>(ready);
        all.addAll(readySpeculative);
        all.addAll(blocked);
        all.sort(Comparator.comparing((Place p) -> !isOrdinary(p, now)).thenComparing(Place.BY_KEY));
        return all;
    }

    /** Place among all that wait for this pool, from 1, blocked ones included. */
    int position(Place place, Instant now) {
        int before = 0;
        for (TreeSet<Place> line : List.of(ready, readySpeculative, blocked)) {
            for (Place other : line) {
                if (other != place && goesBefore(other, place, now)) {
                    before++;
                }
            }
        }
        return before + 1;
    }

    private boolean goesBefore(Place other, Place place, Instant now) {
        boolean ordinary = isOrdinary(place, now);
        if (isOrdinary(other, now) != ordinary) {
            return !ordinary;
        }
        return Place.BY_KEY.compare(other, place) < 0;
    }
}

package io.jenkins.plugins.iac.lock;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The runs of one stack that are not speculative, and who waits for them. */
final class StackLine {
    final TreeSet<Place> waiting = new TreeSet<>(Place.BY_KEY);
    final TreeSet<Place> atWork = new TreeSet<>(Place.BY_AGE);
    private final TreeSet<Place> byAge = new TreeSet<>(Place.BY_AGE);
    /** Those further down that found nothing nearer to wait for. */
    private final Set<Place> downstream = new HashSet<>();

    private final Set<Place> unhindered = new HashSet<>();

    /** The run that others of the stack must let pass, or null. */
    Place first() {
        return !atWork.isEmpty() ? atWork.first() : waiting.isEmpty() ? null : waiting.first();
    }

    /** The run for which those downstream wait first, or null. */
    Place oldest() {
        return !atWork.isEmpty() ? atWork.first() : byAge.isEmpty() ? null : byAge.first();
    }

    /** The run for which one of a stack further down waits, or null. */
    Place before(Place below) {
        Place oldest = oldest();
        boolean counts = oldest != null
                && (!atWork.isEmpty()
                        || !oldest.run.since().isAfter(below.run.since().plus(RunOrder.GRACE)));
        return counts ? oldest : null;
    }

    void add(Place place) {
        waiting.add(place);
        byAge.add(place);
    }

    void remove(Place place) {
        waiting.remove(place);
        byAge.remove(place);
    }

    void waitsFor(Place place) {
        downstream.add(place);
    }

    void waitsNoMore(Place place) {
        downstream.remove(place);
    }

    /** Those further down that waited for this stack and need not any more. */
    List<Place> released() {
        return downstream.stream().filter(p -> before(p) == null).toList();
    }

    /** Notes whether one of this stack waits for no stack upstream, and says whether any does. */
    boolean note(Place place, boolean isUnhindered) {
        if (isUnhindered) {
            unhindered.add(place);
        } else {
            unhindered.remove(place);
        }
        return !unhindered.isEmpty();
    }

    List<Place> unhindered() {
        return List.copyOf(unhindered);
    }

    boolean isIdle() {
        return waiting.isEmpty() && downstream.isEmpty() && atWork.isEmpty();
    }
}

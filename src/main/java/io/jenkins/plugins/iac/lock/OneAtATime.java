package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.lock.RunOrder.Place;
import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.model.StackId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs that change stacks of environments in which one run at a time may change anything: a second one would be refused at the
 * door, so it gets no agent before. Plans hold up nobody.
 */
final class OneAtATime {
    private final Map<StackId, String> environments;
    private final Map<String, Set<Place>> waiting = new HashMap<>();
    private final Map<String, Set<Place>> atWork = new HashMap<>();

    /** @param environments the environment of each stack that is in one of that kind */
    OneAtATime(Map<StackId, String> environments) {
        this.environments = Map.copyOf(environments);
    }

    /** The environment that a run would have for itself, or null. */
    String environment(Place place) {
        return place.run.lane() == Lane.WRITE ? environments.get(place.run.stack()) : null;
    }

    void waits(Place place) {
        add(waiting, place);
    }

    void starts(Place place) {
        leaves(place);
        add(atWork, place);
    }

    void leaves(Place place) {
        for (Map<String, Set<Place>> some : List.of(waiting, atWork)) {
            some.computeIfPresent(environments.getOrDefault(place.run.stack(), ""), (e, places) -> {
                places.remove(place);
                return places.isEmpty() ? null : places;
            });
        }
    }

    private void add(Map<String, Set<Place>> some, Place place) {
        String environment = environment(place);
        if (environment != null) {
            some.computeIfAbsent(environment, e -> new LinkedHashSet<>()).add(place);
        }
    }

    /** The run at work for which this one waits, or null. */
    Place ahead(Place place) {
        String environment = environment(place);
        return environment == null
                ? null
                : atWork.getOrDefault(environment, Set.of()).stream()
                        .filter(other -> other != place)
                        .findFirst()
                        .orElse(null);
    }

    /** Whoever has to be judged again when this one has started or ended. */
    List<Place> concerned(Place place) {
        String environment = environment(place);
        return environment == null ? List.of() : List.copyOf(waiting.getOrDefault(environment, Set.of()));
    }
}

package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.model.StackId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs that change stacks of environments in which one run at a time may change anything: a second one would be refused at the
 * door, so it gets no agent before. Of those that could go otherwise, the first of each pool competes for the environment and
 * the others wait behind it; so what one start or end changes is one place in each pool, however many wait. Plans hold up
 * nobody.
 */
final class OneAtATime {
    private final Map<StackId, String> environments;
    private final Map<String, Claims> claims = new HashMap<>();

    /** Who changes an environment and who could: the latter pool by pool. */
    private static final class Claims {
        final Set<Place> atWork = new LinkedHashSet<>();
        final Map<String, TreeSet<Place>> ready = new HashMap<>();

        Place first(String pool) {
            TreeSet<Place> line = ready.get(pool);
            return line == null ? null : line.first();
        }

        void remove(Place place) {
            ready.computeIfPresent(place.run.pool(), (p, line) -> {
                line.remove(place);
                return line.isEmpty() ? null : line;
            });
        }
    }

    /** @param environments the environment of each stack that is in one of that kind */
    OneAtATime(Map<StackId, String> environments) {
        this.environments = Map.copyOf(environments);
    }

    /** The environment that a run would have for itself, or null. */
    String environment(Place place) {
        return place.run.lane() == Lane.WRITE ? environments.get(place.run.stack()) : null;
    }

    /**
     * Notes whether a run that waits could go, were it alone in its environment.
     *
     * @return who has to be judged again: those that are, or were, the first of its pool
     */
    List<Place> ready(Place place, boolean ready) {
        String environment = environment(place);
        if (environment == null) {
            return List.of();
        }
        Claims here = claims.computeIfAbsent(environment, e -> new Claims());
        String pool = place.run.pool();
        Place before = here.first(pool);
        if (ready) {
            here.ready.computeIfAbsent(pool, p -> new TreeSet<>(Place.BY_KEY)).add(place);
        } else {
            here.remove(place);
        }
        Place after = here.first(pool);
        forget(environment, here);
        List<Place> concerned = new ArrayList<>(2);
        if (before != after) {
            if (before != null && before != place) {
                concerned.add(before);
            }
            if (after != null && after != place) {
                concerned.add(after);
            }
        }
        return concerned;
    }

    /** It has its agent: nobody else of its environment goes. */
    List<Place> starts(Place place) {
        String environment = environment(place);
        if (environment == null) {
            return List.of();
        }
        Claims here = claims.computeIfAbsent(environment, e -> new Claims());
        List<Place> concerned = heads(here);
        here.remove(place);
        here.atWork.add(place);
        concerned.remove(place);
        return concerned;
    }

    /** It waits and works no more. */
    List<Place> leaves(Place place) {
        String environment = environment(place);
        Claims here = environment == null ? null : claims.get(environment);
        if (here == null) {
            return List.of();
        }
        here.atWork.remove(place);
        here.remove(place);
        forget(environment, here);
        return heads(here);
    }

    private static List<Place> heads(Claims here) {
        List<Place> heads = new ArrayList<>();
        here.ready.values().forEach(line -> heads.add(line.first()));
        return heads;
    }

    private void forget(String environment, Claims here) {
        if (here.atWork.isEmpty() && here.ready.isEmpty()) {
            claims.remove(environment);
        }
    }

    /** The run for which this one waits, at work or before it in the same pool, or null. */
    Place ahead(Place place) {
        String environment = environment(place);
        Claims here = environment == null ? null : claims.get(environment);
        if (here == null) {
            return null;
        }
        for (Place other : here.atWork) {
            if (other != place) {
                return other;
            }
        }
        Place first = here.first(place.run.pool());
        return first == null || Place.BY_KEY.compare(first, place) >= 0 ? null : first;
    }
}

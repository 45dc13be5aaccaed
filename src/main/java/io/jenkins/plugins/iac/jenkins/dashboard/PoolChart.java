package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.model.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * For each pool how many runs hold an agent and how many wait for one, as bars of one scale.
 *
 * @param pools by name
 */
public record PoolChart(List<Bar> pools) {
    private static final int WIDTH = 300;

    /**
     * One pool.
     *
     * @param most runs that the pool takes at a time, or 0 for no limit
     * @param runningWidth width of its bar for what runs, in units of the picture
     * @param waitingWidth the same for what waits, to the right of it
     */
    public record Bar(String name, String trust, int most, PoolUse use, int runningWidth, int waitingWidth) {
        public int runningNow() {
            return use.running().size();
        }

        public int waitingNow() {
            return use.waiting().size();
        }

        public String limit() {
            return most == 0 ? "" : String.valueOf(most);
        }
    }

    /** @param catalog or null where it has an error; then only pools in use are known */
    static PoolChart of(Catalog catalog, Map<String, PoolUse> uses) {
        Map<String, Pool> known = new TreeMap<>();
        if (catalog != null) {
            catalog.pools().forEach(p -> known.put(p.name(), p));
        }
        uses.keySet().forEach(name -> known.putIfAbsent(name, null));
        int scale = 1;
        for (PoolUse use : uses.values()) {
            scale = Math.max(scale, use.running().size() + use.waiting().size());
        }
        List<Bar> bars = new ArrayList<>();
        for (Map.Entry<String, Pool> pool : known.entrySet()) {
            PoolUse use = uses.getOrDefault(pool.getKey(), PoolUse.NONE);
            boolean inCatalog = pool.getValue() != null;
            bars.add(new Bar(
                    pool.getKey(),
                    inCatalog
                            ? pool.getValue().trust().name().toLowerCase(java.util.Locale.ROOT)
                            : "not in the catalog",
                    inCatalog ? pool.getValue().maxConcurrent() : 0,
                    use,
                    use.running().size() * WIDTH / scale,
                    use.waiting().size() * WIDTH / scale));
        }
        return new PoolChart(bars);
    }

    public int width() {
        return WIDTH;
    }

    public boolean isEmpty() {
        return pools.isEmpty();
    }
}

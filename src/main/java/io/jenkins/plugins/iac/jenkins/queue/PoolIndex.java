package io.jenkins.plugins.iac.jenkins.queue;

import io.jenkins.plugins.iac.jenkins.config.CatalogDocument;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.pod.PodAdmission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The labels of a catalog's pools: which agents are guarded, and for whom. Immutable.
 *
 * <p>A document with an error still guards the labels that can be read from it, for nobody. Where nothing at all can be
 * read, any agent may be one of a pool, so that all are guarded.
 */
final class PoolIndex {
    private static final Set<String> NOBODY = Set.of();

    private final CatalogDocument document;
    private final Map<String, Set<String>> poolsByLabel;
    private final Map<String, Pool> byName;
    private final boolean unreadable;

    private PoolIndex(
            CatalogDocument document,
            Map<String, Set<String>> poolsByLabel,
            Map<String, Pool> byName,
            boolean unreadable) {
        this.document = document;
        this.poolsByLabel = Map.copyOf(poolsByLabel);
        this.byName = Map.copyOf(byName);
        this.unreadable = unreadable;
    }

    static PoolIndex of(CatalogDocument document) {
        Map<String, Set<String>> pools = new HashMap<>();
        if (document.result().isOk()) {
            Map<String, Pool> byName = new HashMap<>();
            for (Pool pool : document.result().catalog().pools()) {
                pools.computeIfAbsent(pool.label(), l -> new TreeSet<>()).add(pool.name());
                byName.put(pool.name(), pool);
            }
            return new PoolIndex(document, pools, byName, false);
        }
        Object plain = document.plain();
        if (plain instanceof Map<?, ?> sections && sections.get("pools") instanceof List<?> broken) {
            broken.forEach(pool -> guard(pools, pool));
        }
        return new PoolIndex(document, pools, Map.of(), !(plain instanceof Map));
    }

    private static void guard(Map<String, Set<String>> pools, Object pool) {
        if (pool instanceof Map<?, ?> fields) {
            Object label = PodAdmission.label(fields);
            if (label != null) {
                pools.put(label.toString(), NOBODY);
            }
        }
    }

    /** The document that the index was made from. */
    CatalogDocument document() {
        return document;
    }

    /** Whether nothing can be said about any agent. */
    boolean isUnreadable() {
        return unreadable;
    }

    boolean isGuarded(String label) {
        return poolsByLabel.containsKey(label);
    }

    /** Names of the pools that have a label; empty where it is guarded for nobody, null where it is not guarded. */
    Set<String> pools(String label) {
        return poolsByLabel.get(label);
    }

    /** What the catalog says of a pool, or null where it cannot be read. */
    Pool pool(String name) {
        return byName.get(name);
    }

    boolean guardsNothing() {
        return poolsByLabel.isEmpty() && !unreadable;
    }
}

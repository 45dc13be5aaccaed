package io.jenkins.plugins.iac.jenkins.queue;

import hudson.Extension;
import hudson.model.Label;
import hudson.model.LabelFinder;
import hudson.model.Node;
import hudson.model.labels.LabelAtom;
import io.jenkins.plugins.iac.jenkins.config.CatalogDocument;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.NodeListener;

/**
 * Which guard stands before a node. What the labels that are written down for a node come to is kept until they or the
 * catalog change; labels that plugins find are asked for each time, because nobody tells when they change.
 */
final class NodeGuards {
    private static final int MOST_KEPT = 20_000;

    private record Kept(PoolIndex index, String labels, Guard guard) {}

    private static final Map<String, Kept> KEPT = new ConcurrentHashMap<>();
    private static volatile PoolIndex index;

    private NodeGuards() {}

    /** The pools of the catalog as it is now. */
    static PoolIndex index() {
        CatalogDocument document = IacGlobalConfiguration.get().current();
        PoolIndex known = index;
        if (known == null || known.document() != document) {
            known = PoolIndex.of(document);
            index = known;
        }
        return known;
    }

    static Guard of(Node node, PoolIndex pools) {
        if (pools.guardsNothing()) {
            return Guard.NONE;
        }
        String labels = node.getLabelString();
        Kept kept = KEPT.get(node.getNodeName());
        if (kept == null || kept.index() != pools || !kept.labels().equals(labels)) {
            kept = new Kept(pools, labels, Guard.of(pools, names(node.getAssignedLabels())));
            if (KEPT.size() > MOST_KEPT) {
                KEPT.clear();
            }
            KEPT.put(node.getNodeName(), kept);
        }
        return LabelFinder.all().isEmpty() ? kept.guard() : withFound(kept.guard(), node, pools);
    }

    private static Guard withFound(Guard written, Node node, PoolIndex pools) {
        Set<String> all = new HashSet<>(written.labels());
        for (LabelFinder finder : LabelFinder.all()) {
            for (Label label : finder.findLabels(node)) {
                all.add(label.getName());
            }
        }
        return all.size() == written.labels().size() ? written : Guard.of(pools, all);
    }

    private static Set<String> names(Set<LabelAtom> labels) {
        Set<String> names = new HashSet<>();
        labels.forEach(label -> names.add(label.getName()));
        return names;
    }

    /** Forgets nodes that are gone, of which a cloud makes many. */
    @Extension
    public static final class Forget extends NodeListener {
        @Override
        protected void onDeleted(Node node) {
            KEPT.remove(node.getNodeName());
        }
    }
}

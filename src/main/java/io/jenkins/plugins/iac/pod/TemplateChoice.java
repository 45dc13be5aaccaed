package io.jenkins.plugins.iac.pod;

import io.jenkins.plugins.iac.model.Pool;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a pod template may make an agent for what waits for a label. One that carries no label of a pool is nobody's
 * business; one that does may serve that pool's label and nothing else. Fails closed while the catalog has errors.
 *
 * @param cloud name of the cloud
 * @param template name of the template in the cloud's configuration, or null where a pipeline defines it
 * @param labels labels of the agents that it makes
 * @param wanted what is waited for, as an expression of labels, or null for any agent
 */
public record TemplateChoice(String cloud, String template, Set<String> labels, String wanted) {
    public TemplateChoice {
        labels = Set.copyOf(labels);
    }

    /** Whether it may, by the pools of the catalog. */
    public boolean fits(Collection<Pool> pools) {
        List<Pool> claiming =
                pools.stream().filter(p -> labels.contains(p.label())).toList();
        return claiming.isEmpty()
                || claiming.stream().map(Pool::label).distinct().count() == 1
                        && claiming.get(0).label().equals(wanted)
                        && claiming.stream().anyMatch(this::isOf);
    }

    private boolean isOf(Pool pool) {
        return pool.kubernetes() != null
                && pool.kubernetes().cloud().equals(cloud)
                && pool.kubernetes().podTemplate().equals(template);
    }

    /**
     * The same while the catalog has errors.
     *
     * @param document the document as plain maps, lists and texts, or null where it cannot be read
     */
    public boolean fitsWithoutCatalog(Object document) {
        Object pools = document instanceof Map<?, ?> sections ? sections.get("pools") : "unreadable";
        return pools == null || pools instanceof List<?> list && list.stream().noneMatch(this::mayBeOf);
    }

    private boolean mayBeOf(Object pool) {
        return !(pool instanceof Map<?, ?> fields) || labels.contains(String.valueOf(PodAdmission.label(fields)));
    }
}

package io.jenkins.plugins.iac.jenkins.kubernetes;

import hudson.Extension;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.labels.LabelAtom;
import io.jenkins.plugins.iac.jenkins.config.CatalogDocument;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.queue.PodAgents;
import io.jenkins.plugins.iac.pod.TemplateChoice;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplate;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplateFilter;

/**
 * Leaves the pool's own template for the pool's label, and no template of a pool for anything else. So no pipeline can put a
 * template of its own before the pool's, and no agent of a pool is started for a job that it would refuse. What the pod then
 * is, {@link PoolPods} judges.
 */
@Extension(ordinal = -1_000_000, optional = true)
public class PoolTemplates extends PodTemplateFilter {
    @Override
    protected PodTemplate transform(KubernetesCloud cloud, PodTemplate template, Label label) {
        Set<String> labels =
                template.getLabelSet().stream().map(LabelAtom::getName).collect(Collectors.toSet());
        boolean configured =
                cloud.getTemplates().stream().anyMatch(known -> Objects.equals(known.getId(), template.getId()));
        TemplateChoice choice = new TemplateChoice(
                cloud.name, configured ? template.getName() : null, labels, label == null ? null : label.getName());
        CatalogDocument document = IacGlobalConfiguration.get().current();
        boolean fits = document.result().isOk()
                ? choice.fits(document.result().catalog().pools())
                : choice.fitsWithoutCatalog(document.plain());
        return fits ? template : null;
    }

    /** Agents of this plugin. */
    @Extension(optional = true)
    public static final class Agents implements PodAgents {
        @Override
        public String cloudOf(Node agent) {
            return agent instanceof KubernetesSlave pod ? pod.getCloudName() : null;
        }
    }
}

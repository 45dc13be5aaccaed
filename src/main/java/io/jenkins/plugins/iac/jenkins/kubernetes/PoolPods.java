package io.jenkins.plugins.iac.jenkins.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.Extension;
import hudson.model.Label;
import hudson.model.Node;
import hudson.model.labels.LabelAtom;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.iac.jenkins.config.CatalogDocument;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.queue.RefusedPods;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.pod.PodAdmission;
import io.jenkins.plugins.iac.pod.PodIdentity;
import io.jenkins.plugins.iac.pod.PodRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesSlave;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplate;
import org.csanchez.jenkins.plugins.kubernetes.pod.decorator.PodDecorator;
import org.csanchez.jenkins.plugins.kubernetes.pod.decorator.PodDecoratorException;

/**
 * Refuses a pod for a pool unless it is the pool's. Comes after all other decorators, so that it sees what the cluster will
 * get: every pod of the plugin, whatever defines it, is built in one place, and there. The plugin takes the exception as the
 * end of the agent.
 */
@Extension(ordinal = -1_000_000, optional = true)
public class PoolPods implements PodDecorator {
    private static final Logger LOGGER = Logger.getLogger(PoolPods.class.getName());

    @Override
    public Pod decorate(KubernetesCloud cloud, Pod pod) {
        List<Condition> conditions;
        JsonNode tree;
        PodRequest request;
        try {
            tree = Json.tree(pod);
            request = request(cloud, tree);
            conditions = judge(request);
        } catch (RuntimeException | LinkageError e) {
            throw new PodDecoratorException("the pod cannot be judged, so that it is not started: " + e, e);
        }
        List<Condition> failed = conditions.stream().filter(c -> !c.passed()).toList();
        if (!failed.isEmpty()) {
            throw refused(cloud, request, failed);
        }
        if (!conditions.isEmpty()) {
            request.labels().forEach(RefusedPods::clear);
            all(pod).forEach(container -> identify(container, tree));
        }
        return pod;
    }

    /**
     * The plugin shows the message in the build whose pipeline defined the pod's template, and ends its waiting, unless the
     * template inherits from another: then it has forgotten the build, though not its log. Of a configured template it knows
     * neither, and would start the next pod: what waits is told in the queue, and so in its log.
     */
    private static PodDecoratorException refused(KubernetesCloud cloud, PodRequest request, List<Condition> failed) {
        String reason = "the pod is not started: "
                + failed.stream()
                        .map(c -> c.rule() + ": expected " + c.expected() + ", found " + c.found() + "; " + c.message())
                        .collect(Collectors.joining(" | "));
        if (request.template() != null && request.labels() != null) {
            request.labels().forEach(label -> RefusedPods.add(label, reason));
        } else if (request.labels() != null) {
            KubernetesSlave agent =
                    agent(cloud, request.pod().path("metadata").path("name").asText());
            PodTemplate template = agent == null ? null : agent.getTemplateOrNull();
            if (template != null && template.getRun() == null) {
                agent.getRunListener().error(reason);
                request.labels().stream()
                        .filter(label -> isOwn(label, cloud, agent))
                        .forEach(RefusedPods::cancel);
            }
        }
        LOGGER.log(Level.WARNING, "a pod of the cloud {0}: {1}", new Object[] {request.cloud(), reason});
        return new PodDecoratorException(reason);
    }

    /** Whether nothing but the template of this agent serves a label: nobody else's work can wait for it. */
    private static boolean isOwn(String name, KubernetesCloud cloud, KubernetesSlave agent) {
        Label label = Jenkins.get().getLabel(name);
        boolean shared = label == null
                || label.getNodes().stream()
                        .anyMatch(node -> !(node instanceof KubernetesSlave other)
                                || !other.getTemplateId().equals(agent.getTemplateId()))
                || cloud.getAllTemplates().stream()
                        .anyMatch(t -> !t.getId().equals(agent.getTemplateId()) && label.matches(t.getLabelSet()))
                || label.getClouds().stream().anyMatch(other -> !other.name.equals(cloud.name));
        return !shared;
    }

    private static PodRequest request(KubernetesCloud cloud, JsonNode tree) {
        KubernetesSlave agent = agent(cloud, tree.path("metadata").path("name").asText());
        return new PodRequest(
                cloud.name, agent == null ? null : template(cloud, agent), agent == null ? null : labels(agent), tree);
    }

    private static List<Condition> judge(PodRequest request) {
        CatalogDocument document = IacGlobalConfiguration.get().current();
        return document.result().isOk()
                ? PodAdmission.judge(document.result().catalog().pools(), request)
                : PodAdmission.judgeWithoutCatalog(document.plain(), request);
    }

    private static KubernetesSlave agent(KubernetesCloud cloud, String podName) {
        for (Node node : Jenkins.get().getNodes()) {
            boolean found = node instanceof KubernetesSlave agent
                    && Objects.equals(agent.getPodName(), podName)
                    && Objects.equals(agent.getCloudName(), cloud.name);
            if (found) {
                return (KubernetesSlave) node;
            }
        }
        return null;
    }

    /** The name of the configured template; those that pipelines define are not among them. */
    private static String template(KubernetesCloud cloud, KubernetesSlave agent) {
        for (PodTemplate template : cloud.getTemplates()) {
            if (Objects.equals(template.getId(), agent.getTemplateId())) {
                return template.getName();
            }
        }
        return null;
    }

    private static Set<String> labels(KubernetesSlave agent) {
        return agent.getAssignedLabels().stream().map(LabelAtom::getName).collect(Collectors.toSet());
    }

    private static List<Container> all(Pod pod) {
        List<Container> containers = new ArrayList<>(pod.getSpec().getContainers());
        containers.addAll(pod.getSpec().getInitContainers());
        return containers;
    }

    private static void identify(Container container, JsonNode tree) {
        List<EnvVar> environment = new ArrayList<>(container.getEnv());
        PodIdentity.of(tree, container.getImage()).forEach((name, value) -> {
            environment.removeIf(variable -> name.equals(variable.getName()));
            environment.add(new EnvVar(name, value, null));
        });
        container.setEnv(environment);
    }
}

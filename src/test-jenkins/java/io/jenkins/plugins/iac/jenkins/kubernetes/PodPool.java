package io.jenkins.plugins.iac.jenkins.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Node;
import io.jenkins.plugins.iac.catalog.Fragment;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.step.SampleStack;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.render.PoolManifests;
import java.util.List;
import java.util.function.Consumer;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplate;
import org.jvnet.hudson.test.JenkinsRule;

/** The pool of the sample stack as pods of a cloud: what an administrator sets up, and what may be wrong with it. */
final class PodPool {
    static final String IMAGE = "registry.example/iac-runner@sha256:" + "a".repeat(64);
    static final String LABEL = "iac-stage";
    static final String NAMESPACE = "iac-web";
    private static final String FIELDS =
            """
            ephemeral: true
                images: ["%s"]
                kubernetes: {cloud: lab, namespace: iac-web, podTemplate: iac-web, serviceAccount: runner}
            """
                    .formatted(IMAGE)
                    .strip();

    private PodPool() {}

    /** Saves the catalog anew. */
    static void catalog(SampleStack sample) throws Exception {
        sample.save("own", text -> text.replace("trust: standard", "trust: standard\n    " + FIELDS));
    }

    /** The pod of the pool as the command line renders it, working where this machine lets an agent work. */
    static ObjectNode pod(AgentProcesses agents) {
        Pool pool = IacGlobalConfiguration.get()
                .current()
                .result()
                .catalog()
                .pools()
                .iterator()
                .next();
        ObjectNode pod = (ObjectNode) Json.tree(Fragment.read(new PoolManifests(pool).podYaml(), "pod"));
        ((ObjectNode) pod.at("/spec/containers/0"))
                .put("workingDir", agents.workingDirectory().toString());
        return pod;
    }

    /** A cloud with one template, of the pool's name and label, that makes this pod. */
    static KubernetesCloud cloud(JenkinsRule jenkins, FakeCluster cluster, JsonNode pod, Consumer<PodTemplate> change)
            throws Exception {
        KubernetesCloud cloud = new KubernetesCloud("lab");
        cloud.setServerUrl(cluster.url());
        cloud.setNamespace("other");
        cloud.setJenkinsUrl(jenkins.getURL().toString());
        cloud.setWebSocket(true);
        PodTemplate template = new PodTemplate();
        template.setName("iac-web");
        template.setLabel(LABEL);
        template.setNodeUsageMode(Node.Mode.EXCLUSIVE);
        template.setSlaveConnectTimeout(60);
        template.setYaml(Json.write(pod));
        change.accept(template);
        cloud.setTemplates(List.of(template));
        jenkins.jenkins.clouds.replace(cloud);
        return cloud;
    }
}

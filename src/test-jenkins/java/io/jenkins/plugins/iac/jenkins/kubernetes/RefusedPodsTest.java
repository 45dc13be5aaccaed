package io.jenkins.plugins.iac.jenkins.kubernetes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.step.SampleStack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplate;
import org.csanchez.jenkins.plugins.kubernetes.volumes.HostPathVolume;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Pods that are not the pool's: nothing reaches the cluster, and whoever waits is told why. */
public class RefusedPodsTest extends PodsCase {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    public RefusedPodsTest() {
        super(JENKINS, FOLDER);
    }

    private static Map<String, Consumer<ObjectNode>> rewritten() {
        Map<String, Consumer<ObjectNode>> rows = new LinkedHashMap<>();
        rows.put("pod.namespace", pod -> pod.withObject("/metadata").put("namespace", "kube-system"));
        rows.put("pod.serviceAccount", pod -> pod.withObject("/spec").put("serviceAccountName", "admin"));
        rows.put("pod.image", pod -> container(pod).put("image", "registry.example/iac-runner:latest"));
        rows.put("pod.image 2", pod -> container(pod).put("image", PodPool.IMAGE.replace("aaaa", "bbbb")));
        rows.put("pod.image extra container", pod -> ((ArrayNode) pod.at("/spec/containers"))
                .addObject()
                .put("name", "more")
                .put("image", "busybox"));
        rows.put("pod.image init container", pod -> pod.withObject("/spec")
                .putArray("initContainers")
                .addObject()
                .put("name", "first")
                .put("image", "busybox"));
        rows.put("pod.privileges", pod -> security(pod).put("privileged", true));
        rows.put("pod.privileges 2", pod -> security(pod).put("allowPrivilegeEscalation", true));
        rows.put(
                "pod.capabilities",
                pod -> security(pod).putObject("capabilities").putArray("drop"));
        rows.put(
                "pod.capabilities added",
                pod -> security(pod).withObject("/capabilities").putArray("add").add("NET_ADMIN"));
        rows.put("pod.nonRoot", pod -> pod.withObject("/spec/securityContext").put("runAsUser", 0));
        rows.put("pod.readOnlyRoot", pod -> security(pod).put("readOnlyRootFilesystem", false));
        rows.put("pod.seccomp", pod -> pod.withObject("/spec/securityContext/seccompProfile")
                .put("type", "Unconfined"));
        rows.put("pod.host", pod -> pod.withObject("/spec").put("hostNetwork", true));
        rows.put("pod.token", pod -> pod.withObject("/spec").put("automountServiceAccountToken", true));
        rows.put("pod.token projected", pod -> volume(pod)
                .putObject("projected")
                .putArray("sources")
                .addObject()
                .putObject("serviceAccountToken")
                .put("path", "token"));
        rows.put("pod.volumes", pod -> volume(pod).putObject("hostPath").put("path", "/"));
        return rows;
    }

    private static ObjectNode container(ObjectNode pod) {
        return (ObjectNode) pod.at("/spec/containers/0");
    }

    private static ObjectNode security(ObjectNode pod) {
        return (ObjectNode) container(pod).path("securityContext");
    }

    private static ObjectNode volume(ObjectNode pod) {
        return ((ArrayNode) pod.at("/spec/volumes")).addObject().put("name", "more");
    }

    @Test
    public void rewrittenTemplate_getsNoPod_andTheQueueSaysWhy() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, Consumer<ObjectNode>> row : rewritten().entrySet()) {
            PodPool.catalog(sample);
            ObjectNode pod = PodPool.pod(agents);
            row.getValue().accept(pod);
            PodPool.cloud(JENKINS, cluster, pod, t -> {});
            refused(row.getKey(), wrong);
        }
        Map<String, Consumer<PodTemplate>> fields = Map.of(
                "pod.volumes", t -> t.setVolumes(List.of(new HostPathVolume("/", "/host", false))),
                "pod.host", t -> t.setHostNetwork(true),
                "pod.image", t -> t.setAgentInjection(true),
                "pod.nonRoot", t -> t.setRunAsUser("0"));
        for (Map.Entry<String, Consumer<PodTemplate>> row : fields.entrySet()) {
            PodPool.catalog(sample);
            PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), row.getValue());
            refused(row.getKey() + " by a field", wrong);
        }
        assertEquals("", String.join("\n", wrong));
        assertEquals(List.of(), cluster.created());
    }

    private void refused(String row, List<String> wrong) throws Exception {
        WorkflowRun run = started(PLAN);
        String why = SampleStack.why("", "the pod is not started");
        String rule = row.split(" ")[0] + ":";
        if (!why.contains("the pod is not started") || !why.contains(rule)) {
            wrong.add(row + ": " + why + "\n" + JenkinsRule.getLog(run));
        }
        run.doKill();
        JENKINS.waitForCompletion(run);
    }

    @Test
    public void mendedTemplate_theRunThatWaitedGoesOn() throws Exception {
        ObjectNode pod = PodPool.pod(agents);
        security(pod).put("privileged", true);
        PodPool.cloud(JENKINS, cluster, pod, t -> {});
        WorkflowRun run = started(PLAN);
        assertTrue(
                SampleStack.why("", "pod.privileges"),
                SampleStack.why("", "pod.privileges").contains("pod.privileges"));
        assertEquals(List.of(), cluster.created());
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(1, cluster.created().size());
    }

    @Test
    public void templateOfAPipeline_withThePoolsLabel_isNotTaken() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        String yaml = "spec: {hostNetwork: true, containers: [{name: jnlp, image: evil}]}";
        WorkflowRun run = started("podTemplate(cloud: 'lab', name: 'iac-web', label: '" + PodPool.LABEL
                + "', inheritFrom: 'iac-web', yaml: '" + yaml + "') { " + PLAN + " }");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(1, cluster.created().size());
        assertEquals(
                PodPool.IMAGE,
                cluster.created().get(0).at("/spec/containers/0/image").asText());
        assertFalse(cluster.created().get(0).path("spec").path("hostNetwork").asBoolean());
    }

    @Test
    public void podOfAPipeline_inThePoolsNamespace_isRefusedInItsLog() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        for (String script : List.of(
                "podTemplate(cloud: 'lab', namespace: 'iac-web', serviceAccount: 'runner') { node(POD_LABEL) { echo 'in' } }",
                "podTemplate(cloud: 'lab', yaml: 'metadata: {namespace: iac-web}') { node(POD_LABEL) { echo 'in' } }",
                "podTemplate(cloud: 'lab', inheritFrom: 'iac-web') { node(POD_LABEL) { echo 'in' } }",
                "pipeline { agent { kubernetes { cloud 'lab'; namespace 'iac-web' } }; stages { stage('s') { steps { echo 'in' } } } }")) {
            WorkflowRun run = started(script);
            JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
            JENKINS.assertLogContains("only agents of the pool pool-stage in the namespace iac-web", run);
        }
        assertEquals(List.of(), cluster.created());
    }
}

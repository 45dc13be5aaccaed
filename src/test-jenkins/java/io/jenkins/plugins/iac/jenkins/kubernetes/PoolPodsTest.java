package io.jenkins.plugins.iac.jenkins.kubernetes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Label;
import hudson.model.Queue;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.config.BrokenCatalog;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.scm.FakeSource;
import io.jenkins.plugins.iac.jenkins.scm.ForkProject;
import io.jenkins.plugins.iac.jenkins.step.SampleStack;
import io.jenkins.plugins.iac.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.csanchez.jenkins.plugins.kubernetes.PodTemplate;
import org.csanchez.jenkins.plugins.kubernetes.volumes.HostPathVolume;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Pods of a pool, through the real Kubernetes plugin, to an API that keeps what it is asked for. */
public class PoolPodsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static SampleStack sample;

    private static final String PLAN = "iacAgent(stack: '" + SampleStack.STACK
            + "', operation: 'plan') { def plan = iacPlan(); echo \"plan: ${plan.summary}\" }";

    private AgentProcesses agents;
    private FakeCluster cluster;

    @Before
    public void start() throws Exception {
        if (sample == null) {
            sample = new SampleStack(FOLDER.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        }
        agents = new AgentProcesses(FOLDER.newFolder().toPath());
        cluster = new FakeCluster(agents);
        PodPool.catalog(sample);
    }

    @After
    public void stop() throws Exception {
        for (WorkflowJob job : JENKINS.jenkins.getAllItems(WorkflowJob.class)) {
            for (WorkflowRun run : job.getBuilds()) {
                if (run.isBuilding()) {
                    run.doKill();
                    JENKINS.waitForCompletion(run);
                }
            }
        }
        Queue.getInstance().clear();
        JENKINS.jenkins.clouds.clear();
        for (hudson.model.Node node : JENKINS.jenkins.getNodes()) {
            JENKINS.jenkins.removeNode(node);
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    private static WorkflowRun started(String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
    }

    /** What the queue says of whatever waits, once it says this. */
    private static String why(String part) throws InterruptedException {
        String last = "nothing waits";
        for (int i = 0; i < 2400; i++) {
            for (Queue.Item item : Queue.getInstance().getItems()) {
                last = String.valueOf(item.getWhy());
                if (last.contains(part)) {
                    return last;
                }
            }
            Thread.sleep(50);
        }
        return last;
    }

    @Test
    public void governedRun_ofAPoolOfPods_getsExactlyThePodOfThePool() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        WorkflowRun run = started(PLAN);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("plan: ", run);
        assertEquals(1, cluster.created().size());
        JsonNode pod = cluster.created().get(0);
        assertEquals("iac-web", pod.path("postedTo").asText());
        assertEquals("iac-web", pod.at("/metadata/namespace").asText());
        JsonNode spec = pod.path("spec");
        assertEquals("runner", spec.path("serviceAccountName").asText());
        assertFalse(spec.path("automountServiceAccountToken").asBoolean(true));
        assertTrue(spec.at("/securityContext/runAsNonRoot").asBoolean());
        assertEquals(
                "RuntimeDefault", spec.at("/securityContext/seccompProfile/type").asText());
        assertEquals(1, spec.path("containers").size());
        assertEquals(0, spec.path("initContainers").size());
        JsonNode container = spec.at("/containers/0");
        assertEquals(PodPool.IMAGE, container.path("image").asText());
        JsonNode security = container.path("securityContext");
        assertFalse(security.path("allowPrivilegeEscalation").asBoolean(true));
        assertFalse(security.path("privileged").asBoolean(true));
        assertTrue(security.path("readOnlyRootFilesystem").asBoolean());
        assertEquals("[\"ALL\"]", Json.write(security.at("/capabilities/drop")));
        for (JsonNode volume : spec.path("volumes")) {
            assertTrue(volume.toString(), volume.has("emptyDir"));
        }
        Map<String, String> environment = new TreeMap<>();
        container
                .path("env")
                .forEach(e -> environment.put(
                        e.path("name").asText(), e.path("value").asText()));
        assertEquals(PodPool.IMAGE, environment.get("IAC_RUNNERS_POD_IMAGE"));
        assertEquals("runner", environment.get("IAC_RUNNERS_POD_SERVICE_ACCOUNT"));
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
        rows.put("pod.capabilities", pod -> security(pod).putObject("capabilities").putArray("drop"));
        rows.put("pod.capabilities added", pod -> security(pod)
                .withObject("/capabilities")
                .putArray("add")
                .add("NET_ADMIN"));
        rows.put("pod.nonRoot", pod -> pod.withObject("/spec/securityContext").put("runAsUser", 0));
        rows.put("pod.readOnlyRoot", pod -> security(pod).put("readOnlyRootFilesystem", false));
        rows.put("pod.seccomp", pod -> pod.withObject("/spec/securityContext/seccompProfile").put("type", "Unconfined"));
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
        return ((ArrayNode) pod.at("/spec/volumes"))
                .addObject()
                .put("name", "more");
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
        String why = why("the pod is not started");
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
        assertTrue(why("pod.privileges"), why("pod.privileges").contains("pod.privileges"));
        JENKINS.waitForMessage("pod.privileges: expected allowPrivilegeEscalation false, not privileged", run);
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
        assertEquals(PodPool.IMAGE, cluster.created().get(0).at("/spec/containers/0/image").asText());
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

    @Test
    public void jobsWithoutGrant_getNoPod() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> t.setLabel(PodPool.LABEL + " linux"));
        FreeStyleProject freestyle = JENKINS.createFreeStyleProject();
        freestyle.setAssignedLabel(Label.get(PodPool.LABEL));
        freestyle.scheduleBuild2(0);
        assertTrue(why("nothing runs there").contains("nothing runs there but what iacAgent got a grant for"));
        started("node('" + PodPool.LABEL + "') { echo 'in' }");
        started("node('" + PodPool.LABEL + " && linux') { echo 'in' }");
        started("node('linux') { echo 'in' }");
        Thread.sleep(12_000);
        assertEquals(4, Queue.getInstance().getItems().length);
        assertEquals(List.of(), cluster.created());
    }

    @Test
    public void brokenCatalog_noPodInThePoolsPlace() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        String good = IacGlobalConfiguration.get().current().text();
        BrokenCatalog.use(good.replace("environments: [stage]", "environments: [gone]"));
        assertFalse(IacGlobalConfiguration.get().current().result().isOk());
        WorkflowRun run = started(
                "podTemplate(cloud: 'lab', namespace: 'iac-web') { node(POD_LABEL) { echo 'in' } }");
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("pod.catalog: expected a catalog without errors", run);
        assertEquals(List.of(), cluster.created());
    }

    @Test
    public void permanentAgent_withTheLabelOfAPoolOfPods_isNotTaken() throws Exception {
        JENKINS.createOnlineSlave(Label.get(PodPool.LABEL));
        started(PLAN);
        String why = why("whose agents are pods");
        assertTrue(why, why.contains("carries the label of the pool pool-stage, whose agents are pods of the cloud lab"));
    }

    /** The same pod to Jenkins, and yet no pod: only what the agent's own machine says gives it away. */
    @Test
    public void agentThatIsNoPod_isRefusedByItsReceipt() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        agents.uncontained();
        WorkflowRun run = started(PLAN);
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("receipt.pod: expected namespace iac-web, service account runner", run);
        JENKINS.assertLogContains("receipt.image: expected " + PodPool.IMAGE, run);
        JENKINS.assertLogNotContains("plan: ", run);
    }

    @Test
    public void fork_getsNoPodOfThePool_whateverItTries() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        String script =
                """
                def tries(String what, Closure body) {
                  try { timeout(time: 30, unit: 'SECONDS', body); echo "RESULT ${what}: worked" }
                  catch (e) { echo "RESULT ${what}: ${e.message}" }
                }
                if (env.BRANCH_NAME == 'fork') {
                  tries('label') { node('%s') { echo 'in' } }
                  tries('namespace') { podTemplate(cloud: 'lab', namespace: 'iac-web') { node(POD_LABEL) { echo 'in' } } }
                }
                try { %s; echo 'RESULT plan: worked' } catch (e) { echo "RESULT plan: ${e.message}" }
                """
                        .formatted(PodPool.LABEL, PLAN);
        ForkProject project = ForkProject.create(JENKINS, sample.repository(), script, FakeSource::atItsRemote);
        JENKINS.assertLogContains("RESULT plan: worked", project.first("main"));
        WorkflowRun fork = project.first("fork");
        for (String what : List.of("label", "namespace", "plan")) {
            JENKINS.assertLogNotContains("RESULT " + what + ": worked", fork);
        }
        JENKINS.assertLogContains("operation.source", fork);
        assertEquals("main and the request of the repository itself", 2, cluster.created().size());
    }
}

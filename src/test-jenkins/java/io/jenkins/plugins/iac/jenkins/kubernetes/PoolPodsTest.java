package io.jenkins.plugins.iac.jenkins.kubernetes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Who gets a pod of a pool, and that it is the pool's. */
public class PoolPodsTest extends PodsCase {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    public PoolPodsTest() {
        super(JENKINS, FOLDER);
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
                "RuntimeDefault",
                spec.at("/securityContext/seccompProfile/type").asText());
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
                .forEach(e ->
                        environment.put(e.path("name").asText(), e.path("value").asText()));
        assertEquals(PodPool.IMAGE, environment.get("IAC_RUNNERS_POD_IMAGE"));
        assertEquals("runner", environment.get("IAC_RUNNERS_POD_SERVICE_ACCOUNT"));
    }

    @Test
    public void jobsWithoutGrant_getNoPod() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> t.setLabel(PodPool.LABEL + " linux"));
        FreeStyleProject freestyle = JENKINS.createFreeStyleProject();
        freestyle.setAssignedLabel(Label.get(PodPool.LABEL));
        freestyle.scheduleBuild2(0);
        assertTrue(SampleStack.why("", "nothing runs there")
                .contains("nothing runs there but what iacAgent got a grant for"));
        started("node('" + PodPool.LABEL + "') { echo 'in' }");
        started("node('" + PodPool.LABEL + " && linux') { echo 'in' }");
        started("node('linux') { echo 'in' }");
        for (int i = 0; i < 2400 && Queue.getInstance().getItems().length < 4; i++) {
            Thread.sleep(50);
        }
        // Who makes agents looks every ten seconds.
        Thread.sleep(12_000);
        assertEquals(4, Queue.getInstance().getItems().length);
        assertEquals(List.of(), cluster.created());
    }

    @Test
    public void brokenCatalog_noPodInThePoolsPlace() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        String good = IacGlobalConfiguration.get().current().text();
        BrokenCatalog.use(good.replace("environments: [stage", "environments: [gone"));
        assertFalse(IacGlobalConfiguration.get().current().result().isOk());
        WorkflowRun run = started("podTemplate(cloud: 'lab', namespace: 'iac-web') { node(POD_LABEL) { echo 'in' } }");
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("pod.catalog: expected a catalog without errors", run);
        assertEquals(List.of(), cluster.created());
    }

    @Test
    public void permanentAgent_withTheLabelOfAPoolOfPods_isNotTaken() throws Exception {
        JENKINS.createOnlineSlave(Label.get(PodPool.LABEL));
        started(PLAN);
        String why = SampleStack.why("", "whose agents are pods");
        assertTrue(
                why, why.contains("carries the label of the pool pool-stage, whose agents are pods of the cloud lab"));
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
        assertEquals(
                "main and the request of the repository itself",
                2,
                cluster.created().size());
    }
}

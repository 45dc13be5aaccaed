package io.jenkins.plugins.iac.jenkins.kubernetes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.step.SampleStack;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.file.Files;
import java.util.Base64;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** From the plan to the verified apply where every agent is a pod of its own, and what the evidence says of the pods. */
public class PodApplyTest extends PodsCase {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    public PodApplyTest() {
        super(JENKINS, FOLDER);
    }

    @Test
    public void apply_onAPodOfItsOwn_isVerifiedAndItsEvidenceNamesBothPods() throws Exception {
        PodPool.cloud(JENKINS, cluster, PodPool.pod(agents), t -> {});
        WorkflowRun build = started("iacRun(stack: '" + SampleStack.STACK + "')");
        JENKINS.waitForMessage("Review the plan", build);
        for (int i = 0; i < 3000 && !JENKINS.jenkins.getNodes().isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertEquals("no pod while people think", 0, JENKINS.jenkins.getNodes().size());
        SampleStack.approve(build);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
        assertEquals(2, cluster.created().size());
        assertTrue(sample.hasState());

        Run run = IacRuns.get().services().book().get(IacBuildAction.runs(build).get(0));
        assertEquals(RunState.VERIFIED, run.end());
        JsonNode envelope = Json.parse(
                Files.readString(IacRuns.get().services().artifacts(run.id()).resolve("evidence.dsse.json")));
        JsonNode predicate = Json.mapper()
                .readTree(Base64.getDecoder().decode(envelope.path("payload").asText()))
                .path("predicate");
        JsonNode receipts = predicate.path("receipts");
        assertEquals(2, receipts.size());
        for (JsonNode receipt : receipts) {
            assertEquals(PodPool.IMAGE, receipt.path("image").asText());
            assertEquals(
                    PodPool.NAMESPACE, receipt.path("pod").path("namespace").asText());
            assertEquals("runner", receipt.path("pod").path("serviceAccount").asText());
        }
        assertNotEquals(
                receipts.get(0).path("pod").path("name").asText(),
                receipts.get(1).path("pod").path("name").asText());
        assertEquals(
                PodPool.IMAGE, predicate.path("context").path("runnerImage").asText());
        assertEquals(
                receipts.get(1).path("pod").path("name").asText(),
                predicate.path("context").path("runner").path("name").asText());
    }
}

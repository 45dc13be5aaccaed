package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Label;
import io.jenkins.plugins.iac.jenkins.oidc.IssuerConfiguration;
import io.jenkins.plugins.iac.jenkins.oidc.JenkinsIssuer;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Which token a block of a Pipeline gets when, and what is left of it. */
public class TokenStepsTest {
    private static final String WEB = "resource \"terraform_data\" \"web\" {}\n";

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path seen(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private JsonNode claims(String name) throws Exception {
        String payload = Files.readString(seen(name)).split("\\.")[1];
        return Json.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private static void issuer(SampleStack sample) throws Exception {
        sample.saveWithIdentities();
        IssuerConfiguration.get().setUrl("https://iac.northstar.example/oidc");
    }

    @Test
    public void iacCredentials_ofTheApply_existsOnlyBetweenTheApprovalAndTheEnd() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), WEB);
        String script =
                """
                def tries(String what, Closure body) {
                  try { body(); echo "RESULT ${what}: worked" } catch (e) { echo "RESULT ${what}: ${e.message}" }
                }
                iacAgent(stack: 'stage/web', operation: 'plan') {
                  tries('before the plan') { iacCredentials('plan') { echo 'too early' } }
                  iacPlan()
                  tries('plan') { iacCredentials('plan') { sh 'echo "role $AWS_ROLE_ARN"; cp "$AWS_WEB_IDENTITY_TOKEN_FILE" DIR/plan' } }
                  tries('before the approval') { iacCredentials('apply') { echo 'the role that writes' } }
                }
                iacApproval()
                iacAgent(stack: 'stage/web', operation: 'apply') {
                  tries('apply') { iacCredentials('apply') { sh 'echo "role $AWS_ROLE_ARN"; cp "$AWS_WEB_IDENTITY_TOKEN_FILE" DIR/apply' } }
                  iacApply()
                  tries('after the end') { iacCredentials('apply') { echo 'once more' } }
                }
                """
                        .replace("DIR", folder.getRoot().toString());
        sessions.then(jenkins -> {
            issuer(sample);
            jenkins.createOnlineSlave(Label.get("iac-stage"));
            WorkflowRun build = SampleStack.started(jenkins, script);
            jenkins.waitForMessage("Review the plan", build);
            SampleStack.approve(build);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            jenkins.assertLogContains("RESULT plan: worked", build);
            jenkins.assertLogContains("role " + SampleStack.PLAN_ROLE, build);
            jenkins.assertLogContains("RESULT apply: worked", build);
            jenkins.assertLogContains("role " + SampleStack.APPLY_ROLE, build);
            for (String refused : new String[] {"too early", "the role that writes", "once more"}) {
                jenkins.assertLogNotContains(refused, build);
            }
            String log = JenkinsRule.getLog(build);
            String early = log.lines()
                    .filter(l -> l.contains("RESULT before the approval: "))
                    .findFirst()
                    .orElseThrow();
            assertTrue(early, early.contains("approv"));

            String run = IacBuildAction.runs(build).get(0);
            JsonNode plan = claims("plan");
            assertEquals(
                    "stack:stage/web:environment:stage:operation:plan",
                    plan.path("sub").asText());
            assertTrue(plan.path("plan_digest").isMissingNode());
            JsonNode apply = claims("apply");
            assertEquals(
                    "stack:stage/web:environment:stage:operation:apply",
                    apply.path("sub").asText());
            assertEquals(run, apply.path("run_id").asText());
            assertEquals(
                    IacRuns.get().services().book().get(run).fact("plan").path("digest"), apply.path("plan_digest"));
            assertEquals("bob", apply.path("approvers").path(0).asText());
            keysAreEncrypted(jenkins);
        });
    }

    /** Nothing below JENKINS_HOME has a part of the private document of the issuer's keys in the clear. */
    private static void keysAreEncrypted(JenkinsRule jenkins) throws Exception {
        String modulus = JenkinsIssuer.get()
                .issuer()
                .keys()
                .jwks()
                .path("keys")
                .path(0)
                .path("n")
                .asText();
        assertTrue(modulus.length() > 300);
        Path secrets = jenkins.jenkins.getRootDir().toPath().resolve("secrets");
        assertTrue(Files.isRegularFile(secrets.resolve("io.jenkins.plugins.iac.issuer")));
        try (Stream<Path> files = Files.walk(jenkins.jenkins.getRootDir().toPath())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertFalse(
                        file.toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(modulus));
            }
        }
    }

    @Test
    public void restart_whileATokenIsOut_itIsRenewedAfterwardsAndGoneInTheEnd() throws Throwable {
        // In tests Jenkins gives an agent 15 seconds to come back; a busy machine needs more.
        ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = 300_000;
        SampleStack sample = new SampleStack(folder.getRoot(), WEB);
        String script =
                """
                iacAgent(stack: 'stage/web', operation: 'plan') {
                  iacPlan()
                  iacCredentials('plan') {
                    sh '''f="$AWS_WEB_IDENTITY_TOKEN_FILE"; echo "$f" > DIR/where; cp "$f" DIR/first; touch DIR/begun
                      i=0; while cmp -s "$f" DIR/first && [ $i -lt 240 ]; do sleep 1; i=$((i+1)); done; cp "$f" DIR/second'''
                  }
                }
                """
                        .replace("DIR", folder.getRoot().toString());
        sessions.then(jenkins -> {
            issuer(sample);
            SampleStack.agent(agents, jenkins);
            WorkflowRun build = SampleStack.started(jenkins, script);
            while (build.isBuilding() && !Files.exists(seen("begun"))) {
                Thread.sleep(100);
            }
            assertTrue(JenkinsRule.getLog(build), build.isBuilding());
        });
        assertTrue(
                "the controller is away and the block goes on",
                Files.exists(Path.of(Files.readString(seen("where")).strip())));
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("web", org.jenkinsci.plugins.workflow.job.WorkflowJob.class)
                    .getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
            JsonNode first = claims("first");
            JsonNode second = claims("second");
            assertEquals(first.path("sub"), second.path("sub"));
            assertTrue(
                    "a later one",
                    second.path("exp").asLong() > first.path("exp").asLong());
            String run = IacBuildAction.runs(build).get(0);
            String sessionsOfRun = IacRuns.get()
                    .services()
                    .book()
                    .get(run)
                    .fact("identitySessions")
                    .toString();
            assertTrue(sessionsOfRun.contains(first.path("jti").asText()));
            assertTrue(sessionsOfRun.contains(second.path("jti").asText()));
            Path token = Path.of(Files.readString(seen("where")).strip());
            assertFalse("nothing is left behind", Files.exists(token));
            assertFalse(Files.exists(token.getParent()));
            assertFalse(Files.exists(token.getParent().getParent()));
        });
    }
}

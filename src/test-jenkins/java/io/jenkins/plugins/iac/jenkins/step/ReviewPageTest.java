package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.iac.evidence.Audit;
import io.jenkins.plugins.iac.evidence.RunAnswer;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.RunState;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LoggerRule;

/** What people with different rights see and may do on the review page, beyond approving. */
public class ReviewPageTest {
    private static final String EMERGENCY =
            """
                    freezes: [{from: 2020-01-01T00:00:00Z, until: 2120-01-01T00:00:00Z, reason: always}]
                    breakGlass: {teams: [oncall], expiry: 1h, alert: pager, reviewers: [leads]}
                pools:
                  - name: glass
                    label: iac-glass
                    trust: breakglass
                    bodySteps: any
                    environments: [stage]
                    operations: [plan, apply]
                    tools: [TOOL]
            """
                    .indent(-4);

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final LoggerRule downstream =
            new LoggerRule().record(DownstreamJobs.class, Level.INFO).capture(10);

    private SampleStack sample;

    @Before
    public void people() throws Exception {
        sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        SampleStack.people(
                        jenkins,
                        List.of("alice", "bob", "carol", "dave", "olga", "otto", "petra"),
                        List.of("alice", "bob", "dave", "olga", "otto", "petra"))
                .grant(Item.BUILD)
                .everywhere()
                .to("alice", "bob")
                .grant(IacPermissions.BREAK_GLASS)
                .everywhere()
                .to("bob", "carol")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger")
                .grant(Jenkins.READ, IacPermissions.AUDIT)
                .everywhere()
                .to("auditor", "petra");
        jenkins.createOnlineSlave(Label.get("iac-stage"));
    }

    private Visitor as(String user) {
        return new Visitor(jenkins, user);
    }

    private static String id(Run<?, ?> build) {
        return IacBuildAction.runs(build).get(0);
    }

    private static io.jenkins.plugins.iac.run.Run run(Run<?, ?> build) {
        return IacRuns.get().services().book().get(id(build));
    }

    private static String digest(Run<?, ?> build) {
        return run(build).fact("plan").path("digest").asText();
    }

    private int override(String user, Run<?, ?> build, String digest, String reason) throws Exception {
        return as(user).post(
                        build.getUrl() + "iac/override",
                        "run",
                        id(build),
                        "digest",
                        digest,
                        "policy",
                        "small",
                        "comment",
                        reason)
                .statusCode();
    }

    private int approve(String user, Run<?, ?> build) throws Exception {
        return as(user).post(build.getUrl() + "iac/approve", "run", id(build), "digest", digest(build))
                .statusCode();
    }

    private void softPolicy(String point, String cel) throws Exception {
        sample.save("any", soft(point, cel));
    }

    /** One of the leads may override. */
    private static UnaryOperator<String> soft(String point, String cel) {
        return text -> text.replace("teams: [{name: web", "teams: [{name: leads, users: [alice, dave]}, {name: web")
                        .replace("  - name: stage\n", "  - name: stage\n    overrides: {team: leads}\n")
                + "policies: [{name: small, point: " + point + ", level: soft-mandatory, cel: \"" + cel + "\"}]\n";
    }

    @Test
    public void override_ofALookForDrift_endsItWithEvidenceAndAppliesNothing() throws Exception {
        sample.commit(
                "resource \"terraform_data\" \"web\" { input = \"small\" }\noutput \"size\" { value = \"small\" }\n");
        softPolicy("drift", "plan.drift == 0");
        WorkflowRun made = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", made);
        assertEquals(302, approve("bob", made));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(made));
        Path state = folder.getRoot().toPath().resolve("web.tfstate");
        Files.writeString(state, Files.readString(state).replace("\"small\"", "\"large\""));
        UnaryOperator<String> tool = sample.toldOfDrift();
        sample.save("any", text -> soft("drift", "plan.drift == 0").apply(tool.apply(text)));
        WorkflowRun look = SampleStack.started(
                jenkins, "look", "def r = iacDrift(stack: '" + SampleStack.STACK + "'); echo \"is ${r.state}\"");
        jenkins.waitForMessage("waiting for an override for sha256:", look);
        assertEquals(RunState.PLANNED, run(look).state());
        assertEquals("the requester", 403, override("alice", look, digest(look), "why"));
        assertEquals("not in the team", 403, override("bob", look, digest(look), "why"));
        assertEquals("an approval is no override", 409, approve("bob", look));
        assertEquals(302, override("dave", look, digest(look), "known, OPS-4"));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(look));
        jenkins.assertLogContains("is plan_only", look);
        assertEquals(RunState.PLAN_ONLY, run(look).end());
        assertTrue(as("carol").get(look.getUrl() + "iac/").body().contains("dave: known, OPS-4"));
        RunAnswer answer = new Audit(
                        IacRuns.home().resolve("evidence"),
                        IacRuns.get().services().keys().publicKeys())
                .show(id(look))
                .orElseThrow();
        assertTrue(answer.text(), answer.isProven());
        assertTrue(answer.json().toString(), answer.json().toString().contains("known, OPS-4"));
        assertTrue(answer.json().path("applied").isNull());
    }

    @Test
    public void override_afterTheVerification_givesTheStackBackWithEvidence() throws Exception {
        softPolicy("verify", "'x' in approvers");
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        assertEquals(302, approve("bob", build));
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        assertEquals(RunState.VERIFICATION_FAILED, run(build).end());
        LockScope stack = LockScope.stack(new StackId(SampleStack.STACK));
        assertTrue(IacRuns.get().services().locks().table().lock(stack).isPresent());
        assertTrue(as("dave").get(build.getUrl() + "iac/").body().contains("Why the policy may be passed over"));
        assertEquals("not in the team", 403, override("bob", build, digest(build), "why"));
        assertEquals("the requester", 403, override("alice", build, digest(build), "why"));
        assertEquals(302, override("dave", build, digest(build), "seen by hand, OPS-3"));
        assertTrue(IacRuns.get().services().locks().table().lock(stack).isEmpty());
        for (int i = 0; i < 3000 && downstream.getMessages().isEmpty(); i++) {
            Thread.sleep(100);
        }
        assertEquals(
                List.of(build
                        + ": a plan of stage/below is due now: no job is known here that plans it in order to apply it;"
                        + " iacDue() plans it"),
                downstream.getMessages());
        String page = as("carol").get(build.getUrl() + "iac/").body();
        assertTrue(page, page.contains("dave: seen by hand, OPS-3"));
        assertFalse("once is enough", page.contains("Why the policy may be passed over"));
    }

    @Test
    public void override_byOneOfTheTeamWithAReason_letsThePlanGoOn() throws Exception {
        softPolicy("plan", "plan.create == 0");
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        jenkins.assertLogContains("waiting for an override for sha256:", build);
        String page = build.getUrl() + "iac/override";
        String digest = digest(build);
        assertEquals("a link", 405, as("dave").get(page).statusCode());
        assertEquals("another site", 403, as("dave").postWithoutCrumb(page).statusCode());
        assertEquals("no permission", 403, override("carol", build, digest, "why"));
        assertEquals("not logged in", 403, override(null, build, digest, "why"));
        assertEquals("not in the team", 403, override("bob", build, digest, "why"));
        assertEquals("the requester", 403, override("alice", build, digest, "why"));
        assertEquals("another plan", 409, override("dave", build, "sha256:" + "0".repeat(64), "why"));
        assertEquals("no digest", 400, override("dave", build, "latest", "why"));
        assertEquals("no reason", 400, override("dave", build, digest, " "));
        assertEquals(
                404,
                as("dave")
                        .post(page, "run", "x", "digest", digest, "policy", "small")
                        .statusCode());
        assertEquals(RunState.PLANNED, run(build).state());
        assertEquals(302, override("dave", build, digest, "agreed in CHG-7"));
        assertEquals(RunState.AWAITING_APPROVAL, run(build).state());
        jenkins.waitForMessage("waiting for approval of " + digest, build);
        assertTrue(as("carol").get(build.getUrl() + "iac/").body().contains("dave: agreed in CHG-7"));
        changes(build);
        assertEquals(302, approve("bob", build));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
    }

    /** All changes stand in a sandbox, on the build for its readers and on /iac for auditors, and nowhere else. */
    private void changes(WorkflowRun build) throws Exception {
        String page = build.getUrl() + "iac/changes?id=";
        HttpResponse<String> changes = as("carol").get(page + id(build));
        assertEquals(200, changes.statusCode());
        assertTrue(changes.body().contains("terraform_data.web"));
        assertTrue(changes.headers()
                .firstValue("Content-Security-Policy")
                .orElse("")
                .startsWith("sandbox allow-scripts; default-src 'none'; style-src 'nonce-"));
        Matcher script = Pattern.compile("<script nonce=[^ ]+ src=\"([^\"]+)\" defer></script>")
                .matcher(changes.body());
        assertTrue(script.find());
        assertEquals(1, changes.body().split("<script", -1).length - 1);
        String address = script.group(1).substring(jenkins.contextPath.length() + 1);
        assertEquals("a sandbox sends no cookies", 200, as(null).get(address).statusCode());
        assertFalse(changes.body().contains("data-theme=\""));
        assertTrue(as("carol")
                .get(page + id(build) + "&theme=dark")
                .body()
                .contains("<html lang=\"en\" data-theme=\"dark\">"));
        String around = as("carol").get(build.getUrl() + "iac/").body();
        String ours = around.substring(around.indexOf("main-panel"));
        assertFalse("inline script", ours.matches("(?s).*<script(?![^>]*src=)[^>]*>\\s*[^<\\s].*"));
        assertFalse("inline handler", ours.matches("(?s).*\\son[a-z]+=\".*"));
        assertEquals(
                "who may not see the job",
                404,
                as("stranger").get(page + id(build)).statusCode());
        assertEquals(404, as("carol").get(page + "r-nothing").statusCode());
        assertEquals(404, as("carol").get(build.getUrl() + "iac/changes").statusCode());
        String dashboard = "iac/run/changes?id=";
        assertEquals(403, as("carol").get(dashboard + id(build)).statusCode());
        assertTrue(as("auditor").get(dashboard + id(build)).body().contains("terraform_data.web"));
        assertEquals(404, as("auditor").get(dashboard + "r-nothing").statusCode());
        String shown = as("auditor").get("iac/run/?id=" + id(build)).body();
        assertTrue(shown.contains("changes?id=" + id(build)));
        assertTrue(shown.contains("This page only shows the run."));
        assertFalse("no word about permissions where there are no buttons", shown.contains("IaC/Approve"));
    }

    @Test
    public void breakGlass_byTwoPeople_changesThroughAFreezeAndStaysOpenForReview() throws Exception {
        jenkins.createOnlineSlave(Label.get("iac-glass"));
        sample.save("any", emergency("level: advisory, url: \"https://127.0.0.1:1/alert\""));
        WorkflowRun held = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", held);
        WorkflowJob job = held.getParent();
        held.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(held));

        String page = held.getUrl() + "iac/breakGlass";
        String[] form = {"run", id(held), "reason", "queue is down, INC-7", "expiry", "30m"};
        assertTrue(as("bob").get(held.getUrl() + "iac/").body().contains("name=\"breakGlass\""));
        assertFalse(as("olga").get(held.getUrl() + "iac/").body().contains("name=\"breakGlass\""));
        assertFalse(
                "may not build", as("carol").get(held.getUrl() + "iac/").body().contains("name=\"breakGlass\""));
        for (String part : List.of("build/", "reviews/", "reviews/0/")) {
            assertEquals(part, 404, as("bob").get(held.getUrl() + "iac/" + part).statusCode());
        }
        assertEquals("a link", 405, as("bob").get(page).statusCode());
        assertEquals("another site", 403, as("bob").postWithoutCrumb(page, form).statusCode());
        assertEquals("no permission", 403, as("olga").post(page, form).statusCode());
        assertEquals("may not build", 403, as("carol").post(page, form).statusCode());
        assertEquals(400, as("bob").post(page, "run", id(held), "reason", " ").statusCode());
        assertEquals(
                400,
                as("bob")
                        .post(page, "run", id(held), "reason", "x", "expiry", "soon")
                        .statusCode());
        assertEquals(1, job.getLastBuild().getNumber());
        assertEquals(302, as("bob").post(page, form).statusCode());

        WorkflowRun build = waitFor(job, 2);
        jenkins.waitForMessage("Review the plan", build);
        jenkins.assertLogContains("break-glass for stage/web, asked for by bob: queue is down, INC-7", build);
        jenkins.assertLogContains("runs on pool glass", build);
        assertEquals("who asked", 403, approve("bob", build));
        assertEquals("an owner, not on call", 403, approve("alice", build));
        assertEquals(302, approve("olga", build));
        assertEquals(RunState.AWAITING_APPROVAL, run(build).state());
        assertEquals(302, approve("otto", build));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        assertTrue(sample.hasState());

        String open = "nobody has written the review";
        assertTrue(as("auditor").get("iac/").body().contains(open));
        assertEquals("who asked", 403, review("bob", build.getUrl() + "iac/review", build, "fine"));
        assertEquals("not of the reviewers", 403, review("olga", build.getUrl() + "iac/review", build, "fine"));
        assertEquals("no permission", 403, review("auditor", "iac/run/review", build, "fine"));
        assertEquals("no text", 400, review("petra", "iac/run/review", build, ""));
        assertTrue(BreakGlass.isReviewOpen(run(build)));
        assertEquals(302, review("petra", "iac/run/review", build, "needed; the runbook is mended"));
        assertFalse(BreakGlass.isReviewOpen(run(build)));
        assertEquals("a second one", 409, review("petra", "iac/run/review", build, "again"));
        assertFalse(as("auditor").get("iac/").body().contains(open));
        assertTrue(as("carol").get(build.getUrl() + "iac/").body().contains("needed; the runbook is mended"));
    }

    /**
     * A rule for emergencies of the environment, a pool for them, and a freeze that holds up everything else.
     *
     * @param pager how the alert is reached
     */
    static UnaryOperator<String> emergency(String pager) {
        return text -> {
            String tool = text.substring(text.indexOf("{name: terraform,"), text.indexOf("}]\nstacks"));
            return text.replace(
                                    "teams: [{name: web",
                                    "teams: [{name: oncall, users: [bob, olga, otto]}, {name: leads, users: [petra, bob]}, {name: web")
                            .replace("pools:\n", EMERGENCY.replace("TOOL", tool + "}"))
                            .replace("pools: [pool-stage]", "pools: [pool-stage, glass]")
                    + "runTasks: [{name: pager, stages: [break_glass], " + pager + "}]\n";
        };
    }

    private int review(String user, String path, Run<?, ?> build, String text) throws Exception {
        return as(user).post(path, "id", id(build), "text", text).statusCode();
    }

    private WorkflowRun waitFor(WorkflowJob job, int number) throws Exception {
        for (int i = 0; i < 3000 && job.getBuildByNumber(number) == null; i++) {
            Thread.sleep(100);
        }
        return job.getBuildByNumber(number);
    }
}

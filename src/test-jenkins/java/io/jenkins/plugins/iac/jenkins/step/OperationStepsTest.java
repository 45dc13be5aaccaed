package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.Recovery;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The steps that are operations of their own: looking for drift and breaking a lock. */
public class OperationStepsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 600;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final LockScope SCOPE = LockScope.stack(new StackId(SampleStack.STACK));
    private SampleStack sample;

    @Before
    public void people() throws Exception {
        sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        sample.save();
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        hudson.model.User.getById("alice", true);
        hudson.model.User.getById("carol", true);
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("alice", "carol")
                .grant(IacPermissions.UNLOCK)
                .everywhere()
                .to("carol"));
    }

    /** What a test leaves under way would call off the checks of the next. */
    @After
    public void nothingUnderWay() {
        services().book().all().stream()
                .filter(run -> Recovery.concerns(run) && !Lifecycle.isEnd(run.state()))
                .forEach(run -> services().book().step(run, RunState.CANCELED));
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static WorkflowRun build(String name, String script, String user) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        CauseAction cause =
                new CauseAction(user == null ? new Cause.RemoteCause("h", "") : new Cause.UserIdCause(user));
        return job.scheduleBuild2(0, cause).get();
    }

    private static void lock(boolean doubtful) {
        Run run = services()
                .book()
                .create(
                        SampleStack.STACK,
                        Operation.PLAN,
                        new RunSource(SourceKind.BRANCH, "r", null, "main", null, "alice", null, null, null),
                        Json.object());
        var lock = services()
                .locks()
                .acquire(
                        new LockClaim(
                                run.id(), new StackId(SampleStack.STACK), "stage", Instant.now(), List.of(), List.of()),
                        "apply");
        if (doubtful) {
            services().locks().freezeLock(SCOPE, run.id(), lock.token(), RunState.APPLY_UNKNOWN.id());
        }
    }

    private static String unlock(String reason) {
        return "iacUnlock(stack: '" + SampleStack.STACK + "', reason: '" + reason + "')";
    }

    private static String unlock(String choice, String reason) {
        return "iacUnlock(stack: '" + SampleStack.STACK + "', choice: '" + choice + "', reason: '" + reason + "')";
    }

    @Test
    public void unlock_needsAPersonWithThePermission_andLeavesEvidence() throws Exception {
        lock(true);
        WorkflowRun timer = build("timer", unlock("r"), null);
        JENKINS.assertBuildStatus(Result.FAILURE, timer);
        JENKINS.assertLogContains("operation.source", timer);
        WorkflowRun alice = build("alice", unlock("r"), "alice");
        JENKINS.assertBuildStatus(Result.FAILURE, alice);
        JENKINS.assertLogContains("a person with the permission IaC/Unlock", alice);
        assertTrue(services().locks().table().lock(SCOPE).isPresent());
        WorkflowRun silent = build("silent", unlock("looked, nothing was changed"), "carol");
        JENKINS.assertBuildStatus(Result.FAILURE, silent);
        JENKINS.assertLogContains("repair, import, re-plan, revert", silent);
        assertTrue(services().locks().table().lock(SCOPE).isPresent());
        WorkflowRun carol = build("carol", unlock("re-plan", "looked, nothing was changed"), "carol");
        JENKINS.assertBuildStatusSuccess(carol);
        JENKINS.assertLogContains("evidence", carol);
        assertTrue(services().locks().table().lock(SCOPE).isEmpty());
        WorkflowRun again = build("again", unlock("r"), "carol");
        JENKINS.assertBuildStatus(Result.FAILURE, again);
        JENKINS.assertLogContains("no lock", again);
    }

    @Test
    public void unlock_withoutAReason_isRefused() throws Exception {
        WorkflowRun build = build("reason", unlock(" "), "carol");
        JENKINS.assertBuildStatus(Result.FAILURE, build);
        JENKINS.assertLogContains("expected a reason", build);
    }

    @Test
    public void drift_looksAndChangesNothing() throws Exception {
        JENKINS.createOnlineSlave(hudson.model.Label.get("iac-stage"));
        WorkflowRun build =
                build("drift", "def r = iacDrift(stack: '" + SampleStack.STACK + "'); echo \"is ${r.state}\"", "alice");
        JENKINS.assertBuildStatusSuccess(build);
        JENKINS.assertLogContains("is no_changes", build);
        Run run = services().book().get(IacBuildAction.runs(build).get(0));
        assertEquals(Operation.DRIFT, run.operation());
        assertFalse(sample.hasState());
    }

    @Test
    public void destroy_ofAStackThatForbidsIt_isRefusedAndTheStackStaysAsItIs() throws Exception {
        JENKINS.createOnlineSlave(hudson.model.Label.get("iac-stage"));
        WorkflowRun made = approved("made", "iacRun(stack: '" + SampleStack.STACK + "')");
        JENKINS.assertBuildStatusSuccess(made);
        Path state = folder.getRoot().toPath().resolve("web.tfstate");
        String before = Files.readString(state);
        sample.save(
                "any",
                text -> text.replace("    owner: web\n", "    owner: web\n    constraints: {allowDestroy: false}\n"));
        WorkflowRun build = build("destroy", "iacDestroy(stack: '" + SampleStack.STACK + "')", "alice");
        JENKINS.assertBuildStatus(Result.FAILURE, build);
        JENKINS.assertLogContains("destroy of " + SampleStack.STACK + " runs on pool pool-stage", build);
        JENKINS.assertLogContains("constraint:allowDestroy", build);
        Run run = services().book().get(IacBuildAction.runs(build).get(0));
        assertEquals(Operation.DESTROY, run.operation());
        assertEquals(RunState.POLICY_FAILED, run.end());
        assertEquals(before, Files.readString(state));
    }

    /** A build that bob approves when it asks. */
    private static WorkflowRun approved(String name, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun build = job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
        JENKINS.waitForMessage("Review the plan", build);
        SampleStack.approve(build);
        return JENKINS.waitForCompletion(build);
    }

    /** The code says what is imported; nothing else may be in the plan. */
    @Test
    public void import_isAnOperationOfItsOwn_andNothingElseIsInItsPlan() throws Exception {
        JENKINS.createOnlineSlave(hudson.model.Label.get("iac-stage"));
        WorkflowRun more = build("import-more", "iacImport(stack: '" + SampleStack.STACK + "')", "alice");
        JENKINS.assertBuildStatus(Result.FAILURE, more);
        JENKINS.assertLogContains("constraint:importOnly", more);
        assertEquals(
                Operation.IMPORT,
                services().book().get(IacBuildAction.runs(more).get(0)).operation());
        sample.commit(
                """
                resource "terraform_data" "web" {}
                import {
                  to = terraform_data.web
                  id = "7d0b3a5c-0000-4000-8000-000000000001"
                }
                """);
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "import");
        job.setDefinition(new CpsFlowDefinition(
                "def r = iacImport(stack: '" + SampleStack.STACK + "'); echo \"is ${r.state}\"", true));
        WorkflowRun only = job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                .waitForStart();
        JENKINS.waitForMessage("Review the plan", only);
        assertFalse("not without approval", sample.hasState());
        SampleStack.approve(only);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(only));
        JENKINS.assertLogContains("import of " + SampleStack.STACK + " runs on pool pool-stage", only);
        assertEquals(
                RunState.VERIFIED,
                services().book().get(IacBuildAction.runs(only).get(0)).end());
        assertTrue(sample.hasState());
    }

    /** What depends on an applied stack is planned by whoever is there to plan it, and nothing is applied. */
    @Test
    public void due_plansWhatDependsOnAnAppliedStack_once() throws Exception {
        JENKINS.createOnlineSlave(hudson.model.Label.get("iac-stage"));
        Run applied = services()
                .book()
                .create(
                        SampleStack.STACK,
                        Operation.PLAN,
                        new RunSource(
                                SourceKind.BRANCH,
                                null,
                                "0".repeat(40),
                                "main",
                                null,
                                "alice",
                                "alice",
                                Trigger.PERSON,
                                Tri.UNKNOWN),
                        Json.object());
        for (RunState state : List.of(
                RunState.ADMITTED,
                RunState.QUEUED,
                RunState.ASSIGNED,
                RunState.PREPARING,
                RunState.PLANNING,
                RunState.PLANNED,
                RunState.POLICY_CHECKED,
                RunState.APPROVED,
                RunState.APPLY_QUEUED,
                RunState.APPLY_ASSIGNED,
                RunState.LOCKED,
                RunState.APPLYING,
                RunState.APPLIED,
                RunState.VERIFYING,
                RunState.VERIFIED,
                RunState.SEALED)) {
            applied = services().book().step(applied, state);
        }
        WorkflowRun due = build("due", "def r = iacDue(); echo \"planned ${r.keySet()}\"", "alice");
        JENKINS.assertBuildStatusSuccess(due);
        JENKINS.assertLogContains(
                "stage/below is due: stage/web, on which it depends, was applied by run " + applied.id(), due);
        JENKINS.assertLogContains("planned [stage/below]", due);
        Run plan = services().book().get(IacBuildAction.runs(due).get(0));
        assertEquals("though it might be applied", RunState.PLAN_ONLY, plan.end());
        WorkflowRun again = build("due-again", "iacDue()", "alice");
        JENKINS.assertBuildStatusSuccess(again);
        JENKINS.assertLogContains("no plan is due", again);
    }

    @Test
    public void arguments_areWhatTheSnippetGeneratorWrites() {
        assertEquals(
                Map.of("stack", "a/b"), DescribableModel.of(IacDriftStep.class).uninstantiate(new IacDriftStep("a/b")));
        assertEquals(
                Map.of("stack", "a/b", "reason", "seen"),
                DescribableModel.of(IacUnlockStep.class).uninstantiate(new IacUnlockStep("a/b", "seen")));
        IacDestroyStep destroy = new IacDestroyStep("a/b");
        destroy.setTimeout("8h");
        assertEquals(
                Map.of("stack", "a/b", "timeout", "8h"),
                DescribableModel.of(IacDestroyStep.class).uninstantiate(destroy));
        assertEquals(
                Map.of("stack", "a/b"),
                DescribableModel.of(IacImportStep.class).uninstantiate(new IacImportStep("a/b")));
        assertEquals(Map.of(), DescribableModel.of(IacDueStep.class).uninstantiate(new IacDueStep()));
    }
}

package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Label;
import hudson.model.Result;
import hudson.triggers.TimerTrigger;
import io.jenkins.plugins.iac.drift.DriftAgenda;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.run.DriftDuty;
import io.jenkins.plugins.iac.run.DriftStatus;
import io.jenkins.plugins.iac.run.InLine;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Drift that is looked for by schedule in a controller: how much at a time, what is said, and what comes first. */
public class DriftScheduleTest {
    /** So seldom that nothing is due a second time while a test lasts. */
    private static final String SCHEDULE = "driftSchedules: [{stacks: \"%s\", every: 720h, perPool: 2}]\n";

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 900;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SampleStack sample;

    @BeforeClass
    public static void agents() throws Exception {
        JENKINS.createOnlineSlave(Label.get("iac-stage"));
        JENKINS.createOnlineSlave(Label.get("iac-stage"));
        JENKINS.createOnlineSlave(Label.get("iac-stage"));
    }

    @Before
    public void sample() throws Exception {
        sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
    }

    @After
    public void reset() {
        System.clearProperty(StopLimit.PROPERTY);
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static WorkflowRun started(String name, String script, Cause cause) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0, new CauseAction(cause)).waitForStart();
    }

    /** What a job with a cron trigger does each time. */
    private static WorkflowRun scheduled(String name) throws Exception {
        return started(name, "iacDrift()", new TimerTrigger.TimerTriggerCause());
    }

    private static List<Run> runs(WorkflowRun build) {
        return IacBuildAction.runs(build).stream()
                .map(id -> services().book().get(id))
                .toList();
    }

    private static DriftStatus status(String stack) {
        return new DriftDuty(services()).statuses().getOrDefault(stack, DriftStatus.NEVER);
    }

    private static String page() throws Exception {
        try (JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false)) {
            return client.goTo("iac/drift/").getWebResponse().getContentAsString();
        }
    }

    @Test
    public void schedule_looksAtAsManyAsMayBe_theRestWaitsForTheNextTurn_andAFailedLookIsSaid() throws Exception {
        sample.save("any", text -> text + SCHEDULE.formatted("look/**"));
        assertTrue(page().contains("2 looks are due, 1 wait for their turn."));
        assertTrue(page().contains("3 looks have been due for more than a whole interval"));
        WorkflowRun first = JENKINS.waitForCompletion(scheduled("first"));
        JENKINS.assertBuildStatusSuccess(first);
        assertEquals(
                List.of("look/a", "look/b"),
                runs(first).stream().map(Run::stackName).sorted().toList());
        JENKINS.assertLogContains(
                "look/c is due and waits: 2 at work; it waits for its turn; nothing is skipped", first);
        for (Run look : runs(first)) {
            assertEquals(Operation.DRIFT, look.operation());
            assertEquals(RunState.NO_CHANGES, look.end());
            assertEquals("SCHEDULED", look.fact(InLine.FACT).path("priority").asText());
            assertEquals(DriftStatus.State.CLEAN, status(look.stackName()).state());
        }
        assertEquals(DriftStatus.State.UNKNOWN, status("look/c").state());

        sample.commit("resource {");
        WorkflowRun second = JENKINS.waitForCompletion(scheduled("second"));
        assertEquals(
                List.of("look/c"), runs(second).stream().map(Run::stackName).toList());
        assertEquals(RunState.FAILED, runs(second).get(0).end());
        JENKINS.assertBuildStatus(Result.UNSTABLE, second);
        JENKINS.assertLogContains("look/c: ", second);
        assertEquals(runs(second).get(0).id(), status("look/c").failed());
        assertEquals(DriftStatus.State.UNKNOWN, status("look/c").state());
        assertTrue(page().contains("the last look failed"));

        WorkflowRun third = JENKINS.waitForCompletion(scheduled("third"));
        JENKINS.assertBuildStatusSuccess(third);
        DriftAgenda agenda = new DriftDuty(services()).agenda();
        assertTrue(agenda.next().isAfter(Instant.now()));
        JENKINS.assertLogContains("nothing to look at now; next at " + agenda.next(), third);
        assertEquals(List.of(), runs(third));
        assertFalse("nobody has changed anything", sample.hasState());
    }

    /** Both branches ask what is due before either has begun to look. */
    @Test
    public void twoThatAskAtOnce_lookAtNothingTwice_andAtNoMoreThanThePoolMay() throws Exception {
        // Stacks at which no other test of this Jenkins has looked.
        sample.save("any", text -> text.replace("id: look/", "id: look/both-") + SCHEDULE.formatted("look/**"));
        WorkflowRun both = JENKINS.waitForCompletion(started(
                "both",
                "def a, b; parallel x: { a = iacDrift() }, y: { b = iacDrift() }; echo \"a ${a.size()} b ${b.size()}\"",
                new TimerTrigger.TimerTriggerCause()));
        JENKINS.assertBuildStatusSuccess(both);
        assertEquals(
                List.of("look/both-a", "look/both-b"),
                runs(both).stream().map(Run::stackName).sorted().toList());
        JENKINS.assertLogContains("a 2 b 0", both);
        JENKINS.assertLogContains("look/both-a is due and waits: a run at work", both);
        JENKINS.assertLogContains("look/both-c is due and waits: 2 at work", both);
        WorkflowRun later = JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(scheduled("later")));
        assertEquals(
                "what is begun is promised no more",
                List.of("look/both-c"),
                runs(later).stream().map(Run::stackName).toList());
    }

    /** A server that tells no state until the latch is open. */
    private static HttpServer states(CountDownLatch hold) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        server.createContext("/state", exchange -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** The catalog with the state of its first stack there. */
    private static String stateAt(HttpServer server, String catalog) {
        return catalog.replaceFirst(
                "backend: .*",
                "backend: {type: http, config: {retry_max: 0, address: \"http://127.0.0.1:"
                        + server.getAddress().getPort() + "/state\"}}");
    }

    private static void awaitPlanning(WorkflowRun look) throws Exception {
        for (int i = 0; i < 3000 && (runs(look).isEmpty() || runs(look).get(0).state() != RunState.PLANNING); i++) {
            Thread.sleep(100);
        }
    }

    private static Instant at(WorkflowRun build, RunState state) {
        return runs(build).get(0).steps().stream()
                .filter(s -> s.state() == state)
                .findFirst()
                .orElseThrow()
                .at();
    }

    /** There are agents for both. */
    @Test
    public void lookThatSomebodyAsksFor_whileThePoolHasAsManyAsMayBe_waitsWithTheReasonAndIsNotSkipped()
            throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        HttpServer server = states(hold);
        try {
            // Stacks at which no other test of this Jenkins looks.
            sample.save(
                    "any",
                    text -> stateAt(server, text)
                                    .replace("id: look/", "id: look/asked-")
                                    .replace(SampleStack.STACK, "stage/asked")
                            + SCHEDULE.formatted("**").replace("perPool: 2", "perPool: 1"));
            WorkflowRun first =
                    started("asked-first", "iacDrift(stack: 'stage/asked')", new Cause.UserIdCause("alice"));
            awaitPlanning(first);
            WorkflowRun second = started(
                    "asked-second",
                    "def r = iacDrift(stack: 'look/asked-a'); echo \"is ${r.state}\"",
                    new Cause.UserIdCause("alice"));
            JENKINS.waitForMessage("look/asked-a waits: 1 at work; it waits for its turn; nothing is skipped", second);
            // Jenkins writes into the log why something waits after a quarter of a minute.
            JENKINS.waitForMessage(
                    "drift.pool: expected at most 1 checks at work in pool-stage, found 1 at work", second);
            assertEquals(RunState.QUEUED, runs(second).get(0).state());
            hold.countDown();
            JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(first));
            JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(second));
            JENKINS.assertLogContains("is no_changes", second);
            assertFalse(at(second, RunState.ASSIGNED).isBefore(at(first, RunState.NO_CHANGES)));
        } finally {
            hold.countDown();
            server.stop(0);
        }
    }

    @Test
    public void look_isCalledOffByARunThatWantsTheStack_andIsOwedAgain() throws Exception {
        System.setProperty(StopLimit.PROPERTY, "2");
        CountDownLatch hold = new CountDownLatch(1);
        HttpServer server = states(hold);
        try {
            sample.save("any", text -> stateAt(server, text) + SCHEDULE.formatted(SampleStack.STACK));
            WorkflowRun look = scheduled("look");
            awaitPlanning(look);
            WorkflowRun real = started(
                    "real",
                    "iacAgent(stack: '" + SampleStack.STACK
                            + "', operation: 'plan') { def p = iacPlan(); echo \"plan: ${p.summary}\" }",
                    new Cause.UserIdCause("alice"));
            JENKINS.waitForCompletion(look);
            JENKINS.assertLogContains("called off: another run of " + SampleStack.STACK + " has come", look);
            JENKINS.assertBuildStatusSuccess(look);
            assertEquals(RunState.CANCELED, runs(look).get(0).end());
            assertTrue(real.isBuilding());
            hold.countDown();
            JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(real));
            JENKINS.assertLogContains("plan: ", real);
            assertEquals(DriftStatus.State.UNKNOWN, status(SampleStack.STACK).state());
            assertEquals(
                    "owed",
                    List.of(SampleStack.STACK),
                    new DriftDuty(services())
                            .agenda().start().stream()
                                    .map(d -> d.stack().value())
                                    .toList());
        } finally {
            hold.countDown();
            server.stop(0);
        }
    }

    /** An output that is not in the state is something that a refresh would write into it. */
    @Test
    public void look_thatFindsSomethingToWrite_isNeverApplied() throws Exception {
        sample.commit("output \"seen\" { value = 1 }\n");
        sample.save();
        WorkflowRun build = JENKINS.waitForCompletion(started(
                "never",
                "def r = iacDrift(stack: 'stage/below'); echo \"is ${r.state}\"\n"
                        + "iacAgent(stack: 'stage/below', operation: 'apply') { iacApply() }",
                new Cause.UserIdCause("alice")));
        JENKINS.assertBuildStatus(Result.FAILURE, build);
        JENKINS.assertLogContains("is plan_only", build);
        assertEquals(RunState.PLAN_ONLY, runs(build).get(0).end());
        assertFalse(Files.exists(folder.getRoot().toPath().resolve("stage-below.tfstate")));
    }
}

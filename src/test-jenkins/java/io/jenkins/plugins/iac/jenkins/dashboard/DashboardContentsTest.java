package io.jenkins.plugins.iac.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** One company on a busy day: on every page of the dashboard stands what a person looks for there, as text. */
public class DashboardContentsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 600;
    }

    private static final String HOSTILE = "x\"><img src=x onerror=alert(1)><script>alert(2)</script>";
    private static final String CATALOG =
            """
            environments:
              - {name: stage}
              - {name: prod, freezes: [{from: "2020-01-01T00:00:00Z", until: "2020-01-02T00:00:00Z", reason: "over"}, {from: "2020-01-01T00:00:00Z", until: "2199-01-01T00:00:00Z", reason: "end of the year"}]}
            teams: [{name: web, users: [alice]}]
            pools:
              - {name: data, label: iac-data, environments: [prod], operations: [plan], maxConcurrent: 3}
              - {name: idle, label: iac-idle, environments: [stage], operations: [plan]}
            scopes:
              - {path: "**", repository: "git@github.com:northstar/infra-live.git", ref: main, owner: web, tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}}
            stacks:
              - {id: stage/web, environment: stage, directory: live/web, pools: [idle]}
              - {id: stage/db, environment: stage, directory: live/db, pools: [idle], dependsOn: [stage/web]}
              - {id: prod/app, environment: prod, directory: live/app, pools: [data]}
            """;

    private static Run drifted;
    private static Run done;
    private static Run doubt;
    private static Run hostile;
    private static Run voted;
    private static WorkflowRun first;
    private static WorkflowRun second;

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static Run run(String stack, Operation operation, String actor, ObjectNode facts, RunState... states)
            throws Exception {
        RunSource source = new RunSource(SourceKind.BRANCH, "r", null, "main", null, actor, null, null, null);
        Run run = services().book().create(stack, operation, source, Json.object());
        for (RunState state : states) {
            if (state == RunState.APPLIED) {
                Thread.sleep(1100);
            }
            run = services().book().step(run, state, state == RunState.PLANNED ? facts : Json.object());
        }
        return run;
    }

    private static final RunState[] PLANNING = {
        RunState.ADMITTED, RunState.QUEUED, RunState.ASSIGNED, RunState.PREPARING, RunState.PLANNING
    };

    private static RunState[] planning(RunState... then) {
        RunState[] all = Arrays.copyOf(PLANNING, PLANNING.length + then.length);
        System.arraycopy(then, 0, all, PLANNING.length, then.length);
        return all;
    }

    private static void frozen(String stack, String reason) throws Exception {
        doubt = run(stack, Operation.PLAN, "dora", Json.object());
        LockClaim claim = new LockClaim(doubt.id(), new StackId(stack), "stage", Instant.now(), List.of(), List.of());
        Lock lock = services().locks().acquire(claim, reason);
        services().locks().backendLock(lock.scope(), doubt.id(), lock.token(), "backend-lock-4711");
        services().locks().freezeLock(lock.scope(), doubt.id(), lock.token(), RunState.APPLY_UNKNOWN.id());
    }

    private static WorkflowRun granted(String name) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("grantedNode(pool: 'data', label: 'iac-data') { sleep 600 }", true));
        return job.scheduleBuild2(0).waitForStart();
    }

    @BeforeClass
    public static void aDay() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, IacPermissions.AUDIT)
                .everywhere()
                .to("auditor"));
        IacGlobalConfiguration.get().replace(CATALOG, null).orThrow();
        done = run(
                "stage/web",
                Operation.PLAN,
                "alice",
                Json.object(),
                planning(
                        RunState.PLANNED,
                        RunState.POLICY_CHECKED,
                        RunState.APPROVED,
                        RunState.APPLY_QUEUED,
                        RunState.APPLY_ASSIGNED,
                        RunState.LOCKED,
                        RunState.APPLYING,
                        RunState.APPLIED,
                        RunState.VERIFYING,
                        RunState.VERIFIED));
        run(
                "stage/web",
                Operation.PLAN,
                "alice",
                Json.object(),
                planning(RunState.PLANNED, RunState.POLICY_CHECKED, RunState.AWAITING_APPROVAL));
        Vote vote = new Vote(
                "bob",
                new TreeSet<>(List.of("web")),
                Sha256.of("plan"),
                Vote.Decision.APPROVE,
                "comment " + HOSTILE,
                Instant.now(),
                true,
                "page");
        ObjectNode plan = Json.object();
        plan.putObject("plan").put("digest", Sha256.of("plan").toString()).putObject("summary");
        Run asked = run(
                "prod/voted",
                Operation.PLAN,
                "alice",
                plan,
                planning(RunState.PLANNED, RunState.POLICY_CHECKED, RunState.AWAITING_APPROVAL));
        voted = services().book().step(services().book().vote(asked, ApprovalJson.write(vote)), RunState.DISCARDED);
        run("stage/db", Operation.DESTROY, "bob", Json.object(), PLANNING);
        run("prod/app", Operation.PLAN, "carol", Json.object(), planning(RunState.PLANNED, RunState.POLICY_FAILED));
        ObjectNode drift = Json.object();
        drift.putObject("drift").put("state", "drifted").putObject("counts").put("security_sensitive", 2);
        drifted = run(
                "stage/db",
                Operation.DRIFT,
                "schedule",
                drift,
                planning(RunState.PLANNED, RunState.POLICY_CHECKED, RunState.PLAN_ONLY));
        hostile = run("stack/" + HOSTILE, Operation.PLAN, "actor " + HOSTILE, Json.object(), RunState.REJECTED);
        frozen("stage/lost", "lock " + HOSTILE);
        services().locks().freeze(LockScope.environment("stage"), "fred", "freeze " + HOSTILE);
        JENKINS.waitOnline(JENKINS.createSlave("agent-1", "iac-data", null));
        first = granted("first");
        for (int i = 0; i < 1200 && use().running().isEmpty(); i++) {
            Thread.sleep(100);
        }
        second = granted("second");
        for (int i = 0; i < 1200 && use().waiting().isEmpty(); i++) {
            Thread.sleep(100);
        }
    }

    private static PoolUse use() {
        return PoolUse.now().getOrDefault("data", PoolUse.NONE);
    }

    @AfterClass
    public static void night() throws Exception {
        for (WorkflowRun build : new WorkflowRun[] {second, first}) {
            if (build != null) {
                build.doKill();
                JENKINS.waitForCompletion(build);
            }
        }
    }

    private static HtmlPage page(String path) throws Exception {
        return JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .withBasicApiToken("auditor")
                .getPage(new URL(JENKINS.getURL(), "iac/" + path));
    }

    /** The cells of each row of a table that a reader hears called so, with a bar between them. */
    private static List<String> rows(HtmlPage page, String label) {
        HtmlTable table = page.getFirstByXPath(
                "//table[@aria-label='%1$s' or @id='%1$s' or @aria-labelledby='%1$s']".formatted(label));
        assertTrue(label + " in " + page.asNormalizedText(), table != null);
        return table.getRows().stream()
                .skip(label.equals("What the catalog says") ? 0 : 1)
                .map(row -> row.getCells().stream()
                        .map(cell -> cell.asNormalizedText().replaceAll("\\s+", " "))
                        .collect(Collectors.joining(" | ")))
                .toList();
    }

    private static String row(HtmlPage page, String label, String begin) {
        List<String> rows = rows(page, label);
        List<String> found = rows.stream().filter(r -> r.startsWith(begin)).toList();
        assertEquals(begin + " in " + rows, 1, found.size());
        return found.get(0);
    }

    private static void has(String text, String... parts) {
        for (String part : parts) {
            assertTrue("'" + part + "' in: " + text, text.contains(part));
        }
    }

    @Test
    public void overview_saysWhatWaitsWhatRunsAndWhatWasDecided() throws Exception {
        HtmlPage page = page("");
        has(
                row(page, "Waiting for people", "stage/web"),
                "| plan | awaiting approval |",
                "approve or reject",
                "| alice |");
        has(row(page, "Under way", "stage/db"), "| destroy | planning |", "| bob |");
        assertTrue(
                "what waits for people is not under way",
                rows(page, "Under way").stream().noneMatch(r -> r.contains("awaiting")));
        has(
                row(page, "Last decisions", "prod/app"),
                "| plan | policy failed |",
                "a mandatory policy refused the plan",
                "| carol |");
        has(row(page, "Last decisions", "stage/web"), "| plan | verified |", "| alice |");
        has(row(page, "Last decisions", "stage/db"), "| drift | plan only |");
        assertTrue(
                "the latest first: " + rows(page, "Last decisions"),
                rows(page, "Last decisions").get(0).startsWith("stack/"));
        assertEquals(
                "data | standard | 1 | 1 | 3", row(page, "iac-pools", "data").replaceAll("( \\|)? *$", ""));
        assertEquals("idle | standard | 0 | 0 |", row(page, "iac-pools", "idle").replaceAll("(\\s*\\|\\s*)+$", " |"));
        List<String> cards = page.<HtmlElement>getByXPath("//ul[@class='iac-cards']/li").stream()
                .map(card -> card.asNormalizedText().replaceAll("\\s+", " "))
                .toList();
        assertEquals(
                List.of(
                        "1 plans wait for people",
                        "1 locks want a decision",
                        "1 stacks drifted",
                        "1 stacks whose drift nobody knows"),
                cards);
        String text = page.asNormalizedText();
        has(
                text,
                "Frozen: environment:stage, by fred: freeze x",
                "stack:stage/lost",
                "How runs ended, the last 14 days");
        has(text, "2 ended well", "3 stopped or refused", "0 failed before a change", "0 in doubt");
    }

    @Test
    public void locks_sayWhoWhatSinceAndWhy_andWhatTheCalendarFreezes() throws Exception {
        HtmlPage page = page("locks/");
        String lock = row(page, "iac-locks", "stack:stage/lost");
        has(lock, "| lock x", "| " + doubt.id() + " |", "| dora |", "| backend-lock-4711");
        has(row(page, "iac-freezes", "environment:stage"), "| fred | freeze x");
        assertEquals(
                List.of("prod | 2020-01-01T00:00:00Z | 2199-01-01T00:00:00Z | end of the year | yes"),
                rows(page, "By the calendar"));
        assertTrue(
                "an auditor changes nothing",
                page.getForms().stream()
                        .noneMatch(f -> f.getMethodAttribute().equals("post")
                                && f.getActionAttribute().matches("(un)?(lock|freeze)")));
    }

    @Test
    public void pools_sayWhatRunsWhereAndWhyTheRestWaits() throws Exception {
        List<String> rows = rows(page("pools/"), "data");
        assertEquals(rows.toString(), 2, rows.size());
        assertTrue(rows.toString(), rows.get(0).matches("prod/db \\| plan \\| .* \\| runs on agent-1"));
        assertTrue(rows.toString(), rows.get(1).matches("prod/db \\| plan \\| .* \\| waits: \\S.*"));
    }

    @Test
    public void drift_thatWasFound_comesFirstAndSaysWhichKind() throws Exception {
        HtmlPage page = page("drift/");
        List<String> rows = rows(page, "iac-drift");
        assertTrue(rows.toString(), rows.get(0).startsWith("stage/db | drifted | 2 security sensitive | "));
        assertTrue(rows.toString(), rows.get(1).startsWith("prod/app | unknown |"));
        assertTrue("an apply that was verified: " + rows, rows.get(2).startsWith("stage/web | clean |"));
        assertEquals(
                1,
                page.getAnchors().stream()
                        .filter(a -> a.getHrefAttribute().endsWith("run/?id=" + drifted.id()))
                        .count());
    }

    @Test
    public void stack_hasItsHistoryItsOwnerItsDriftAndItsTimes() throws Exception {
        HtmlPage page = page("stack/?name=stage/web");
        List<String> facts = rows(page, "What the catalog says");
        assertTrue(
                facts.toString(),
                facts.containsAll(List.of(
                        "Environment | stage",
                        "Owner | web",
                        "Code | git@github.com:northstar/infra-live.git, live/web")));
        List<String> runs = rows(page, "Runs");
        assertEquals(runs.toString(), 2, runs.size());
        assertTrue("the latest first: " + runs, runs.get(0).startsWith("stage/web | plan | awaiting approval |"));
        assertTrue(runs.toString(), runs.get(1).startsWith("stage/web | plan | verified |"));
        assertTrue(
                rows(page, "iac-times").toString(),
                rows(page, "iac-times").get(0).matches(".* \\| \\d+ s \\| .*"));
        HtmlPage below = page("stack/?name=stage/db");
        assertTrue(rows(below, "What the catalog says").contains("Depends on | stage/web"));
        assertTrue(rows(below, "What the catalog says").toString().contains("Drift | drifted 2 security sensitive"));
    }

    @Test
    public void run_hasEveryStepAndEveryVote() throws Exception {
        HtmlPage page = page("run/?id=" + done.id());
        List<String> steps = rows(page, "Steps");
        assertEquals(steps.toString(), 16, steps.size());
        has(
                steps.toString(),
                "requested |",
                "applying | the tool is changing infrastructure",
                "verified | applied, and");
        has(rows(page("run/?id=" + voted.id()), "Votes").toString(), "bob | approve | comment x");
    }

    @Test
    public void hostileTexts_areShownAndAreNoMarkup() throws Exception {
        String query = URLEncoder.encode("stack/" + HOSTILE, StandardCharsets.UTF_8);
        String[][] rows = {
            {"", "freeze x", "stack/x", "actor x"},
            {"runs/", "stack/x", "actor x"},
            {"locks/", "freeze x", "lock x"},
            {"stack/?name=" + query, "stack/x", "actor x"},
            {"run/?id=" + hostile.id(), "stack/x"},
            {"run/?id=" + voted.id(), "comment x"},
        };
        for (String[] row : rows) {
            HtmlPage page = page(row[0]);
            assertTrue(row[0], page.getByXPath("//img[@src='x']").isEmpty());
            String source = page.getWebResponse().getContentAsString();
            assertFalse(row[0], source.contains("<img src=x") || source.contains("<script>alert(2)"));
            for (int i = 1; i < row.length; i++) {
                has(page.asNormalizedText(), row[i] + "\"><img src=x onerror=alert(1)><script>alert(2)</script>");
            }
        }
    }
}

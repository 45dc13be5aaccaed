package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.runtask.CheckServer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** External checks, taking stacks down and break-glass, with the real tool and a check that is asked over TLS. */
public class EmergencyTest {
    private static final String ONE = "resource \"terraform_data\" \"a\" {\n  input = 1\n}\n";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Company company;
    private CheckServer server;

    @Before
    public void company() throws Exception {
        Company.tool();
        server = new CheckServer(temporary.newFolder("tls").toPath());
        company = new Company(temporary.newFolder("c").toPath());
        company.stack("stage/queue", "", ONE).stack("dev/toy", "", ONE);
        company.writeCatalog();
        company.catalog(
                "users: [alice, bob]}", "users: [alice, bob]}\n  - {name: operators, users: [olga, otto, rita]}");
        company.commit();
    }

    @After
    public void stop() {
        server.close();
    }

    private void task(String name, String stages, String more) throws Exception {
        company.catalog(
                "environments:\n",
                "runTasks:\n  - {name: " + name + ", stages: [" + stages + "], url: \"" + server.url()
                        + "\", network: local, timeout: 2m, certificates: " + server.certificate() + more
                        + "}\nenvironments:\n");
    }

    private void constraint(String task) throws Exception {
        company.catalog("directory: stage/queue", "directory: stage/queue, constraints: {runTasks: [" + task + "]}");
    }

    private Answer approved() {
        Answer plan = company.plan("stage/queue").ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        return plan;
    }

    @Test
    public void beforePlan_fails_nothingIsPlanned() throws Exception {
        task("scan", "before_plan", "");
        constraint("scan");
        server.says("failed");
        Answer plan = company.plan("stage/queue").fails(2, "task:scan", "said failed");
        assertEquals("failed", plan.state());
        assertFalse(plan.json().has("digest"));
        server.says("passed");
        assertEquals("awaiting_approval", company.plan("stage/queue").ends(0).state());
    }

    @Test
    public void afterPlan_seesThePlanAndItsValuesReachPolicies() throws Exception {
        task("cost", "after_plan", ", sendPlan: true");
        constraint("cost");
        company.catalog(
                "teams:\n",
                "policies:\n  - {name: cheap, point: plan, level: hard-mandatory,"
                        + " cel: \"tasks['cost'].passed && tasks['cost'].values.monthly <= 100\", message: too dear}\nteams:\n");
        server.answers((e, q) -> {
            var answer = CheckServer.proper(q, "passed");
            answer.putObject("values").put("monthly", 250);
            CheckServer.send(e, 200, "application/json", answer.toString());
        });
        Answer plan = company.plan("stage/queue").ends(2);
        assertEquals("policy_failed", plan.state());
        assertTrue(plan.judged("task:cost").path("passed").asBoolean());
        assertTrue(plan.judged("cheap").path("reason").asText().contains("too dear"));
        JsonNode question = server.question(0).path("plan");
        assertEquals(plan.digest(), question.path("digest").asText());
        assertEquals(1, question.path("counts").path("create").asInt());
        assertTrue(Json.parse(question.path("redacted").asText()).has("resource_changes"));
        assertEquals(
                "250",
                plan.evidence()
                        .path("policies")
                        .get(0)
                        .path("task")
                        .path("values")
                        .path("monthly")
                        .asText());
    }

    @Test
    public void beforeApply_failsThenPasses_appliesAfterwards() throws Exception {
        task("backup", "before_apply", "");
        constraint("backup");
        Answer plan = approved();
        server.says("failed");
        assertEquals(
                "approved",
                company.call("apply", plan.run()).fails(2, "task:backup").state());
        assertFalse(Files.exists(company.state("stage/queue")));
        server.says("passed");
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
    }

    @Test
    public void beforeApply_nobodyAnswers_failsClosed() throws Exception {
        task("backup", "before_apply", "");
        constraint("backup");
        Answer plan = approved();
        server.close();
        company.call("apply", plan.run()).fails(2, "task:backup", "connection failed");
        assertFalse(Files.exists(company.state("stage/queue")));
    }

    @Test
    public void runTask_nobodyDescribed_failsClosedAndIsWarnedOf() throws Exception {
        constraint("ghost");
        Answer lint = company.call("lint", company.catalog().toString()).ends(0);
        assertTrue(lint.out(), lint.out().contains("ghost is not described"));
        company.call("apply", approved().run()).fails(2, "task:ghost", "nobody described");
    }

    @Test
    public void advisory_fails_isToldAndGoesOn() throws Exception {
        task("hint", "after_plan", ", level: advisory");
        constraint("hint");
        server.says("failed");
        Answer plan = company.plan("stage/queue").ends(0);
        assertEquals("awaiting_approval", plan.state());
        assertFalse(plan.judged("task:hint").path("passed").asBoolean());
    }

    @Test
    public void destroy_needsTicketOwnerPlatformBackupAndASecondOperator() throws Exception {
        task("backup", "before_apply", "");
        // Nobody asks it, so that nobody knows what it says.
        company.catalog(
                "runTasks:\n", "runTasks:\n  - {name: ghost, stages: [before_apply], command: [/x], network: local}\n");
        company.catalog(
                "name: stage\n",
                "name: stage\n    destroy: {ticket: OPS-, approvals: [{name: platform, teams: [sre-oncall], count: 1},"
                        + " {name: never, when: \"plan.delete > 1000\", teams: [sre-oncall]},"
                        + " {name: unknown, when: \"tasks['ghost'].passed\", teams: [sre-oncall]}],"
                        + " secondOperator: operators, runTasks: [backup]}\n");
        company.call("apply", approved().run()).ends(0);
        String head = company.head();
        Answer without = company.operation("destroy", "stage/queue", "branch", "main", head)
                .ends(2);
        assertEquals("policy_failed", without.state());
        assertTrue(without.judged("destroy:ticket").path("reason").asText().contains("OPS-"));
        Answer plan = company.operation("destroy", "stage/queue", "branch", "main", head, "--ticket", "OPS-12")
                .ends(0);
        assertEquals(
                "a condition that is false takes one away, one that is unknown does not",
                List.of("owner", "destroy-platform", "destroy-unknown", "second-operator"),
                plan.json().path("required").findValuesAsText("name"));
        company.approve(plan, "bob", "payments,operators").ends(0);
        Answer two = company.approve(plan, "sam", "sre-oncall,operators").ends(0);
        assertEquals("awaiting_approval", two.state());
        assertEquals(
                "second-operator",
                two.json().path("missing").get(0).path("requirement").asText());
        assertEquals(
                "approved", company.approve(plan, "olga", "operators").ends(0).state());
        server.says("failed");
        company.call("apply", plan.run()).fails(2, "task:backup");
        server.says("passed");
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
        assertEquals("OPS-12", server.question(0).path("ticket").asText());
    }

    @Test
    public void destroy_outsideItsWindow_waitsApprovedAndIsDoneWithin() throws Exception {
        ZonedDateTime now = company.clock().instant().atZone(ZoneOffset.UTC);
        DateTimeFormatter time = DateTimeFormatter.ofPattern("HH:mm");
        company.catalog(
                "name: stage\n",
                "name: stage\n    destroy: {windows: [{days: [MON, TUE, WED, THU, FRI, SAT, SUN], from: \""
                        + time.format(now.plusHours(2)) + "\", until: \"" + time.format(now.plusHours(4))
                        + "\", zone: UTC}]}\n");
        company.call("apply", approved().run()).ends(0);
        Answer plan = company.operation("destroy", "stage/queue", "branch", "main", company.head())
                .ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        Answer early = company.call("apply", plan.run()).fails(2, "destroy:window", "outside the windows");
        assertEquals("approved", early.state());
        assertTrue(
                "nothing is gone",
                Files.readString(company.state("stage/queue")).contains("\"name\": \"a\""));
        company.later(Duration.ofHours(3));
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
    }

    private void breakGlass() throws Exception {
        task("pager", "break_glass", "");
        company.catalog(
                "name: stage\n",
                "name: stage\n    freezes: [{from: 2020-01-01T00:00:00Z, until: 2120-01-01T00:00:00Z, reason: always}]\n"
                        + "    breakGlass: {teams: [operators], expiry: 1h, alert: pager, reviewers: [sre-oncall]}\n");
        company.emergencyPool();
    }

    private Answer ask(String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "--reason";
        all[1] = "queue is down, INC-7";
        System.arraycopy(more, 0, all, 2, more.length);
        return company.operation("break-glass", "stage/queue", "branch", "main", company.head(), all);
    }

    @Test
    public void breakGlass_wholeWay_twoPeopleAlertEvidenceAndAReviewThatStaysOpen() throws Exception {
        breakGlass();
        company.call("apply", approved().run()).fails(2, "freeze");
        Answer plan = ask().ends(0);
        assertEquals(
                "queue is down, INC-7",
                server.question(0).path("breakGlass").path("reason").asText());
        assertEquals("break_glass", server.question(0).path("stage").asText());
        assertEquals(
                "break-glass", plan.json().path("required").get(0).path("name").asText());
        company.approve(plan, "alice", "operators").fails(2, "requester");
        company.approve(plan, "bob", "payments").fails(2, "operators");
        assertEquals(
                "awaiting_approval",
                company.approve(plan, "olga", "operators").ends(0).state());
        company.call("apply", plan.run()).fails(2, "break-glass");
        company.approve(plan, "otto", "operators").ends(0);
        Answer applied = company.call("apply", plan.run()).ends(0);
        assertEquals("verified", applied.state());
        JsonNode evidence = applied.evidence();
        assertEquals("glass", evidence.path("context").path("pool").asText());
        assertEquals(
                "cli",
                evidence.path("approvals").path("votes").path(0).path("via").asText());
        assertTrue(evidence.path("incidents").toString().contains("INC-7"));
        assertTrue(evidence.path("policies").toString().contains("task:pager"));

        assertEquals(
                plan.run(),
                company.call("runs").ends(0).json().path("reviews").get(0).asText());
        review(plan, "alice", "sre-oncall", "fine").fails(2, "requester");
        review(plan, "bob", "payments", "fine").fails(2, "sre-oncall");
        review(plan, "sam", "sre-oncall", "  ").fails(1, "no text");
        Answer reviewed = review(plan, "sam", "sre-oncall", "needed; the runbook is mended")
                .ends(0);
        assertEquals(0, company.call("runs").ends(0).json().path("reviews").size());
        review(plan, "sam", "sre-oncall", "again").fails(2, "has a review");
        JsonNode record = reviewed.evidence();
        assertEquals(
                plan.run(),
                record.path("request").path("document").path("reviewOf").asText());
        assertEquals("reviewed", record.path("outcome").asText());
        company.call("verify", reviewed.json().path("evidence").asText()).ends(0);
        company.call("verify", "--log", company.home().resolve("evidence").toString())
                .ends(0);
    }

    private Answer review(Answer plan, String user, String team, String text) {
        return company.call("review", plan.run(), "--as", user, "--groups", team, "--text", text);
    }

    @Test
    public void breakGlass_nobodyHearsTheAlert_isRejected() throws Exception {
        breakGlass();
        server.close();
        assertEquals("rejected", ask().fails(2, "breakGlass.alert").state());
        assertEquals(0, company.call("runs").ends(0).json().path("reviews").size());
    }

    @Test
    public void breakGlass_timeIsOver_expiresAndStillWantsItsReview() throws Exception {
        breakGlass();
        Answer plan = ask("--expiry", "10m").ends(0);
        company.approve(plan, "olga", "operators").ends(0);
        company.approve(plan, "otto", "operators").ends(0);
        company.later(Duration.ofMinutes(11));
        assertEquals(
                "expired",
                company.call("apply", plan.run()).fails(2, "emergency").state());
        assertFalse(Files.exists(company.state("stage/queue")));
        assertEquals(1, company.call("runs").ends(0).json().path("reviews").size());
    }

    @Test
    public void breakGlass_environmentWithoutARule_isRejected() throws Exception {
        breakGlass();
        Answer answer =
                company.operation("break-glass", "dev/toy", "branch", "main", company.head(), "--reason", "because");
        assertEquals("rejected", answer.fails(2, "environment.breakGlass").state());
    }

    @Test
    public void breakGlass_policiesHoldAsEver() throws Exception {
        breakGlass();
        company.catalog(
                "teams:\n",
                "policies:\n  - {name: never, point: plan, level: hard-mandatory,"
                        + " cel: 'plan.create == 0'}\nteams:\n");
        assertEquals("policy_failed", ask().ends(2).state());
    }
}

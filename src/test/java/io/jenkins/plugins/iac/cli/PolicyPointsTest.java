package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Policies at every point of a run, judged with the real tool: what refuses, what waits, who may lift it. */
public class PolicyPointsTest {
    private static final String ONE = "resource \"terraform_data\" \"a\" {\n  input = 1\n}\n";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Company company;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = new Company(temporary.newFolder("c").toPath());
        company.stack("stage/queue", "dataClasses: {terraform_data.a: internal}", ONE);
        company.writeCatalog();
        company.catalog("name: stage\n", "name: stage\n    overrides: {team: sre-oncall}\n");
        company.commit();
    }

    private void policies(String... policies) throws Exception {
        company.catalog("teams:\n", "policies:\n  - {" + String.join("}\n  - {", policies) + "}\nteams:\n");
    }

    @Test
    public void plan_softPolicyFails_waitsForTheOverrideTeamAndKeepsItsReason() throws Exception {
        policies(
                "name: two-at-most, point: plan, level: soft-mandatory, cel: 'plan.create == 0', message: no new things");
        Answer plan = company.plan("stage/queue").ends(2);
        assertEquals("planned", plan.state());
        assertTrue(plan.json().path("awaitingOverride").asBoolean());
        assertTrue(company.call("runs")
                .ends(0)
                .json()
                .path("runs")
                .path(0)
                .path("awaitingOverride")
                .asBoolean());
        company.call("apply", plan.run()).fails(2, "two-at-most");
        company.override(plan, "two-at-most", "alice", "sre-oncall", "please").fails(2, "requester");
        company.override(plan, "two-at-most", "bob", "payments", "please").fails(2, "sre-oncall");
        company.override(plan, "two-at-most", "sam", "sre-oncall", " ").fails(1, "reason");
        company.override(plan, "another", "sam", "sre-oncall", "why not").fails(2, "another");
        Answer overridden = company.override(plan, "two-at-most", "sam", "sre-oncall", "agreed in CHG-7")
                .ends(0);
        assertEquals("awaiting_approval", overridden.state());
        assertEquals(
                "sam",
                overridden.judged("two-at-most").path("override").path("by").asText());
        company.approve(plan, "bob", "payments").ends(0);
        Answer applied = company.call("apply", plan.run()).ends(0);
        assertEquals("verified", applied.state());
        JsonNode policy = applied.evidence().path("policies").get(0);
        assertEquals("agreed in CHG-7", policy.path("override").path("reason").asText());
        assertTrue(policy.path("bundle").asText().startsWith("sha256:"));
        assertFalse(policy.path("passed").asBoolean());
        String html = Files.readString(company.home().resolve("runs/" + plan.run() + "/artifacts/summary.html"));
        assertTrue(html.contains("agreed in CHG-7"));
    }

    @Test
    public void plan_overrideIsTooOldAtTheDoor_expires() throws Exception {
        policies("name: none, point: plan, level: soft-mandatory, cel: 'plan.create == 0'");
        Answer plan = company.plan("stage/queue").ends(2);
        company.override(plan, "none", "sam", "sre-oncall", "agreed").ends(0);
        company.later(Duration.ofHours(23));
        company.approve(plan, "bob", "payments").ends(0);
        company.later(Duration.ofHours(25));
        assertEquals(
                "expired",
                company.call("apply", plan.run()).fails(2, "override").state());
    }

    @Test
    public void plan_nobodyMayOverride_softRefusesLikeHard() throws Exception {
        company.catalog("    overrides: {team: sre-oncall}\n", "");
        policies("name: none, point: plan, level: soft-mandatory, cel: 'plan.create == 0'");
        assertEquals("policy_failed", company.plan("stage/queue").ends(2).state());
    }

    @Test
    public void plan_hardPolicyOverTheWholeContext_refuses() throws Exception {
        policies(
                "name: context, point: plan, level: hard-mandatory, cel: \"source.repository != '' && source.ref == 'main'"
                        + " && source.author == 'alice' && stack.owner == '' && environment.name == 'stage'"
                        + " && pool.name == 'all' && pool.ephemeral && identity.name == '' && plan.create == 1\"",
                "name: changes, point: plan, level: hard-mandatory, cel: \"plan.changes.all(c, c.kind == 'create'"
                        + " && c.dataClass == 'internal')\"",
                "name: values, point: plan, level: hard-mandatory, cel: \"!plan.changes.exists(c,"
                        + " c.attributes.exists(a, a.path == 'input' && a.after == '1'))\", message: no ones");
        Answer plan = company.plan("stage/queue").ends(2);
        assertEquals("policy_failed", plan.state());
        assertTrue(plan.judged("context").path("passed").asBoolean());
        assertTrue(plan.judged("changes").path("passed").asBoolean());
        assertTrue(plan.judged("values").path("reason").asText().contains("no ones"));
    }

    @Test
    public void plan_valueIsNotKnownYet_isUnknownAndRefuses() throws Exception {
        policies("name: ids, point: plan, level: hard-mandatory, cel: \"plan.changes.all(c,"
                + " c.attributes.all(a, a.path != 'id' || a.after != 'x'))\"");
        Answer plan = company.plan("stage/queue").ends(2);
        assertEquals("unknown", plan.judged("ids").path("answer").asText());
    }

    @Test
    public void plan_advisoryPolicyFails_isToldAndGoesOn() throws Exception {
        policies("name: hint, point: plan, level: advisory, cel: 'plan.create == 0'");
        Answer plan = company.plan("stage/queue").ends(0);
        assertEquals("awaiting_approval", plan.state());
        assertFalse(plan.judged("hint").path("passed").asBoolean());
    }

    @Test
    public void approval_policyWantsTwoPeople_oneVoteIsNotEnough() throws Exception {
        company.catalog("users: [alice, bob]", "users: [alice, bob, carla]");
        policies("name: four-eyes, point: approval, level: hard-mandatory, cel: 'approvers.size() >= 2',"
                + " message: two people");
        Answer plan = company.plan("stage/queue").ends(0);
        Answer first = company.approve(plan, "bob", "payments").ends(0);
        assertEquals("awaiting_approval", first.state());
        assertFalse(first.judged("four-eyes").path("passed").asBoolean());
        company.call("apply", plan.run()).fails(2, "two people");
        assertEquals(
                "approved", company.approve(plan, "carla", "payments").ends(0).state());
    }

    @Test
    public void apply_policyHangsOnTime_waitsAndPassesLater() throws Exception {
        policies("name: later, point: apply, level: hard-mandatory, cel: \"now > timestamp('"
                + company.clock().instant().plus(Duration.ofHours(2)) + "')\"");
        Answer plan = company.plan("stage/queue").ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        assertEquals(
                "approved", company.call("apply", plan.run()).fails(2, "later").state());
        company.later(Duration.ofHours(3));
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
    }

    @Test
    public void apply_hardPolicyFails_endsTheRun() throws Exception {
        policies("name: by-two, point: apply, level: hard-mandatory, cel: \"'sre-oncall' in approverTeams\"");
        Answer plan = company.plan("stage/queue").ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        assertEquals(
                "refused", company.call("apply", plan.run()).fails(2, "by-two").state());
        assertFalse(Files.exists(company.state("stage/queue")));
    }

    @Test
    public void verify_policyFails_freezesTheStack() throws Exception {
        policies(
                "name: watched, point: verify, level: hard-mandatory, cel: \"verification.empty && 'x' in approvers\"");
        Answer plan = company.plan("stage/queue").ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        Answer applied = company.call("apply", plan.run()).ends(3);
        assertEquals("verification_failed", applied.state());
        assertFalse(applied.judged("watched").path("passed").asBoolean());
        assertTrue(company.call("runs").json().path("locks").size() > 0);
    }

    private Answer frozenBy(String... policies) throws Exception {
        policies(policies);
        Answer plan = company.plan("stage/queue").ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        assertEquals(
                "verification_failed", company.call("apply", plan.run()).ends(3).state());
        return plan;
    }

    private int locks() {
        return company.call("runs").json().path("locks").size();
    }

    @Test
    public void verify_softPolicyFails_overrideGivesTheStackBackWithEvidence() throws Exception {
        Answer plan = frozenBy("name: watched, point: verify, level: soft-mandatory, cel: \"'x' in approvers\"");
        company.later(Duration.ofHours(30));
        company.override(plan, "watched", "alice", "sre-oncall", "please").fails(2, "requester");
        company.override(plan, "watched", "bob", "payments", "please").fails(2, "sre-oncall");
        company.override(plan, "another", "sam", "sre-oncall", "please").fails(2, "another");
        assertEquals("the time to override is over", 1, locks());
        company.override(plan, "watched", "sam", "sre-oncall", "agreed").fails(2, "vote.time");
        company.later(Duration.ofHours(20));
        Answer freed = company.override(plan, "watched", "sam", "sre-oncall", "seen by hand, OPS-3")
                .ends(0);
        assertEquals("verification_failed", freed.state());
        assertEquals("sam", freed.judged("watched").path("override").path("by").asText());
        assertEquals(0, locks());
        company.override(plan, "watched", "sam", "sre-oncall", "again").fails(2, "override.lock");
        String unlocked = company.call("run", "show", plan.run())
                .json()
                .path("unlocked")
                .path("evidence")
                .asText();
        JsonNode order = Company.predicate(Path.of(unlocked));
        assertTrue(order.toString(), order.toString().contains("seen by hand, OPS-3"));
        assertTrue(order.toString(), order.toString().contains("\"policy\":\"watched\""));
        String told = company.audit(plan.run());
        assertTrue(
                told,
                told.contains("its lock was broken by sam (not authenticated), override of watched: seen by hand"));
        company.stack("stage/queue", "dataClasses: {terraform_data.a: internal}", ONE.replace("1", "2"));
        company.commit();
        Answer next = company.plan("stage/queue").ends(0);
        company.approve(next, "bob", "payments").ends(0);
        company.call("apply", next.run()).ends(3);
    }

    @Test
    public void verify_hardPolicy_cannotBeOverridden() throws Exception {
        Answer both = frozenBy(
                "name: soft, point: verify, level: soft-mandatory, cel: \"'x' in approvers\"",
                "name: hard, point: verify, level: hard-mandatory, cel: \"'x' in approvers\"");
        company.override(both, "hard", "sam", "sre-oncall", "agreed").fails(2, "hard-mandatory");
        company.override(both, "soft", "sam", "sre-oncall", "agreed").fails(2, "override.others");
        assertEquals(1, locks());
        company.call("unlock", "stage/queue", "--as", "sam", "--reason", "looked")
                .ends(0);
        company.override(both, "soft", "sam", "sre-oncall", "agreed").fails(2, "override.lock");
    }

    /** The policy alone could be overridden; what stands in the world nobody has looked at. */
    @Test
    public void verify_planBehindTheApplyIsNotEmpty_cannotBeOverridden() throws Exception {
        company.stack("stage/queue", "", "resource \"terraform_data\" \"a\" {\n  input = plantimestamp()\n}\n");
        company.commit();
        Answer plan = frozenBy("name: watched, point: verify, level: soft-mandatory, cel: \"'x' in approvers\"");
        Answer refused =
                company.override(plan, "watched", "sam", "sre-oncall", "agreed").fails(2, "override.verification");
        assertFalse(refused.out(), refused.out().contains("override.others"));
        assertEquals(1, locks());
    }

    /** A world in which the resource has another input than the state says. */
    private void drifted() throws Exception {
        company.stack(
                "stage/queue",
                "",
                "resource \"terraform_data\" \"a\" {\n  input = plantimestamp()\n}\n"
                        + "output \"when\" {\n  value = terraform_data.a.output\n}\n");
        company.commit();
        Answer plan = company.plan("stage/queue").ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        company.call("apply", plan.run());
        company.call("unlock", "stage/queue", "--as", "sam", "--reason", "it is never empty");
        String state = Files.readString(company.state("stage/queue"));
        company.file("unused", "");
        Files.writeString(
                company.state("stage/queue"),
                state.replaceFirst("\"value\": \"[^\"]*\"", "\"value\": \"by hand\"")
                        .replaceFirst("\"serial\": (\\d+)", "\"serial\": 9$1"));
    }

    @Test
    public void drift_softPolicyFails_waitsForTheOverrideTeamAndIsThenDone() throws Exception {
        drifted();
        policies("name: no-drift, point: drift, level: soft-mandatory, cel: 'false', message: look at it");
        Answer drift = company.operation("drift", "stage/queue", "branch", "main", company.head())
                .ends(2);
        assertEquals("planned", drift.state());
        assertTrue(drift.json().path("awaitingOverride").asBoolean());
        company.override(drift, "no-drift", "alice", "sre-oncall", "please").fails(2, "requester");
        Answer done = company.override(drift, "no-drift", "sam", "sre-oncall", "known, OPS-4")
                .ends(0);
        assertEquals("plan_only", done.state());
        JsonNode policy = done.evidence().path("policies").get(0);
        assertEquals("known, OPS-4", policy.path("override").path("reason").asText());
    }

    @Test
    public void drift_nobodyOverrides_endsAsPolicyFailedWhenTheTimeIsOver() throws Exception {
        drifted();
        policies("name: no-drift, point: drift, level: soft-mandatory, cel: 'false', message: look at it");
        Answer drift = company.operation("drift", "stage/queue", "branch", "main", company.head())
                .ends(2);
        company.later(Duration.ofHours(25));
        Answer late = company.override(drift, "no-drift", "sam", "sre-oncall", "too late")
                .fails(2, "vote.time");
        assertEquals("planned", late.state());
        company.call("apply", drift.run()).fails(2, "policy_failed");
        assertEquals(
                "policy_failed",
                company.call("run", "show", drift.run()).json().path("end").asText());
    }

    @Test
    public void drift_policy_isNotAskedOfAPlan() throws Exception {
        policies("name: no-drift, point: drift, level: hard-mandatory, cel: 'plan.drift == 0', message: look at it");
        Answer plan = company.plan("stage/queue").ends(0);
        assertEquals("awaiting_approval", plan.state());
        Answer drift = company.operation("drift", "stage/queue", "branch", "main", company.head());
        assertEquals("no_changes", drift.ends(0).state());
    }

    @Test
    public void admission_policies_areInTheEvidenceToo() throws Exception {
        policies(
                "name: from-main, point: admission, level: hard-mandatory, cel: \"source.ref == 'main'\"",
                "name: hint, point: admission, level: advisory, cel: \"actor == 'x'\"");
        Answer refused =
                company.plan("stage/queue", "branch", "other", company.head()).ends(2);
        assertEquals("rejected", refused.state());
        assertFalse(refused.judged("from-main").path("passed").asBoolean());
        assertEquals(2, refused.evidence().path("policies").size());
        assertTrue(company.plan("stage/queue")
                .ends(0)
                .judged("from-main")
                .path("passed")
                .asBoolean());
    }

    @Test
    public void lint_misspeltMember_isAnErrorWithItsPlace() throws Exception {
        policies("name: typo, point: plan, level: hard-mandatory, cel: \"plan.changes.all(c, c.adress != 'x')\"");
        Answer lint = company.call("lint", company.catalog().toString());
        assertEquals(1, lint.exit());
        assertTrue(lint.out(), lint.out().contains("adress") && lint.out().contains("address"));
    }
}

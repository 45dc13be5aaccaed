package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Votes on one plan by the real tool; before each test everything is put back to the moment after the plan. */
public class ApprovalCommandsTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static Company company;
    private static Answer plan;
    private static Path planned;

    @BeforeClass
    public static void planOnce() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        company.stack("stage/queue", "", "resource \"terraform_data\" \"a\" {\n  input = 1\n}\n")
                .writeCatalog();
        company.commit();
        plan = company.plan("stage/queue").ends(0);
        planned = company.snapshot("planned");
    }

    @Before
    public void putBack() throws Exception {
        company.restore(planned);
    }

    private static Answer vote(String command, String user, String teams, String digest) {
        return company.call(command, plan.run(), "--as", user, "--groups", teams, "--digest", digest);
    }

    private static void assertNobodyApproved(Answer plan) {
        Answer show = company.call("run", "show", plan.run()).ends(0);
        assertEquals("awaiting_approval", show.state());
        assertEquals(show.out(), 0, show.json().path("approvals").size());
    }

    @Test
    public void plan_ofStage_saysWhatIsRequired() {
        assertEquals("awaiting_approval", plan.state());
        assertTrue(plan.digest(), plan.digest().matches("sha256:[0-9a-f]{64}"));
        assertEquals("{\"create\":1}", plan.json().path("counts").toString());
        assertEquals("[]", plan.json().path("destructive").toString());
        assertEquals("owner", plan.json().path("required").get(0).path("name").asText());
        assertTrue(Files.exists(company.home().resolve("plans/" + plan.run() + ".plan.enc")));
    }

    @Test
    public void approve_byTheOwner_approves() {
        Answer answer = company.approve(plan, "bob", "payments").ends(0);
        assertEquals("approved", answer.state());
        assertEquals(1, answer.json().path("approvals").size());
        assertEquals(0, answer.json().path("missing").size());
    }

    @Test
    public void approve_byTheRequester_isRefusedAndRecorded() {
        company.approve(plan, "alice", "payments").fails(2, "requester");
        company.approve(plan, "ALICE", "payments").fails(2, "requester");
        Answer show = company.call("run", "show", plan.run()).ends(0);
        assertEquals(2, show.json().path("refusedVotes").size());
        assertEquals("awaiting_approval", show.state());
    }

    @Test
    public void approve_byAStranger_isRefused() {
        vote("approve", "mallory", "catalog", plan.digest()).fails(2, "payments");
        company.call("approve", plan.run(), "--as", "mallory", "--digest", plan.digest())
                .fails(2, "payments");
        assertNobodyApproved(plan);
    }

    @Test
    public void approve_anotherDigest_isRefused() {
        vote("approve", "bob", "payments", "sha256:" + "0".repeat(64)).fails(2, "digest", plan.digest());
        assertNobodyApproved(plan);
    }

    @Test
    public void approve_noDigest_isBadInput() {
        vote("approve", "bob", "payments", "0000").fails(1, "--digest");
        assertNobodyApproved(plan);
    }

    @Test
    public void approve_unknownRun_isBadInput() {
        company.call("approve", "20200101-000000-00000000", "--as", "bob", "--digest", plan.digest())
                .fails(1, "no such run");
        company.call("approve", "../../etc", "--as", "bob", "--digest", plan.digest())
                .fails(1, "../../etc");
        assertNobodyApproved(plan);
    }

    @Test
    public void approve_twiceByOnePerson_countsOnce() throws Exception {
        company.catalog("count: 1}\n  - name: prod", "count: 2}\n  - name: prod");
        // The requirement was fixed with the plan; a plan under two votes is asked for anew.
        Answer two = company.plan("stage/queue").ends(0);
        assertEquals(
                "awaiting_approval",
                company.approve(two, "bob", "payments").ends(0).state());
        company.approve(two, "bob", "payments").fails(2, "bob");
        company.approve(two, "Bob", "payments").fails(2, "vote.once");
        assertEquals(
                "approved", company.approve(two, "carol", "payments").ends(0).state());
        // And what was approved for the older plan is worth nothing for this one, nor the other way round.
        vote("approve", "dan", "payments", two.digest()).fails(2, "digest");
    }

    @Test
    public void reject_endsTheRunAndForgetsThePlan() {
        Answer answer = vote("reject", "bob", "payments", plan.digest()).ends(0);
        assertEquals("discarded", answer.state());
        assertFalse(Files.exists(company.home().resolve("plans/" + plan.run() + ".plan.enc")));
        assertTrue(Files.exists(Path.of(answer.json().path("evidence").asText())));
        company.approve(plan, "bob", "payments").fails(2, "discarded");
        company.call("apply", plan.run()).fails(2, "discarded");
    }

    @Test
    public void apply_withoutApproval_isRefusedAndWaits() {
        company.call("apply", plan.run()).fails(2, "approval:owner", plan.digest());
        assertEquals(
                "awaiting_approval",
                company.call("run", "show", plan.run()).ends(0).state());
    }

    @Test
    public void approve_afterTheExpiry_isRefusedAndEndsTheRun() {
        company.later(Duration.ofHours(25));
        company.approve(plan, "bob", "payments").fails(2, "vote.time");
        company.call("apply", plan.run()).fails(2, "expired");
        assertEquals(
                "expired",
                company.call("run", "show", plan.run())
                        .ends(0)
                        .json()
                        .path("end")
                        .asText());
    }

    @Test
    public void apply_approvalTooOld_expires() {
        company.approve(plan, "bob", "payments").ends(0);
        company.later(Duration.ofHours(25));
        company.call("apply", plan.run()).fails(2, "old");
        assertEquals(
                "expired",
                company.call("run", "show", plan.run())
                        .ends(0)
                        .json()
                        .path("end")
                        .asText());
        assertFalse(Files.exists(company.home().resolve("plans/" + plan.run() + ".plan.enc")));
    }

    @Test
    public void approve_protectedWithoutTrust_isRefused() throws Exception {
        company.catalog("  - name: stage\n", "  - name: stage\n    protected: true\n    protectedRefs: [main]\n");
        Answer mine = company.plan("stage/queue").ends(0);
        company.approve(mine, "bob", "payments").fails(2, "authenticated");
        assertNobodyApproved(mine);
    }
}

package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Two things are wrong with an apply at once, or a part of the plan that only the catalog can change. What is named first is
 * what stands first in the order of the door, so that nothing behind it is begun: no lock, no token, no tool.
 */
public class DoorOrderTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static final String STACK = "stage/db";
    private static final String OTHER = "stage/queue";
    private static final String CODE = "resource \"terraform_data\" \"db\" {\n  input = %d\n}\n";
    private static Company company;
    private static Answer plan;
    private static Answer other;
    private static Path approved;

    @BeforeClass
    public static void approveOnce() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        company.stack(STACK, "", CODE.formatted(1))
                .stack(OTHER, "", CODE.formatted(1))
                .writeCatalog();
        company.commit();
        Answer first = company.plan(STACK).ends(0);
        company.approve(first, "bob", "payments").ends(0);
        company.call("apply", first.run()).ends(0);
        company.stack(STACK, "", CODE.formatted(2));
        company.commit();
        plan = company.plan(STACK).ends(0);
        other = company.plan(OTHER).ends(0);
        company.approve(other, "bob", "payments").ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        approved = company.snapshot("approved");
    }

    @Before
    public void putBack() throws Exception {
        company.restore(approved);
    }

    private static void stale() throws Exception {
        Path state = company.state(STACK);
        String before = Files.readString(state);
        String after = before.replaceFirst("\"serial\": 1,", "\"serial\": 7,");
        assertNotEquals("the plan is stale now", before, after);
        Files.writeString(state, after);
    }

    private static void freeze() throws Exception {
        company.catalog(
                "approvalExpiry: 24h",
                "approvalExpiry: 24h\n    freezes: [{from: 2020-01-01T00:00:00Z, until: 2099-01-01T00:00:00Z, reason: holidays}]");
    }

    private static List<String> rules(Answer answer) {
        return answer.json().path("conditions").findValuesAsText("rule");
    }

    @Test
    public void frozenAndStale_theFreezeIsNamedAndThePlanStaysApproved() throws Exception {
        freeze();
        stale();
        Answer answer = company.call("apply", plan.run()).fails(2, "holidays");
        assertFalse(rules(answer).toString(), rules(answer).contains("digest.stateSerial"));
        assertTrue(answer.state(), List.of("approved", "apply_queued").contains(answer.state()));
        assertEquals(0, company.call("runs").json().path("locks").size());
    }

    @Test
    public void unapprovedAndStale_theApprovalIsNamedAndItWaits() throws Exception {
        Answer again = company.plan(STACK).ends(0);
        stale();
        Answer answer = company.call("apply", again.run()).fails(2, "approv");
        assertEquals("awaiting_approval", answer.state());
        assertFalse(rules(answer).toString(), rules(answer).contains("digest.stateSerial"));
    }

    @Test
    public void variablesAndStateChanged_whatNeedsNoCredentialIsNamedAndNoneIsIssued() throws Exception {
        company.catalog("directory: " + STACK, "directory: " + STACK + ", variables: {new: value}");
        stale();
        Answer answer = company.call("apply", plan.run()).fails(2, "variables");
        assertEquals("refused", answer.state());
        assertFalse(rules(answer).toString(), rules(answer).contains("digest.stateSerial"));
        JsonNode evidence = answer.evidence();
        assertEquals(0, evidence.path("identitySessions").size());
        assertTrue(evidence.path("applied").isNull());
    }

    @Test
    public void backendChanged_isRefusedByThatPart() throws Exception {
        String before = Files.readString(company.state(STACK));
        Path moved = TEMPORARY.getRoot().toPath().resolve("moved.tfstate");
        Files.writeString(moved, before);
        company.catalog(
                "directory: " + STACK,
                "directory: " + STACK + ", backend: {type: local, config: {path: \"" + moved + "\"}}");
        Answer answer = company.call("apply", plan.run()).fails(2, "backend");
        assertEquals("refused", answer.state());
        assertTrue(rules(answer).toString(), rules(answer).contains("digest.backend"));
        assertEquals(before, Files.readString(moved));
        assertEquals(before, Files.readString(company.state(STACK)));
    }

    @Test
    public void workspaceChanged_isRefusedByThatPart() throws Exception {
        company.catalog("directory: " + STACK, "directory: " + STACK + ", workspace: blue");
        Answer answer = company.call("apply", plan.run()).fails(2, "workspace");
        assertEquals("refused", answer.state());
        assertTrue(rules(answer).toString(), rules(answer).contains("digest.workspace"));
    }

    @Test
    public void directoryChanged_isRefusedByThatPart() throws Exception {
        company.catalog("directory: " + STACK, "directory: " + OTHER);
        Answer answer = company.call("apply", plan.run()).fails(2, "workDir");
        assertEquals("refused", answer.state());
        assertTrue(rules(answer).toString(), rules(answer).contains("digest.workDir"));
    }

    /** Somebody who can write the controller's disk puts the plan of another stack, approved as well, in its place. */
    @Test
    public void planOfAnotherStack_inItsPlace_isRefused() throws Exception {
        String before = Files.readString(company.state(STACK));
        Files.copy(
                company.home().resolve("plans/" + other.run() + ".plan.enc"),
                company.home().resolve("plans/" + plan.run() + ".plan.enc"),
                StandardCopyOption.REPLACE_EXISTING);
        company.call("apply", plan.run()).fails(2, "another run");
        assertEquals(before, Files.readString(company.state(STACK)));
        assertFalse(Files.exists(company.state(OTHER)));
    }
}

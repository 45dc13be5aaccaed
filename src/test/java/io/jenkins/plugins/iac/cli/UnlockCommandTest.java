package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.run.Unlocking;
import java.nio.file.Files;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class UnlockCommandTest {
    private static final String STACK = "stage/db";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static String configuration(String command) {
        return """
                resource "terraform_data" "db" {
                  provisioner "local-exec" {
                    command = "%s"
                  }
                }
                """
                .formatted(command);
    }

    @Test
    public void unlock_afterAFailedApply_freesTheStackAndLeavesEvidence() throws Exception {
        Company company = new Company(folder.newFolder("c").toPath())
                .stack(STACK, "", configuration("exit 1"))
                .writeCatalog();
        company.commit();
        company.call("unlock", STACK, "--as", "sam", "--reason", "too early").fails(1, "no lock");

        Answer plan = company.plan(STACK).ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        assertEquals("apply_failed", company.call("apply", plan.run()).ends(4).state());
        JsonNode lock = company.call("runs").json().path("locks").path(0);
        assertEquals("stack:" + STACK, lock.path("scope").asText());
        assertEquals("apply_failed", lock.path("frozenBecause").asText());
        assertEquals("frozen", lock.path("state").asText());
        assertEquals("alice", lock.path("by").asText());
        assertTrue(
                lock.toString(),
                lock.path("ageSeconds").asLong(-1) >= 0 && lock.path("token").asLong() > 0);
        String listed = company.text("runs").ends(0).out();
        assertTrue(listed, listed.contains("apply by alice, frozen: run " + plan.run() + " ended as apply_failed"));
        assertTrue(listed, listed.contains("choose repair, import, re-plan or revert, then unlock"));

        company.file(STACK + "/main.tf", configuration("exit 0"));
        company.commit();
        Answer again = company.plan(STACK).ends(0);
        company.approve(again, "bob", "payments").ends(0);
        company.call("apply", again.run()).fails(2, "lock.stack");

        company.call("unlock", STACK, "--as", "sam").fails(1, "--reason");
        company.call("unlock", STACK, "--as", "sam", "--reason", "").fails(1, "a reason");
        company.call("unlock", "../x", "--as", "sam", "--reason", "r").fails(1, "a stack");
        assertEquals(
                "[\"repair\",\"import\",\"re-plan\",\"revert\"]",
                lock.path("choices").toString());
        company.call("unlock", STACK, "--as", "sam", "--reason", "r", "--choice", "ignore")
                .fails(1, "ignore", "repair, import, re-plan, revert");
        JsonNode done = company.call("unlock", STACK, "--as", "sam", "--choice", "re-plan", "--reason", "looked at it")
                .ends(0)
                .json();
        assertEquals("re-plan", done.path("choice").asText());
        assertEquals(plan.run(), done.path("lock").path("run").asText());
        assertFalse(done.path("authenticated").asBoolean(true));
        assertEquals(0, company.call("runs").json().path("locks").size());

        Answer verified = company.call(
                "verify",
                done.path("evidence").asText(),
                "--log",
                company.home().resolve("evidence").toString());
        assertTrue(verified.ends(0).out(), verified.json().path("verified").asBoolean());
        JsonNode shown =
                company.call("audit", "show", done.path("run").asText()).ends(0).json();
        assertEquals("unlock", shown.path("operation").asText());
        assertEquals("unlocked", shown.path("outcome").asText());
        assertEquals("sam", shown.path("source").path("actor").asText());
        assertEquals("re-plan", shown.path("unlock").path("choice").asText());
        assertEquals("looked at it", shown.path("unlock").path("reason").asText());
        assertTrue(shown.path("incidents").toString().contains("the choice was re-plan"));
        String text = company.audit(done.path("run").asText());
        assertTrue(
                text,
                text.contains("unlocked  the lock of run " + plan.run()
                        + ", which ended as apply_failed, by sam (not authenticated), choice re-plan: looked at it"));
        JsonNode ofTheRun = company.call("audit", "show", plan.run()).ends(0).json();
        assertEquals(1, ofTheRun.path("afterwards").size());
        JsonNode after = ofTheRun.path("afterwards").path(0);
        assertTrue(after.path("verified").asBoolean());
        assertEquals("unlocked", after.path("outcome").asText());
        assertEquals("looked at it", after.path("order").path("reason").asText());
        assertEquals(0, shown.path("afterwards").size());
        String whole = company.audit(plan.run());
        assertTrue(
                whole, whole.contains(" its lock was broken by sam (not authenticated), choice re-plan: looked at it"));
        JsonNode told = company.call("run", "show", plan.run()).ends(0).json().findPath("unlocked");
        assertEquals("looked at it", told.path("reason").asText());
        assertEquals("re-plan", told.path("choice").asText());
        assertEquals("sam", told.path("by").asText());
        assertFalse(told.path("authenticated").asBoolean(true));

        assertEquals("verified", company.call("apply", again.run()).ends(0).state());
    }

    /** The old way of the call goes on to work; what nobody said is not made up. */
    @Test
    public void unlock_withoutAChoice_saysThatNobodySaid() throws Exception {
        Company company = new Company(folder.newFolder("d").toPath())
                .stack(STACK, "", configuration("exit 1"))
                .writeCatalog();
        company.commit();
        Answer plan = company.plan(STACK).ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        company.call("apply", plan.run()).ends(4);
        Answer done =
                company.call("unlock", STACK, "--as", "sam", "--reason", "seen").ends(0);
        assertTrue(done.out(), done.json().path("choice").isNull());
        assertTrue(done.err(), done.err().contains("repair, import, re-plan, revert (--choice)"));
        JsonNode shown = company.call("audit", "show", done.run()).ends(0).json();
        assertTrue(shown.path("unlock").path("choice").isNull());
        assertTrue(shown.path("incidents").toString().contains("the choice was not said"));
    }

    /** Nobody authenticates the caller here: what a vote may not do, an unlock may not either. */
    @Test
    public void unlock_inAProtectedOrUnknownEnvironment_isRefusedWithoutTrust() throws Exception {
        Company company = new Company(folder.newFolder("e").toPath())
                .stack(STACK, "", configuration("exit 1"))
                .writeCatalog();
        company.commit();
        Answer plan = company.plan(STACK).ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        company.call("apply", plan.run()).ends(4);
        String before = Files.readString(company.catalog());

        company.catalog("- name: stage\n", "- name: stage\n    protected: true\n");
        company.call("unlock", STACK, "--as", "sam", "--reason", "r")
                .fails(2, "unlock.authenticated", "the protected environment stage", "--trust-local-votes");
        Files.writeString(company.catalog(), before.replace("id: " + STACK, "id: stage/other"));
        company.call("unlock", STACK, "--as", "sam", "--reason", "r").fails(2, "an unknown environment");
        assertEquals(1, company.call("runs").json().path("locks").size());

        Files.writeString(company.catalog(), before);
        Answer done =
                company.call("unlock", STACK, "--as", "sam", "--reason", "r").ends(0);
        assertEquals(Unlocking.NOT_CHECKED, done.json().path("permission").asText());
        assertTrue(done.err(), done.err().contains(Unlocking.NOT_CHECKED));
        JsonNode shown = company.call("audit", "show", done.run()).ends(0).json();
        assertEquals(
                Unlocking.NOT_CHECKED, shown.path("unlock").path("permission").asText());
        assertTrue(shown.path("incidents").toString().contains(Unlocking.NOT_CHECKED));
    }

    /** Whoever calls writes the catalog: that it protects nothing any more does not make anybody known. */
    @Test
    public void unlock_catalogDropsProtectedAfterTheApply_isRefusedAsBefore() throws Exception {
        Company company = new Company(folder.newFolder("f").toPath())
                .stack("dev/db", "", configuration("exit 1"))
                .writeCatalog();
        String open = Files.readString(company.catalog());
        company.catalog("- {name: dev}", "- {name: dev, protected: true, protectedRefs: [main]}");
        company.commit();
        Answer plan = company.plan("dev/db").ends(0);
        company.call("apply", plan.run()).ends(4);
        Files.writeString(company.catalog(), open);
        company.call("unlock", "dev/db", "--as", "sam", "--reason", "r")
                .fails(2, "unlock.authenticated", "was protected when", "--trust-local-votes");
        assertEquals(1, company.call("runs").json().path("locks").size());
    }
}

package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
        String told = Company.raw(
                        company.clock(),
                        "runs",
                        "--home",
                        company.home().toString(),
                        "--catalog",
                        company.catalog().toString())
                .ends(0)
                .out();
        assertTrue(told, told.contains("apply by alice, frozen: run " + plan.run() + " ended as apply_failed"));
        assertTrue(told, told.contains("choose repair, import, re-plan or revert, then unlock"));

        company.file(STACK + "/main.tf", configuration("exit 0"));
        company.commit();
        Answer again = company.plan(STACK).ends(0);
        company.approve(again, "bob", "payments").ends(0);
        company.call("apply", again.run()).fails(2, "lock.stack");

        company.call("unlock", STACK, "--as", "sam").fails(1, "--reason");
        company.call("unlock", STACK, "--as", "sam", "--reason", "").fails(1, "a reason");
        company.call("unlock", "../x", "--as", "sam", "--reason", "r").fails(1, "a stack");
        JsonNode done = company.call("unlock", STACK, "--as", "sam", "--reason", "looked at it")
                .ends(0)
                .json();
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
        assertEquals(
                "looked at it",
                company.call("run", "show", plan.run())
                        .ends(0)
                        .json()
                        .findPath("unlocked")
                        .path("reason")
                        .asText());

        assertEquals("verified", company.call("apply", again.run()).ends(0).state());
    }
}

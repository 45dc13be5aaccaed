package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FreezeCommandTest {
    private static final String STACK = "stage/db";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Company company() throws Exception {
        return new Company(folder.newFolder("c").toPath())
                .stack(STACK, "", "resource \"terraform_data\" \"db\" {}\n")
                .writeCatalog();
    }

    @Test
    public void freeze_ofTheEnvironment_refusesTheApplyUntilItIsOff() throws Exception {
        Company company = company();
        company.commit();
        Answer plan = company.plan(STACK).ends(0);
        company.approve(plan, "bob", "payments").ends(0);

        JsonNode on = company.call("freeze", "on", "--environment", "stage", "--reason", "incident 4711", "--as", "sam")
                .ends(0)
                .json();
        assertEquals("environment:stage", on.path("scope").asText());
        assertTrue(on.path("frozen").asBoolean());
        assertTrue(on.path("changed").asBoolean());

        JsonNode freeze = company.call("runs").ends(0).json().path("freezes").path(0);
        assertEquals("incident 4711", freeze.path("reason").asText());
        assertTrue(freeze.toString(), freeze.path("by").asText().startsWith("sam"));
        company.call("apply", plan.run()).fails(2, "freeze", "incident 4711");
        assertFalse("nothing was changed", Files.exists(company.state(STACK)));

        company.call("freeze", "off", "--environment", "stage", "--reason", "over", "--as", "sam")
                .ends(0);
        assertEquals(0, company.call("runs").json().path("freezes").size());
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
    }

    @Test
    public void freeze_twice_keepsTheFirst() throws Exception {
        Path home = folder.getRoot().toPath().resolve("home");
        JsonNode first = freeze(home, "on", "first").ends(0).json();
        JsonNode second = freeze(home, "on", "second").ends(0).json();
        assertFalse(second.path("changed").asBoolean());
        assertEquals("first", second.path("reason").asText());
        assertEquals(first.path("since"), second.path("since"));
        assertTrue(freeze(home, "off", "over").ends(0).json().path("changed").asBoolean());
        assertFalse(freeze(home, "off", "over").ends(0).json().path("changed").asBoolean());
    }

    /** An emergency must not wait for somebody to mend the catalog. */
    private static Answer freeze(Path home, String position, String reason) {
        return Company.raw(
                java.time.InstantSource.system(),
                "freeze",
                position,
                "--reason",
                reason,
                "--home",
                home.toString(),
                "--catalog",
                "/nonexistent/iac.yaml",
                "--format",
                "json");
    }

    @Test
    public void freeze_badCalls_areRefusedAndFreezeNothing() throws Exception {
        Company company = company();
        company.call("freeze", "on", "--environment", "sttage", "--reason", "x").fails(1, "sttage", "stage");
        company.call("freeze", "on").fails(1, "--reason");
        company.call("freeze", "on", "--reason", " ").fails(1, "a reason");
        company.call("freeze", "maybe", "--reason", "x").fails(1, "maybe");
        assertEquals(0, company.call("runs").ends(0).json().path("freezes").size());
    }
}

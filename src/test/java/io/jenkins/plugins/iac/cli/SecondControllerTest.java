package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.lock.LockBook;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunBook;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.file.Files;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two that write to one home: at the same time, and one that lost it without noticing, as behind a network file system. */
public class SecondControllerTest {
    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Company company;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = new Company(temporary.newFolder("c").toPath());
        // The provisioner is the other one: it takes the home over while the apply is under way.
        String fence = company.home().resolve("journal/fence").toString();
        company.file("dev/web/fence.json", "{\"token\":999999,\"closed\":false,\"sequence\":0,\"sum\":\"\"}\n")
                .stack(
                        "dev/web",
                        "",
                        "resource \"terraform_data\" \"a\" {\n  provisioner \"local-exec\" {\n    command = \"cp fence.json "
                                + fence + "\"\n  }\n}\n")
                .writeCatalog()
                .commit();
    }

    @Test
    public void twoWriters_theSecondIsRefused_andOneThatWasOvertakenSaysThatNobodyKnows() throws Exception {
        Answer plan = company.plan("dev/web").ends(0);
        List<JournalRecord> before;
        try (Journal first = Journal.open(company.home().resolve("journal"), company.clock())) {
            before = first.records().toList();
            company.plan("dev/web", "branch", "main", company.head(), "--wait", "0")
                    .fails(2, "another writer", "stop it");
            company.call("apply", plan.run(), "--wait", "0").fails(2, "another writer");
            company.call("runs").ends(0);
            assertEquals("nothing was written", before, first.records().toList());
        }
        assertFalse(Files.exists(company.state("dev/web")));

        Answer apply = company.call("apply", plan.run());
        assertTrue("it was applied", Files.exists(company.state("dev/web")));
        assertEquals(apply.out() + apply.err(), 5, apply.exit());
        assertTrue(apply.out(), apply.out().contains("999999"));

        // Whoever comes next finds an apply that began and nobody saw end.
        Answer runs = company.call("runs").ends(0);
        assertEquals(
                "apply_unknown",
                runs.json()
                        .path("runs")
                        .get(runs.json().path("runs").size() - 1)
                        .path("end")
                        .asText());
        assertEquals(
                "apply_unknown",
                runs.json().path("locks").get(0).path("frozenBecause").asText());
        company.call("apply", plan.run()).fails(2, "apply_unknown");
    }

    @Test
    public void runs_lockOfALiveOwner_isHeldAndThatOfADeadOneIsGivenBack() throws Exception {
        Answer plan = company.plan("dev/web").ends(0);
        try (Journal other = Journal.open(company.home().resolve("journal"), company.clock())) {
            RunBook book = new RunBook(other, company.clock());
            Run run = book.get(plan.run());
            new LockBook(other)
                    .acquire(
                            new LockClaim(
                                    run.id(),
                                    new StackId("dev/web"),
                                    "dev",
                                    company.clock().instant(),
                                    List.of(),
                                    List.of()),
                            "apply by alice");
            run = book.step(run, RunState.APPLY_QUEUED);
            run = book.step(run, RunState.APPLY_ASSIGNED);
            book.step(run, RunState.LOCKED);
            JsonNode lock = company.call("runs").ends(0).json().path("locks").path(0);
            assertEquals("held", lock.path("state").asText());
            assertTrue(lock.toString(), lock.path("meaning").asText().contains("is at work; wait for it"));
            assertEquals("apply by alice", lock.path("reason").asText());
        }
        JsonNode after = company.call("runs").ends(0).json();
        assertEquals(after.toString(), 0, after.path("locks").size());
        assertEquals(
                after.toString(),
                "canceled",
                after.path("runs")
                        .get(after.path("runs").size() - 1)
                        .path("end")
                        .asText());
    }
}

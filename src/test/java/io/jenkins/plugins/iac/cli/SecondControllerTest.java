package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import java.nio.file.Files;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two that write to one home: at the same time, and one that lost it without noticing, as behind a network file system. */
public class SecondControllerTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static Company company;

    @BeforeClass
    public static void company() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
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
            company.plan("dev/web").fails(2, "another writer", "stop it");
            company.call("apply", plan.run()).fails(2, "another writer");
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
                "apply_unknown", runs.json().path("runs").get(0).path("end").asText());
        assertEquals(
                "apply_unknown",
                runs.json().path("locks").get(0).path("frozenBecause").asText());
        company.call("apply", plan.run()).fails(2, "apply_unknown");
    }
}

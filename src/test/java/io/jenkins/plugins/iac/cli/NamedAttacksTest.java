package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Attacks of the threat model against the real tool that no other test names. */
public class NamedAttacksTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Company company;
    private Path marker;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = new Company(folder.newFolder("c").toPath());
        marker = company.directory().resolve("marker");
        company.stack(
                        "dev/script",
                        "",
                        """
                        resource "terraform_data" "a" {
                          provisioner "local-exec" {
                            command = "sh ${path.module}/run.sh"
                          }
                        }
                        """)
                .file("dev/script/run.sh", "echo committed > " + marker + "\n")
                .writeCatalog();
        company.commit();
    }

    @Test
    public void scriptEditedInTheWorkingTreeAfterThePlan_theCommittedOneRuns() throws Exception {
        Answer plan = company.plan("dev/script").ends(0);
        company.file("dev/script/run.sh", "echo edited > " + marker + "\n");
        company.call("apply", plan.run()).ends(0);
        assertEquals("committed\n", Files.readString(marker));
    }

    /** A process that an earlier step left behind writes into what it can find of the run while the run waits. */
    @Test
    public void processLeftBehindWritesWhereTheNextCheckoutWillBe_isNotFollowed() throws Exception {
        Answer plan = company.plan("dev/script").ends(0);
        Path area = Path.of(company.call("run", "show", plan.run())
                .json()
                .path("plan")
                .path("area")
                .asText());
        Path elsewhere = folder.newFolder("elsewhere").toPath();
        Files.createSymbolicLink(area, elsewhere);
        try {
            Answer apply = company.call("apply", plan.run());
            assertFalse(apply.toString(), apply.exit() == 0);
            assertFalse("nothing of the code ran", Files.exists(marker));
            assertEquals(
                    "nothing was written through the link",
                    0,
                    elsewhere.toFile().list().length);
        } finally {
            Files.deleteIfExists(area);
        }
    }

    @Test
    public void terraformFirstOnPath_isNeverRun() throws Exception {
        Path bin = folder.newFolder("bin").toPath();
        for (String name : List.of("terraform", "tofu")) {
            Files.writeString(bin.resolve(name), "#!/bin/sh\necho " + name + " > " + marker + ".evil\n");
            Files.setPosixFilePermissions(bin.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        ProcessBuilder plan = company.process(company.request("plan", "dev/script"));
        plan.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        plan.redirectError(folder.newFile("err"));
        String out = Company.output(plan, 0);
        assertTrue(out, Json.parse(out).path("digest").asText().startsWith("sha256:"));
        assertFalse(Files.exists(Path.of(marker + ".evil")));
    }

    @Test
    public void forkAsksForAPlanAnApplyOrADestroy_nothingOfItIsExecuted() throws Exception {
        for (String source : List.of("fork_pull_request", "unknown")) {
            for (String operation : List.of("plan", "destroy", "drift")) {
                Answer refused = company.operation(operation, "dev/script", source, "main", company.head());
                assertEquals(refused.toString(), 2, refused.exit());
                assertTrue(refused.toString(), refused.out().contains("source"));
            }
        }
        assertFalse(Files.exists(marker));
    }
}

package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.worker.WorkArea;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Others on this machine that have a stack of the same name, or its working directory. */
public class SharedMachineTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Company company;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = new Company(temporary.newFolder("c").toPath());
        company.stack("dev/web", "", "resource \"terraform_data\" \"a\" {}\n")
                .writeCatalog()
                .commit();
    }

    private Answer in(Path home, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--home", home.toString(), "--catalog", company.catalog().toString(), "--format", "json"));
        return Company.raw(company.clock(), all.toArray(String[]::new));
    }

    private Path area(Path home, String run) {
        return Path.of(in(home, "run", "show", run)
                .json()
                .path("checkout")
                .path("area")
                .asText());
    }

    @Test
    public void twoHomes_stackOfOneName_haveADirectoryEachAndApplyWhileTheOtherIsAtWork() throws Exception {
        Path other = company.directory().resolve("other");
        Answer mine = company.plan("dev/web").ends(0);
        Answer theirs = in(other, company.request("plan", "dev/web")).ends(0);
        Path area = area(company.home(), mine.run());
        assertNotEquals(area, area(other, theirs.run()));
        // The other home is at work for as long as its directory is claimed.
        WorkArea busy = WorkArea.claim(
                area(other, theirs.run()),
                "20261121-120000-aaaaaaaa",
                company.clock().instant(),
                company.clock().instant().plusSeconds(3600));
        try {
            assertEquals("verified", company.call("apply", mine.run()).ends(0).state());
        } finally {
            busy.remove();
        }
        assertEquals("verified", in(other, "apply", theirs.run()).ends(0).state());
    }

    @Test
    public void apply_directoryThatNobodyGivesUp_isRefusedAndTheRunWaits() throws Exception {
        Answer plan = company.plan("dev/web").ends(0);
        Path area = area(company.home(), plan.run());
        WorkArea taken = WorkArea.claimExactly(
                area,
                "20261121-120000-aaaaaaaa",
                company.clock(),
                company.clock().instant().plusSeconds(3600),
                Duration.ZERO,
                line -> {});
        try {
            Path code = Files.createDirectories(taken.checkout().resolve("tree"));
            Files.writeString(code.resolve("errored.tfstate"), "{}");
            company.call("apply", plan.run()).fails(2, "errored.tfstate", "apply again");
            assertEquals(
                    "apply_queued",
                    company.call("run", "show", plan.run()).json().path("state").asText());
            assertFalse(Files.exists(company.state("dev/web")));
            assertTrue("nothing of others is removed", Files.exists(code.resolve("errored.tfstate")));
        } finally {
            taken.remove();
        }
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
    }
}

package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A home on a file system of 32 megabytes, which only root can mount. */
public class DiskFullTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Path mount;
    private Path catalog;

    @Before
    public void mount() throws Exception {
        Path directory = temporary.newFolder("small").toPath();
        Process process = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", directory.toString())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        Assume.assumeTrue("skipped: this user may not mount a small file system", process.waitFor() == 0);
        mount = directory;
        catalog = temporary.newFile("iac.yaml").toPath();
        Files.writeString(catalog, "environments:\n  - {name: prod}\n");
    }

    @After
    public void unmount() throws Exception {
        if (mount != null) {
            new ProcessBuilder("umount", "-l", mount.toString()).start().waitFor();
        }
    }

    private Answer call(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--format", "json", "--home", mount.resolve("home").toString(), "--catalog", catalog.toString()));
        return Company.raw(InstantSource.system(), all.toArray(String[]::new));
    }

    private Answer request() {
        return call(Company.requestOfNoStack());
    }

    private void fill() throws IOException {
        fill(0);
    }

    /** Fills the file system but for so many bytes. */
    private void fill(int left) throws IOException {
        Path rest = mount.resolve("rest");
        Files.write(rest, new byte[left]);
        try (var out = Files.newOutputStream(mount.resolve("filler"))) {
            byte[] block = new byte[512];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertTrue(full.getMessage(), full.getMessage().contains("space"));
        }
        Files.delete(rest);
    }

    @Test
    public void plan_diskFull_isOneClearErrorAndNothingIsLost() throws Exception {
        Answer before = request().ends(2);
        fill();
        Answer full = request();
        full.fails(4, "space");
        // What only looks, or lets go, is not held up.
        assertEquals(
                before.run(),
                call("runs").ends(0).json().path("runs").get(0).path("run").asText());
        call("run", "show", before.run()).ends(0);
        call("verify", "--log", mount.resolve("home/evidence").toString()).ends(0);
        Files.delete(mount.resolve("filler"));
        request().ends(2);
        Answer runs = call("runs").ends(0);
        assertEquals(
                "the run of before is there",
                before.run(),
                runs.json().path("runs").get(0).path("run").asText());
        runs.json()
                .path("runs")
                .forEach(r ->
                        assertEquals(r.toString(), "sealed", r.path("state").asText()));
        call("verify", before.json().path("evidence").asText(), "--log", mount.resolve("home/evidence") + "")
                .ends(0);
    }

    @Test
    public void plan_noRoomForAHome_isOneClearError() throws Exception {
        fill();
        request().fails(4, "space");
    }

    @Test
    public void apply_diskFull_changesNothingAndGoesOnWhenThereIsRoom() throws Exception {
        Company.tool();
        Company company = new Company(Files.createDirectory(mount.resolve("c")));
        company.stack("dev/web", "", "resource \"terraform_data\" \"made\" {\n  input = \"one\"\n}\n")
                .writeCatalog()
                .commit();
        Answer plan = company.plan("dev/web").ends(0);
        for (int left : new int[] {0, 100_000, 1_000_000}) {
            fill(left);
            company.call("apply", plan.run()).fails(4, "space");
            assertEquals(
                    "with " + left + " bytes left",
                    "approved",
                    company.call("run", "show", plan.run())
                            .ends(0)
                            .json()
                            .path("state")
                            .asText());
            assertFalse("nothing was made", Files.exists(company.state("dev/web")));
            assertEquals(0, company.call("runs").ends(0).json().path("locks").size());
            Files.delete(mount.resolve("filler"));
        }
        Answer applied = company.call("apply", plan.run()).ends(0);
        assertEquals("verified", applied.state());
        assertTrue(Files.readString(company.state("dev/web")).contains("one"));
        company.call("verify", applied.json().path("evidence").asText()).ends(0);
    }
}

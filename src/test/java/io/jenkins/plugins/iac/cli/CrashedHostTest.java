package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The command line killed with SIGKILL in the middle of an apply with the real tool, and what the next command finds. */
public class CrashedHostTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static Company company;
    private static Path marker;
    private static Path second;

    @BeforeClass
    public static void company() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        marker = company.directory().resolve("marker");
        second = company.directory().resolve("second");
        company.stack(
                        "dev/slow",
                        "",
                        """
                        resource "terraform_data" "a" {
                          provisioner "local-exec" {
                            command = "echo $PPID > %s.new; mv %s.new %s; sleep 60"
                          }
                        }
                        resource "terraform_data" "b" {
                          depends_on = [terraform_data.a]
                          provisioner "local-exec" {
                            command = "touch %s"
                          }
                        }
                        """
                                .formatted(marker, marker, marker, second))
                .writeCatalog()
                .commit();
    }

    @Test
    public void apply_hostKilled_toolStopsAndTheNextCommandSettlesAndTidies() throws Exception {
        Answer plan = company.plan("dev/slow").ends(0);
        Process apply = company.process("apply", plan.run())
                .redirectErrorStream(true)
                .redirectOutput(company.directory().resolve("apply.out").toFile())
                .start();
        for (int i = 0; i < 6000 && !Files.exists(marker) && apply.isAlive(); i++) {
            Thread.sleep(50);
        }
        assertTrue(Files.readString(company.directory().resolve("apply.out")), Files.exists(marker));
        ProcessHandle tool = ProcessHandle.of(
                        Long.parseLong(Files.readString(marker).strip()))
                .orElseThrow();
        apply.destroyForcibly();
        apply.waitFor();
        Answer runs = company.call("runs").ends(0);
        // One that is dead has no command any more, even where nobody buries it.
        assertFalse(
                "the tool goes on without its host: " + runs.err(),
                tool.isAlive() && tool.info().command().isPresent());
        assertFalse("the apply went on", Files.exists(second));
        JsonNode run = runs.json().path("runs").get(0);
        assertEquals(runs.out() + runs.err(), "apply_unknown", run.path("end").asText());
        JsonNode lock = runs.json().path("locks").get(0);
        assertEquals("apply_unknown", lock.path("frozenBecause").asText());
        String told = company.text("runs").ends(0).out();
        assertTrue(told, told.contains(" by " + lock.path("by").asText("?") + ", frozen: "));
        String out = Files.readString(company.directory().resolve("apply.out"));
        assertTrue(
                runs.out(), lock.path("backendLockId").asText().matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        assertTrue(
                out,
                out.contains(
                        "the backend's lock is " + lock.path("backendLockId").asText()));
        String area = company.call("run", "show", plan.run())
                .json()
                .path("checkout")
                .path("area")
                .asText();
        assertFalse("the plan is left in " + area, Files.exists(Path.of(area)));
        company.call("apply", plan.run()).ends(2);
        company.call("verify", "--log", company.home().resolve("evidence").toString())
                .ends(0);
        everythingIsPrivate();
    }

    private static void everythingIsPrivate() throws Exception {
        try (var files = Files.walk(company.home())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertTrue(mode + " " + file, List.of("rwx------", "rw-------").contains(mode));
            }
        }
    }

    @Test
    public void home_directoryOfSomethingElse_isNotUsed() throws Exception {
        Path other = TEMPORARY.newFolder("other").toPath();
        Files.writeString(other.resolve("thesis.txt"), "years of work");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
        Company.raw(company.clock(), "keys", "--home", other.toString(), "--format", "json")
                .fails(1, "thesis.txt");
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(other)));
    }

    @Test
    public void home_openToOthers_isClosedAtTheNextCommand() throws Exception {
        Path home = TEMPORARY.newFolder("open").toPath();
        Company.raw(company.clock(), "keys", "--home", home.toString(), "--format", "json")
                .ends(0);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home.resolve("home.json"), PosixFilePermissions.fromString("rw-r--r--"));
        Company.raw(company.clock(), "keys", "--home", home.toString(), "--format", "json")
                .ends(0);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("home.json"))));
    }
}

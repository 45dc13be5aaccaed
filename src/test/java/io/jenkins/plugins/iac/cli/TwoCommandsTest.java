package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.crypto.FileSecretStore;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.durable.WriterLock;
import io.jenkins.plugins.iac.json.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Two processes of the command line on one home at the same time. */
public class TwoCommandsTest {
    private static final int SECONDS = 300;

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Company company;

    private Process start(String name, String... arguments) throws Exception {
        return company.process(arguments)
                .redirectOutput(out(name))
                .redirectError(err(name))
                .start();
    }

    private File out(String name) {
        return temporary.getRoot().toPath().resolve(name + ".out").toFile();
    }

    private File err(String name) {
        return temporary.getRoot().toPath().resolve(name + ".err").toFile();
    }

    private void await(Process alive, Path file, String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!(Files.exists(file) && Files.readString(file).contains(text))) {
            assertTrue(text + " is not said in " + file, System.nanoTime() < deadline);
            assertTrue("it ended without it: " + text, alive.isAlive());
            Thread.sleep(20);
        }
    }

    private static int end(Process process) throws Exception {
        assertTrue("it does not end", process.waitFor(SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }

    @Test
    public void secondCommand_whileTheFirstApplies_waitsForItAndSaysSo_orIsRefusedAtOnce() throws Exception {
        Company.tool();
        company = new Company(temporary.newFolder("c").toPath());
        Path begun = company.directory().resolve("begun");
        Path go = company.directory().resolve("go");
        String slow =
                "echo begun > " + begun + "; for i in $(seq 3000); do test -f " + go + " && exit 0; sleep 0.1; done";
        company.stack(
                        "dev/slow",
                        "",
                        "resource \"terraform_data\" \"a\" {\n  provisioner \"local-exec\" {\n    command = \"" + slow
                                + "\"\n  }\n}\n")
                .stack("dev/other", "", "resource \"terraform_data\" \"b\" {}\n")
                .writeCatalog()
                .commit();
        Answer plan = company.plan("dev/slow").ends(0);
        Process first = start("first", "apply", plan.run());
        await(first, begun, "begun");

        Answer now = company.call(
                "plan",
                "--wait",
                "0",
                "--stack",
                "dev/other",
                "--dir",
                company.repository().toString(),
                "--source",
                "branch",
                "--ref",
                "main",
                "--commit",
                company.head(),
                "--actor",
                "alice");
        now.fails(2, "another writer: process " + first.pid(), "wait until it is done");
        Answer runs = company.call("runs").ends(0);
        assertEquals(
                "a look waits for nobody",
                "applying",
                runs.json().path("runs").get(0).path("state").asText());

        Process second = start("second", company.request("plan", "dev/other"));
        await(second, err("second").toPath(), "waiting for process " + first.pid());
        assertTrue("the first one goes on", first.isAlive());
        assertFalse(Files.readString(err("second").toPath()).contains("planning"));
        Files.createFile(go);
        assertEquals(Files.readString(err("first").toPath()), 0, end(first));
        assertEquals(Files.readString(err("second").toPath()), 0, end(second));
        assertEquals(
                "approved",
                Json.parse(Files.readString(out("second").toPath()))
                        .path("state")
                        .asText());
    }

    /** Whoever makes a home and its first key, everybody goes on with that one: evidence under a lost key would not verify. */
    @Test
    public void homeAndFirstKey_thatSeveralProcessesMakeAtOnce_areOne() throws Exception {
        company = new Company(temporary.newFolder("c").toPath());
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start("keys" + i, "keys"));
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(Files.readString(err("keys" + i).toPath()), 0, end(processes.get(i)));
            assertEquals(
                    Files.readString(out("keys0").toPath()),
                    Files.readString(out("keys" + i).toPath()));
        }
    }

    @Test
    public void firstKey_whileAnotherCommandMakesIt_isWaitedFor() throws Exception {
        company = new Company(temporary.newFolder("c").toPath());
        company.call("runs").ends(0);
        Path keys = Files.createDirectories(company.home().resolve("keys"));
        String made;
        CompletableFuture<Answer> asked;
        WriterLock other = WriterLock.take(keys, "testing", Duration.ZERO);
        try {
            asked = CompletableFuture.supplyAsync(() -> company.call("keys"));
            assertThrows(TimeoutException.class, () -> asked.get(2, TimeUnit.SECONDS));
            made = KeyRing.open(new FileSecretStore(keys), "evidence", company.clock())
                    .current()
                    .publicKey()
                    .keyid();
        } finally {
            other.close();
        }
        assertEquals(
                made,
                asked.get(SECONDS, TimeUnit.SECONDS)
                        .ends(0)
                        .json()
                        .path("keys")
                        .path(0)
                        .path("kid")
                        .asText());
    }
}

package io.jenkins.plugins.iac.runtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.iac.crypto.FileSecretStore;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Programs of an agent that are not what the catalog thinks: each is an error of its own check, never of the run. */
public class TaskProgramsTest {
    private static final String RUN = "20261121-114417-8bc5c6f2";
    private static final String PASSES = "#!/bin/sh\n"
            + "nonce=$(sed 's/.*\"nonce\":\"\\([0-9a-f]*\\)\".*/\\1/' request.json)\n"
            + "printf '{\"run\":\"" + RUN + "\",\"nonce\":\"%s\",\"status\":\"passed\"}' \"$nonce\" > answer.json\n";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private TaskClient client;
    private String passing;

    @Before
    public void prepare() throws Exception {
        KeyRing keys = KeyRing.open(
                new FileSecretStore(folder.newFolder("keys").toPath()), "evidence", InstantSource.system());
        client = new TaskClient(keys.current(), InstantSource.system(), null);
        Path program = folder.newFile("check").toPath();
        Files.writeString(program, PASSES);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        passing = program.toString();
    }

    private static RunTask task(String... command) {
        return new RunTask(
                "scan", List.of("after_plan"), false, null, List.of(command), Duration.ofMinutes(2), null, null, false);
    }

    private TaskQuestion question(RunTask task) {
        return client.question(task, TaskStage.AFTER_PLAN, RUN, Json.object(), Duration.ofMinutes(1));
    }

    private TaskResult answered(RunTask now, TaskQuestion question, JsonNode said) {
        return client.answered(now, TaskStage.AFTER_PLAN, RUN, question, said);
    }

    @Test
    public void ask_programThatCannotBeStarted_isAnErrorOfThatCheckAndTheNextIsAsked() throws Exception {
        Path text = folder.newFile("text").toPath();
        Object[][] table = {
            {"/no/such/program", "no program at /no/such/program"},
            {text.toString(), "may not be executed"},
            {"scan-plan", "the program scan-plan"},
        };
        for (Object[] row : table) {
            RunTask missing = task((String) row[0]);
            TaskQuestion first = question(missing);
            TaskQuestion second = question(task(passing));
            ArrayNode said = TaskPrograms.ask(List.of(first, second), new LocalProcessRunner());
            TaskResult result = answered(missing, first, said.path(0));
            assertEquals(TaskResult.Status.ERROR, result.status());
            assertTrue(result.message(), result.message().contains((String) row[1]));
            assertNull(result.answer());
            TaskResult next = answered(task(passing), second, said.path(1));
            assertEquals(next.message(), TaskResult.Status.PASSED, next.status());
        }
    }

    @Test
    public void answered_programReplacedInTheCatalogMeanwhile_isAnError() {
        TaskQuestion question = question(task(passing));
        JsonNode said =
                TaskPrograms.ask(List.of(question), new LocalProcessRunner()).path(0);
        assertEquals(
                TaskResult.Status.PASSED,
                answered(task(passing), question, said).status());
        RunTask byUrl = new RunTask(
                "scan", List.of("after_plan"), true, "https://scan.example", List.of(), null, null, null, false);
        for (RunTask now : List.of(task(passing, "--strict"), task("/usr/local/bin/other"), byUrl)) {
            TaskResult result = answered(now, question, said);
            assertEquals(TaskResult.Status.ERROR, result.status());
            assertTrue(result.message(), result.message().contains("the catalog asks another program now"));
        }
    }
}

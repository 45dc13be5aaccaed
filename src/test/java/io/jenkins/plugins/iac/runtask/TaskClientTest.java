package io.jenkins.plugins.iac.runtask;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.FileSecretStore;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** External checks over real TLS and as real programs: only a clear answer to this very question passes. */
public class TaskClientTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static CheckServer server;
    private static KeyRing keys;

    @BeforeClass
    public static void start() throws Exception {
        server = new CheckServer(TEMPORARY.getRoot().toPath());
        keys = KeyRing.open(
                new FileSecretStore(TEMPORARY.newFolder("keys").toPath()), "evidence", InstantSource.system());
    }

    @AfterClass
    public static void stop() {
        server.close();
    }

    @Before
    public void passes() {
        server.says("passed");
    }

    private static RunTask task(String url, String network, String certificates) {
        return task(url, network, certificates, Duration.ofMinutes(2));
    }

    private static RunTask task(String url, String network, String certificates, Duration timeout) {
        return new RunTask(
                "backup", List.of("before_apply"), true, url, List.of(), timeout, network, certificates, false);
    }

    private static TaskResult ask(RunTask task) {
        ObjectNode about = Json.object().put("stack", "prod/db").put("ticket", "OPS-1");
        return new TaskClient(keys.current(), InstantSource.system(), new LocalProcessRunner())
                .ask(task, TaskStage.BEFORE_APPLY, "20261121-114417-8bc5c6f2", about);
    }

    private static TaskResult ask() {
        return ask(task(server.url(), "local", server.certificate().toString()));
    }

    private static void isNoAnswer(TaskResult result, String words) {
        assertEquals(result.message(), TaskResult.Status.ERROR, result.status());
        assertTrue(result.message(), result.message().contains(words));
    }

    @Test
    public void ask_overTls_sendsASignedQuestionAndTakesTheDecision() throws Exception {
        server.answers((exchange, question) -> {
            ObjectNode answer = CheckServer.proper(question, "passed");
            answer.put("url", "https://checks.example/1");
            answer.putObject("values")
                    .put("monthly", 12.5)
                    .put("age", 3)
                    .put("kind", "full")
                    .put("ok", true);
            CheckServer.send(exchange, 200, "application/json", answer.toString());
        });
        int before = server.received().size();
        TaskResult result = ask();
        assertEquals(result.message(), TaskResult.Status.PASSED, result.status());
        assertEquals(Map.of("monthly", 12.5, "age", 3L, "kind", "full", "ok", true), result.values());
        assertEquals("https://checks.example/1", result.link());
        assertEquals("127.0.0.1", result.peer());
        assertTrue(server.received().get(before).verify(keys.publicKeys()));
        JsonNode question = server.question(before);
        assertEquals("backup", question.path("task").asText());
        assertEquals("before_apply", question.path("stage").asText());
        assertEquals("OPS-1", question.path("ticket").asText());
        assertEquals(32, question.path("nonce").asText().length());
    }

    @Test
    public void ask_saysFailed_fails() {
        server.says("failed");
        TaskResult result = ask();
        assertEquals(TaskResult.Status.FAILED, result.status());
        assertEquals("said failed", result.message());
    }

    @Test
    public void ask_whatIsNoDecision_isAnError() {
        for (String status : List.of("", "ok", "PASSED", "true", "running")) {
            server.says(status);
            isNoAnswer(ask(), "neither passed nor failed");
        }
        server.answers((e, q) -> CheckServer.send(e, 200, "application/json", "{\"status\":\"passed\"}"));
        isNoAnswer(ask(), "nonce");
        server.answers((e, q) -> CheckServer.send(e, 200, "application/json", "passed"));
        isNoAnswer(ask(), "no JSON");
        server.answers((e, q) -> CheckServer.send(e, 200, "application/json", "[]"));
        isNoAnswer(ask(), "no JSON object");
        server.answers((e, q) -> CheckServer.send(
                e, 200, "text/html", CheckServer.proper(q, "passed").toString()));
        isNoAnswer(ask(), "application/json");
        server.answers((e, q) -> CheckServer.send(
                e, 500, "application/json", CheckServer.proper(q, "passed").toString()));
        isNoAnswer(ask(), "500");
        server.answers((e, q) -> {
            ObjectNode answer = CheckServer.proper(q, "passed");
            answer.putObject("values").putObject("nested");
            CheckServer.send(e, 200, "application/json", answer.toString());
        });
        isNoAnswer(ask(), "value");
    }

    @Test
    public void ask_whatEvidenceCouldNotHold_isAnError() {
        for (String value :
                List.of("9007199254740992", "-9007199254740993", "1e19", "1e400", "0.12345678901234567890")) {
            server.answers((e, q) -> CheckServer.send(e, 200, "application/json", withValue(q, value)));
            isNoAnswer(ask(), "number");
        }
        for (String text : List.of("\\ud800", "a\\udc00b", "\\ud83d")) {
            server.answers((e, q) -> CheckServer.send(e, 200, "application/json", withValue(q, '"' + text + '"')));
            isNoAnswer(ask(), "surrogate");
            server.answers((e, q) -> CheckServer.send(
                    e,
                    200,
                    "application/json",
                    CheckServer.proper(q, "passed").toString().replace("said passed", text)));
            isNoAnswer(ask(), "surrogate");
        }
    }

    private static String withValue(JsonNode question, String json) {
        ObjectNode answer = CheckServer.proper(question, "passed");
        answer.putObject("values").put("v", "HERE");
        return answer.toString().replace("\"HERE\"", json);
    }

    @Test
    public void ask_aLongAnswer_isCutToWhatCanBeSealed() {
        server.answers((e, q) -> CheckServer.send(
                e,
                200,
                "application/json",
                CheckServer.proper(q, "passed")
                        .put("message", "x".repeat(999) + "\ud83d\ude00")
                        .toString()));
        TaskResult result = ask();
        assertEquals("x".repeat(999), result.message());
        assertTrue(CanonicalJson.bytes(result.json()).length > 999);
        server.answers((e, q) -> CheckServer.send(e, 200, "application/json", withValue(q, "9007199254740991")));
        assertEquals(Map.of("v", (1L << 53) - 1), ask().values());
    }

    @Test
    public void ask_aQuestionThatCannotBeWritten_isAnErrorAndNotAsked() {
        int before = server.received().size();
        TaskResult result = new TaskClient(keys.current(), InstantSource.system(), null)
                .ask(
                        task(server.url(), "local", server.certificate().toString()),
                        TaskStage.AFTER_PLAN,
                        "20261121-114417-8bc5c6f2",
                        Json.object().put("stack", "\ud800"));
        assertEquals(TaskResult.Status.ERROR, result.status());
        assertNull(result.request());
        assertEquals(before, server.received().size());
    }

    @Test
    public void ask_anAnswerToAnEarlierQuestion_isAnError() {
        String[] first = new String[1];
        server.answers((e, q) -> {
            first[0] = first[0] == null ? CheckServer.proper(q, "passed").toString() : first[0];
            CheckServer.send(e, 200, "application/json", first[0]);
        });
        assertEquals(TaskResult.Status.PASSED, ask().status());
        isNoAnswer(ask(), "nonce");
    }

    @Test
    public void ask_redirect_isNotFollowed() {
        int before = server.received().size();
        server.answers((e, q) -> {
            e.getResponseHeaders().set("Location", server.url() + "/elsewhere");
            CheckServer.send(e, 307, "application/json", "");
        });
        isNoAnswer(ask(), "nobody follows");
        assertEquals(before + 1, server.received().size());
    }

    @Test
    public void ask_endlessOrSlowAnswer_isBounded() {
        server.answers((e, q) -> {
            e.getResponseHeaders().set("Content-Type", "application/json");
            e.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(8192).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            for (int i = 0; i < 100_000; i++) {
                e.getResponseBody().write(blanks);
            }
        });
        isNoAnswer(ask(), "larger");
        CountDownLatch gaveUp = new CountDownLatch(1);
        server.answers((e, q) -> {
            try {
                gaveUp.await(10, TimeUnit.MINUTES);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            isNoAnswer(
                    ask(task(server.url(), "local", server.certificate().toString(), Duration.ofSeconds(2))),
                    "no answer within 2 s");
        } finally {
            gaveUp.countDown();
        }
    }

    @Test
    public void ask_unknownCertificateOrWrongName_isNotAsked() {
        int before = server.received().size();
        isNoAnswer(ask(task(server.url(), "local", null)), "connection failed");
        String otherName = server.url().replace("127.0.0.1", "localhost");
        isNoAnswer(ask(task(otherName, "local", server.certificate().toString())), "connection failed");
        assertEquals(before, server.received().size());
    }

    @Test
    public void ask_addressThatIsNotAllowed_isNotConnectedTo() {
        int before = server.received().size();
        for (String network : List.of("public", "private", "nonsense")) {
            isNoAnswer(ask(task(server.url(), network, server.certificate().toString())), "address");
        }
        isNoAnswer(ask(task("https://169.254.169.254/latest", "local", null)), "address");
        isNoAnswer(ask(task("https://a..b/", "local", null)), "no host");
        assertEquals(before, server.received().size());
    }

    private static Path never() {
        return TEMPORARY.getRoot().toPath().resolve("never");
    }

    private static RunTask command(String script) throws Exception {
        Path file = Files.createTempFile(TEMPORARY.getRoot().toPath(), "check", ".sh");
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new RunTask(
                "cost",
                List.of("after_plan"),
                true,
                null,
                List.of(file.toString(), "; touch " + never()),
                Duration.ofMinutes(2),
                null,
                null,
                false);
    }

    private static final String ANSWER = "nonce=$(sed 's/.*\"nonce\":\"\\([0-9a-f]*\\)\".*/\\1/' request.json)\n"
            + "printf '{\"run\":\"20261121-114417-8bc5c6f2\",\"nonce\":\"%s\",\"status\":\"passed\",\"message\":\"%s\"}'"
            + " \"$nonce\" \"$HOME_OF\" > answer.json\n";

    @Test
    public void ask_command_leavesItsAnswerInAFile() throws Exception {
        TaskResult result = ask(command("echo failed; test -f request.dsse.json || exit 9\n" + ANSWER));
        assertEquals(result.message(), TaskResult.Status.PASSED, result.status());
        assertEquals("command", result.peer());
        assertFalse("a shell read its argument", Files.exists(never()));
    }

    @Test
    public void ask_commandWithoutAnAnswer_isAnError() throws Exception {
        isNoAnswer(ask(command("exit 0\n")), "no answer.json");
        isNoAnswer(ask(command(ANSWER + "exit 3\n")), "exit code 3");
        isNoAnswer(ask(command("ln -s /etc/passwd answer.json\n")), "no answer.json");
        TaskResult result = new TaskClient(keys.current(), InstantSource.system(), null)
                .ask(command(ANSWER), TaskStage.AFTER_PLAN, "20261121-114417-8bc5c6f2", Json.object());
        isNoAnswer(result, "nothing runs one here");
    }

    private static final String RUN = "20261121-114417-8bc5c6f2";

    private static TaskResult elsewhere(RunTask task, UnaryOperator<ArrayNode> onTheWay) {
        TaskClient client = new TaskClient(keys.current(), InstantSource.system(), null);
        TaskQuestion question = client.question(task, TaskStage.AFTER_PLAN, RUN, Json.object(), Duration.ofMinutes(1));
        ArrayNode said = onTheWay.apply(TaskPrograms.ask(List.of(question), new LocalProcessRunner()));
        return client.answered(task, TaskStage.AFTER_PLAN, RUN, question, said.path(0));
    }

    @Test
    public void answered_commandOfAnotherMachine_isJudgedWhereTheQuestionCameFrom() throws Exception {
        TaskResult passed = elsewhere(command(ANSWER), said -> said);
        assertEquals(passed.message(), TaskResult.Status.PASSED, passed.status());
        assertEquals("command on the agent", passed.peer());
        assertTrue(passed.request() != null && passed.answer() != null);
        assertEquals(
                TaskResult.Status.FAILED,
                elsewhere(command(ANSWER.replace("passed", "failed")), said -> said)
                        .status());
    }

    @Test
    public void answered_whateverIsNoAnswer_neverPasses() throws Exception {
        isNoAnswer(elsewhere(command("exit 0\n"), said -> said), "no answer.json");
        isNoAnswer(elsewhere(command(ANSWER + "exit 3\n"), said -> said), "exit code 3");
        isNoAnswer(elsewhere(command(ANSWER), said -> Json.array()), "brought no answer");
        isNoAnswer(elsewhere(command(ANSWER), TaskClientTest::garbled), "no answer");
        byte[] stale = "{\"run\":\"other\",\"nonce\":\"x\",\"status\":\"passed\"}".getBytes(StandardCharsets.UTF_8);
        isNoAnswer(
                elsewhere(command(ANSWER), said -> {
                    ((ObjectNode) said.get(0)).put("answer", Base64.getEncoder().encodeToString(stale));
                    return said;
                }),
                "does not repeat run and nonce");
    }

    private static ArrayNode garbled(ArrayNode said) {
        ((ObjectNode) said.get(0)).put("answer", "*not base64*");
        return said;
    }

    @Test
    public void question_ofThisRunAndTheseKeys_andNoOther() throws Exception {
        TaskQuestion question = new TaskClient(keys.current(), InstantSource.system(), null)
                .question(command(ANSWER), TaskStage.BEFORE_PLAN, RUN, Json.object(), Duration.ofMinutes(1));
        assertTrue(question.isOf(RUN, keys.publicKeys()));
        assertFalse("another run", question.isOf("20261121-114417-00000000", keys.publicKeys()));
        KeyRing others =
                KeyRing.open(new FileSecretStore(TEMPORARY.newFolder().toPath()), "evidence", InstantSource.system());
        assertFalse("other keys", question.isOf(RUN, others.publicKeys()));
        JsonNode forged = question.envelope().deepCopy();
        String payload =
                new String(Base64.getDecoder().decode(forged.path("payload").asText()), StandardCharsets.UTF_8);
        String changed = payload.replace("; touch ", "; shred ");
        assertNotEquals(payload, changed);
        ((ObjectNode) forged)
                .put("payload", Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8)));
        assertFalse("another command", new TaskQuestion(forged).isOf(RUN, keys.publicKeys()));
    }
}

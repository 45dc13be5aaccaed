package io.jenkins.plugins.iac.runtask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.TaskNetwork;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.runtask.TaskAnswer.NoAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;

/**
 * Asks external checks. The question is a DSSE envelope, signed with the key that signs evidence, over a JSON document that
 * names task, stage and run, and carries a nonce and an end of its validity; whoever is asked verifies it with the public
 * keys. Fail-closed: whatever is not a clear answer to this question is {@link TaskResult.Status#ERROR}; nothing is thrown.
 *
 * <p>Blocks for the check's timeout at most. Safe for several threads.
 */
public final class TaskClient {
    /** Media type of the signed document. */
    public static final String PAYLOAD_TYPE = "application/vnd.jenkins.iac-runners.run-task.v1+json";

    private static final String AGENT = "command on the agent";
    private static final String CONTENT_TYPE = "application/json";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SigningKey key;
    private final InstantSource clock;
    private final ProcessRunner processes;

    /** @param processes runs checks that are commands, or null where the host runs none */
    public TaskClient(SigningKey key, InstantSource clock, ProcessRunner processes) {
        this.key = key;
        this.clock = clock;
        this.processes = processes;
    }

    /**
     * Asks.
     *
     * @param run id of the run
     * @param about what the question says beside task, stage, run, nonce and times
     */
    public TaskResult ask(RunTask task, TaskStage stage, String run, ObjectNode about) {
        Instant started = clock.instant();
        String nonce = nonce();
        Asked asked = new Asked(task, stage, run, nonce, started, null);
        try {
            byte[] payload = written(question(asked, about, task.timeout()));
            asked = new Asked(task, stage, run, nonce, started, Sha256.of(payload));
            byte[] envelope =
                    Json.write(Dsse.sign(PAYLOAD_TYPE, payload, key).json()).getBytes(StandardCharsets.UTF_8);
            HttpsPost.Answer bytes = exchange(task, payload, envelope);
            return judge(asked, bytes.body(), bytes.peer());
        } catch (NoAnswer e) {
            return error(asked, e.getMessage(), null, null);
        } catch (IacException e) {
            return error(asked, e.problem().found(), null, null);
        } catch (RuntimeException e) {
            return error(asked, e.getClass().getSimpleName(), null, null);
        }
    }

    /**
     * The question to a check that is a command, for a machine elsewhere.
     *
     * @param patience how long it may be on its way before the program is started
     */
    public TaskQuestion question(RunTask task, TaskStage stage, String run, ObjectNode about, Duration patience) {
        Asked asked = new Asked(task, stage, run, nonce(), clock.instant(), null);
        byte[] payload =
                CanonicalJson.bytes(question(asked, about, task.timeout().plus(patience)));
        return new TaskQuestion(Dsse.sign(PAYLOAD_TYPE, payload, key).json());
    }

    /**
     * What the program elsewhere said.
     *
     * @param task the check as the catalog has it now; an answer of another program is none
     * @param said what {@link TaskPrograms} brought, or a missing node
     */
    public TaskResult answered(RunTask task, TaskStage stage, String run, TaskQuestion question, JsonNode said) {
        JsonNode written = question.payload();
        Asked asked = new Asked(
                task,
                stage,
                run,
                written.path("nonce").asText(),
                Instant.parse(written.path("sentAt").asText()),
                Sha256.of(question.signed().payload()));
        if (!question.command().equals(task.command())) {
            return error(asked, "the catalog asks another program now", null, null);
        }
        try {
            return judge(asked, TaskPrograms.answer(said), AGENT);
        } catch (NoAnswer e) {
            return error(asked, e.getMessage(), null, null);
        }
    }

    private record Asked(RunTask task, TaskStage stage, String run, String nonce, Instant started, Sha256 sent) {}

    private static String nonce() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static ObjectNode question(Asked asked, ObjectNode about, Duration valid) {
        ObjectNode question = about.deepCopy();
        if (!asked.task().command().isEmpty()) {
            question.set(TaskQuestion.COMMAND, Json.tree(asked.task().command()));
            question.put(TaskQuestion.SECONDS, asked.task().timeout().toSeconds());
        }
        return question.put("version", 1)
                .put("task", asked.task().name())
                .put("stage", asked.stage().id())
                .put("run", asked.run())
                .put("nonce", asked.nonce())
                .put("sentAt", asked.started().toString())
                .put("expiresAt", asked.started().plus(valid).toString());
    }

    private TaskResult judge(Asked asked, byte[] body, String peer) {
        Sha256 received = Sha256.of(body);
        try {
            TaskAnswer answer = TaskAnswer.read(body, asked.run(), asked.nonce());
            return new TaskResult(
                    asked.task().name(),
                    asked.stage(),
                    asked.task().mandatory(),
                    answer.passed() ? TaskResult.Status.PASSED : TaskResult.Status.FAILED,
                    answer.message(),
                    answer.link(),
                    answer.values(),
                    asked.sent(),
                    received,
                    asked.started(),
                    clock.instant(),
                    peer);
        } catch (NoAnswer e) {
            return error(asked, e.getMessage(), received, peer);
        }
    }

    private HttpsPost.Answer exchange(RunTask task, byte[] payload, byte[] envelope) throws NoAnswer {
        if (task.url() != null) {
            return new HttpsPost(
                            URI.create(task.url()),
                            CONTENT_TYPE,
                            envelope,
                            TaskNetwork.of(task.network()),
                            TrustedCertificates.of(task.certificates()))
                    .send(task.timeout());
        }
        if (processes == null) {
            throw new NoAnswer("it is a command, and nothing runs one here; give it an url");
        }
        return new HttpsPost.Answer(
                new TaskCommand(processes).run(task.name(), task.command(), task.timeout(), payload, envelope),
                "command");
    }

    private static byte[] written(ObjectNode question) throws NoAnswer {
        try {
            return CanonicalJson.bytes(question);
        } catch (IllegalArgumentException e) {
            throw new NoAnswer("the question cannot be written: " + e.getMessage());
        }
    }

    private TaskResult error(Asked asked, String why, Sha256 received, String peer) {
        return new TaskResult(
                asked.task().name(),
                asked.stage(),
                asked.task().mandatory(),
                TaskResult.Status.ERROR,
                why,
                null,
                Map.of(),
                asked.sent(),
                received,
                asked.started(),
                clock.instant(),
                peer);
    }
}

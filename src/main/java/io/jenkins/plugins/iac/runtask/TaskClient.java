package io.jenkins.plugins.iac.runtask;

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
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String nonce = HexFormat.of().formatHex(random);
        ObjectNode question = about.deepCopy();
        question.put("version", 1)
                .put("task", task.name())
                .put("stage", stage.id())
                .put("run", run)
                .put("nonce", nonce)
                .put("sentAt", started.toString())
                .put("expiresAt", started.plus(task.timeout()).toString());
        Sha256 sent = null;
        Sha256 received = null;
        String peer = null;
        try {
            byte[] payload = written(question);
            sent = Sha256.of(payload);
            byte[] envelope =
                    Json.write(Dsse.sign(PAYLOAD_TYPE, payload, key).json()).getBytes(StandardCharsets.UTF_8);
            HttpsPost.Answer bytes = exchange(task, payload, envelope);
            received = Sha256.of(bytes.body());
            peer = bytes.peer();
            TaskAnswer answer = TaskAnswer.read(bytes.body(), run, nonce);
            return new TaskResult(
                    task.name(),
                    stage,
                    task.mandatory(),
                    answer.passed() ? TaskResult.Status.PASSED : TaskResult.Status.FAILED,
                    answer.message(),
                    answer.link(),
                    answer.values(),
                    sent,
                    received,
                    started,
                    clock.instant(),
                    peer);
        } catch (NoAnswer e) {
            return error(task, stage, e.getMessage(), sent, received, started, peer);
        } catch (IacException e) {
            return error(task, stage, e.problem().found(), sent, received, started, peer);
        } catch (RuntimeException e) {
            return error(task, stage, e.getClass().getSimpleName(), sent, received, started, peer);
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
            throw new NoAnswer("it is a command, and this host runs none; give it an url");
        }
        return new HttpsPost.Answer(new TaskCommand(processes).run(task, payload, envelope), "command");
    }

    private static byte[] written(ObjectNode question) throws NoAnswer {
        try {
            return CanonicalJson.bytes(question);
        } catch (IllegalArgumentException e) {
            throw new NoAnswer("the question cannot be written: " + e.getMessage());
        }
    }

    private TaskResult error(
            RunTask task, TaskStage stage, String why, Sha256 sent, Sha256 received, Instant started, String peer) {
        return new TaskResult(
                task.name(),
                stage,
                task.mandatory(),
                TaskResult.Status.ERROR,
                why,
                null,
                Map.of(),
                sent,
                received,
                started,
                clock.instant(),
                peer);
    }
}

package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A request of a host for one phase; what a test says nothing of is as plain as it can be. */
final class TestJob {
    private final JsonNode keys;
    private final Path area;
    private boolean exactArea;
    private String location;
    private String copyOf;
    private JobRequest.ScanTerms scan = new JobRequest.ScanTerms(false, List.of(), List.of("./"));
    private ObjectNode expected;
    private List<TaskQuestion> questions = List.of();
    private long seconds;

    /** @param keys those with which the agent checks the contract */
    TestJob(KeyRing keys, Path area) {
        this.keys = keys.publicKeys().jwks();
        this.area = area;
    }

    /** For an area that was made before and is found by its name. */
    TestJob exactArea() {
        exactArea = true;
        return this;
    }

    TestJob code(String copied, String cloned) {
        copyOf = copied;
        location = cloned;
        return this;
    }

    TestJob scan(JobRequest.ScanTerms terms) {
        scan = terms;
        return this;
    }

    TestJob expected(ObjectNode parts) {
        expected = parts;
        return this;
    }

    TestJob questions(List<TaskQuestion> asked) {
        questions = asked;
        return this;
    }

    TestJob seconds(long most) {
        seconds = most;
        return this;
    }

    JobRequest request(Phase phase, JsonNode contract) {
        return new JobRequest(
                phase,
                contract,
                keys,
                area.toString(),
                exactArea,
                "/usr/bin/git",
                location,
                copyOf,
                null,
                JobRequest.GitFiles.NONE,
                scan,
                Map.of(),
                Map.of(),
                null,
                null,
                "normal",
                List.of(),
                false,
                expected,
                null,
                "AAAA",
                seconds,
                0,
                questions);
    }
}

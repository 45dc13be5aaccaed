package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the worker shall do next, as one JSON document. Holds no credential: tokens are in files that the host names.
 *
 * @param phase which part of the run
 * @param contract the signed contract, as an envelope
 * @param keys the controller's public keys, a JSON Web Key Set
 * @param area absolute path of the working directory: where to claim it, or where it was claimed
 * @param exactArea whether only this very path will do, as for an apply
 * @param git absolute path of git
 * @param location where git fetches from; the contract's repository, or a clone of it on this machine; null copies nothing
 * @param copyOf a directory whose files are taken as they are, because it is no git repository; else null
 * @param allowedSigners content of the catalog's allowed signers file, or null
 * @param gitFiles files with which git reaches the repository
 * @param scan what the look at the checked-out files allows
 * @param variables root module variables of the catalog
 * @param dataClasses resource address to data class, for the plan's risks
 * @param riskRules rules of risk beside those of the program, as JSON, or null
 * @param identity where the run's token is, or null for a run without an identity
 * @param planMode {@code normal}, {@code destroy} or {@code refresh_only}
 * @param targets addresses, normally none
 * @param speculative whether nothing of the plan is ever applied: it is made without the backend's lock
 * @param expected the approved parts of the digest, for an apply; else null
 * @param providerMirror absolute path, or null
 * @param redactionKey base64 of the key with which redacted values are hashed
 * @param timeoutSeconds bound on each long command of the tool; 0 for the usual ones
 * @param graceSeconds how long a tool that is asked to stop may go on before it is killed; 0 for the usual
 * @param questions for programs of the agent, in the phase that asks them
 */
public record JobRequest(
        Phase phase,
        JsonNode contract,
        JsonNode keys,
        String area,
        boolean exactArea,
        String git,
        String location,
        String copyOf,
        String allowedSigners,
        GitFiles gitFiles,
        ScanTerms scan,
        Map<String, Object> variables,
        Map<String, String> dataClasses,
        String riskRules,
        IdentityFiles identity,
        String planMode,
        List<String> targets,
        boolean speculative,
        ObjectNode expected,
        String providerMirror,
        String redactionKey,
        long timeoutSeconds,
        long graceSeconds,
        List<TaskQuestion> questions) {

    /** The parts of a run that happen on the agent. */
    public enum Phase {
        /** Receipt, checkout, measures; no credential, nothing of the code is executed. */
        PREPARE,
        /** Programs of the agent are asked as external checks; no credential, nothing of the code is executed. */
        ASK,
        /** fmt, init without backend, validate, static policy; no credential. */
        STATIC,
        /** init, validate, plan, show. */
        PLAN,
        /** init, lineage and serial, apply of the approved plan, verification. */
        APPLY
    }

    /** Files with which git reaches the repository; each may be null. */
    public record GitFiles(String sshIdentity, String knownHosts, String credentials, Map<String, String> environment) {
        public static final GitFiles NONE = new GitFiles(null, null, null, Map.of());
    }

    /**
     * What an identity needs in the tool's environment. The host puts the token into the directory before the phase and
     * renews it; the worker deletes the directory when the phase ends.
     *
     * @param directory absolute path, the working directory's own for this
     * @param environment variables that point the cloud's client there
     * @param tokenVariables variables that carry the token itself, for clients that read no file
     */
    public record IdentityFiles(String directory, Map<String, String> environment, List<String> tokenVariables) {}

    /**
     * What the configuration is held against.
     *
     * @param untrusted whether the code may come from somebody without write access
     * @param providers allowed provider sources
     * @param modules allowed module sources
     */
    public record ScanTerms(boolean untrusted, List<String> providers, List<String> modules) {}

    public JobRequest {
        // A request that an older version kept has none.
        questions = questions == null ? List.of() : List.copyOf(questions);
    }

    /** The same with another time to stop. */
    public JobRequest withGrace(Duration grace) {
        return with(phase, grace.toSeconds(), questions);
    }

    /** The same agent, asked these questions. */
    public JobRequest asking(List<TaskQuestion> more) {
        return with(Phase.ASK, graceSeconds, more);
    }

    /** What was put off by {@link #asking}: to be prepared now. */
    public JobRequest preparing() {
        return with(Phase.PREPARE, graceSeconds, List.of());
    }

    /** The same, of which nothing is ever applied. */
    public JobRequest speculating() {
        return with(phase, true, graceSeconds, questions);
    }

    private JobRequest with(Phase other, long grace, List<TaskQuestion> asked) {
        return with(other, speculative, grace, asked);
    }

    private JobRequest with(Phase other, boolean speculative, long grace, List<TaskQuestion> asked) {
        return new JobRequest(
                other,
                contract,
                keys,
                area,
                exactArea,
                git,
                location,
                copyOf,
                allowedSigners,
                gitFiles,
                scan,
                variables,
                dataClasses,
                riskRules,
                identity,
                planMode,
                targets,
                speculative,
                expected,
                providerMirror,
                redactionKey,
                timeoutSeconds,
                grace,
                asked);
    }

    public ObjectNode json() {
        return (ObjectNode) Json.tree(this);
    }

    public static JobRequest ofJson(JsonNode json) {
        return Json.read(json, JobRequest.class);
    }
}

package io.jenkins.plugins.iac.contract;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Instant;
import java.util.List;

/**
 * What a run is allowed to do. Its JSON form is frozen: members in the order below, absent is null.
 *
 * @param version version of this format, 1
 * @param run id of the run
 * @param operation what may be done
 * @param source repository, commit, ref, request, actor and trigger
 * @param directory directory of the stack in the repository
 * @param workDir absolute path on the agent where the code is checked out, the same for plan and apply
 * @param images image digests that the agent may run from; empty where the pool names none
 * @param tool tool with version, path and checksum
 * @param lockFile checksum of the dependency lock file; null before the first checkout has measured it
 * @param policyBundle digest of the rules and policies that judge the run
 * @param identity cloud identity, or null for a run without one
 * @param requiredApprovals names of the requirements
 * @param environmentVariables names of agent variables allowed in
 * @param issuedAt when it was written, UTC
 * @param expiresAt first instant at which it is void, UTC
 * @param planDigest the approved digest, for an apply; otherwise null
 */
@JsonPropertyOrder({
    "version",
    "run",
    "operation",
    "source",
    "stack",
    "directory",
    "workDir",
    "backend",
    "workspace",
    "pool",
    "images",
    "tool",
    "lockFile",
    "policyBundle",
    "identity",
    "requiredApprovals",
    "constraints",
    "environmentVariables",
    "issuedAt",
    "expiresAt",
    "planDigest"
})
public record Contract(
        int version,
        String run,
        Operation operation,
        RunSource source,
        StackId stack,
        String directory,
        String workDir,
        Backend backend,
        String workspace,
        String pool,
        List<String> images,
        PoolTool tool,
        Sha256 lockFile,
        Sha256 policyBundle,
        ContractIdentity identity,
        List<String> requiredApprovals,
        Constraints constraints,
        List<String> environmentVariables,
        Instant issuedAt,
        Instant expiresAt,
        Sha256 planDigest) {
    public static final int VERSION = 1;

    public Contract {
        images = List.copyOf(images);
        requiredApprovals = List.copyOf(requiredApprovals);
        environmentVariables = List.copyOf(environmentVariables);
    }

    public ObjectNode json() {
        return (ObjectNode) Json.tree(this);
    }

    /** SHA-256 over the RFC 8785 form: the subject {@code request} of the evidence. */
    public Sha256 digest() {
        return CanonicalJson.hash(json());
    }
}

package io.jenkins.plugins.iac.identity;

import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Instant;
import java.util.List;

/**
 * Everything that decides about a token. Whatever is not known is null, {@code UNKNOWN}, or empty, and means no.
 *
 * @param run id of the run that asks
 * @param operation what the token would be for
 * @param source where the run's code comes from
 * @param replayed whether the build's script may be another than that of the repository
 * @param standing where the run stands
 * @param contract the run's contract for this operation, its signature checked; null where that failed
 * @param identity the identity of today's catalog that the contract names, or null
 * @param environment the environment of the stack in today's catalog, or null
 * @param issuer the issuer of this host
 * @param planDigest digest of the run's plan, or null
 * @param approvedDigest digest that has every approval it needs now, or null
 * @param approvers who approved it
 * @param now the time, UTC
 */
public record IssueFacts(
        String run,
        Operation operation,
        SourceKind source,
        Tri replayed,
        Standing standing,
        Contract contract,
        Identity identity,
        String environment,
        IssuerUrl issuer,
        Sha256 planDigest,
        Sha256 approvedDigest,
        List<String> approvers,
        Instant now) {
    public IssueFacts {
        source = source == null ? SourceKind.UNKNOWN : source;
        replayed = replayed == null ? Tri.UNKNOWN : replayed;
        standing = standing == null ? Standing.UNKNOWN : standing;
        approvers = approvers == null ? List.of() : List.copyOf(approvers);
    }
}

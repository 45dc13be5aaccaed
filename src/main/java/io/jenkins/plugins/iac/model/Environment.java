package io.jenkins.plugins.iac.model;

import java.time.Duration;
import java.util.List;

/**
 * An environment and what protects it.
 *
 * @param isProtected write operations only from {@code protectedRefs}, never from a request; in YAML {@code protected}
 * @param protectedRefs branches (or tags) from which writes may come; {@code *} matches within a segment
 * @param allowedSigners path of an OpenSSH allowed signers file on the host: absolute, or relative to where the host keeps
 *     its catalog; never of a checkout. Null where signatures are not checked
 * @param approvalExpiry how long a vote counts
 * @param excludeAuthor whether the author of the change may not approve it; an unknown author costs one more vote
 * @param overridesTeam who may override a soft-mandatory policy, or null for nobody
 * @param destroy what taking a stack down needs beyond the approvals, or null
 * @param breakGlass how it is changed in an emergency, or null where it never is
 * @param oneAtATime whether a run that changes one of its stacks takes the lock of the whole environment
 */
public record Environment(
        String name,
        boolean isProtected,
        List<String> protectedRefs,
        String allowedSigners,
        List<Freeze> freezes,
        List<Window> windows,
        Duration approvalExpiry,
        boolean excludeAuthor,
        List<ApprovalRule> approvals,
        String overridesTeam,
        DestroyPolicy destroy,
        BreakGlassRule breakGlass,
        boolean oneAtATime) {
    public static final Duration DEFAULT_APPROVAL_EXPIRY = Duration.ofHours(24);

    /** An environment without destroy policy and break-glass. */
    public Environment(
            String name,
            boolean isProtected,
            List<String> protectedRefs,
            String allowedSigners,
            List<Freeze> freezes,
            List<Window> windows,
            Duration approvalExpiry,
            boolean excludeAuthor,
            List<ApprovalRule> approvals,
            String overridesTeam) {
        this(
                name,
                isProtected,
                protectedRefs,
                allowedSigners,
                freezes,
                windows,
                approvalExpiry,
                excludeAuthor,
                approvals,
                overridesTeam,
                null,
                null,
                false);
    }

    public Environment {
        protectedRefs = Values.list(protectedRefs);
        freezes = Values.list(freezes);
        windows = Values.list(windows);
        approvals = Values.list(approvals);
        approvalExpiry = approvalExpiry == null ? DEFAULT_APPROVAL_EXPIRY : approvalExpiry;
    }
}

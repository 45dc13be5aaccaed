package io.jenkins.plugins.iac.model;

import java.util.Objects;

/**
 * The code of a run and who asked, as the host established them. A host fills this from its own records (the revision
 * that Jenkins recorded, the authenticated user), never from the environment of the build.
 *
 * @param kind what was checked out
 * @param repository URL of the repository, or null where unknown
 * @param commit the fixed commit, 40 or 64 hex digits, or null where not fixed yet
 * @param ref branch or tag name without {@code refs/heads/}, or null
 * @param request number or id of the pull request, or null
 * @param actor the person or system that asked for this run, or null where unknown
 * @param author who wrote or pushed the change, as the SCM names them, or null where unknown
 * @param trigger what set the run off
 * @param commitSigned whether the commit's signature was checked on our own checkout and is by an allowed signer
 */
public record RunSource(
        SourceKind kind,
        String repository,
        String commit,
        String ref,
        String request,
        String actor,
        String author,
        Trigger trigger,
        Tri commitSigned) {

    public RunSource {
        Objects.requireNonNull(kind, "kind");
        trigger = trigger == null ? Trigger.UNKNOWN : trigger;
        commitSigned = commitSigned == null ? Tri.UNKNOWN : commitSigned;
    }

    /** The same source with what the checkout found out about the signature. */
    public RunSource withCommitSigned(Tri signed) {
        return new RunSource(kind, repository, commit, ref, request, actor, author, trigger, signed);
    }

    /** The same source at this commit. */
    public RunSource withCommit(String fixed) {
        return new RunSource(kind, repository, fixed, ref, request, actor, author, trigger, commitSigned);
    }
}

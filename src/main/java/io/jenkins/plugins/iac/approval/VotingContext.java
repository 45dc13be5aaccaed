package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Against what votes are judged.
 *
 * @param digest digest of the plan that waits
 * @param openedAt when approval was asked for
 * @param expiry how long a vote counts, and how long the question stands
 * @param now the time of judging; judged again at the door, a vote may have become too old
 * @param requester who asked for the run
 * @param author who wrote the change
 * @param excludeAuthor whether the author may not approve
 * @param acceptUnauthenticated whether votes count that the host could not authenticate
 * @param memberships who is in which team
 * @param persons when two ids are one person
 */
public record VotingContext(
        Sha256 digest,
        Instant openedAt,
        Duration expiry,
        Instant now,
        Party requester,
        Party author,
        boolean excludeAuthor,
        boolean acceptUnauthenticated,
        Memberships memberships,
        PersonIds persons) {
    public VotingContext {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(expiry, "expiry");
        Objects.requireNonNull(now, "now");
        requester = requester == null ? Party.UNKNOWN : requester;
        author = author == null ? Party.UNKNOWN : author;
    }

    /** The usual context: the environment's rules, memberships as recorded, ids without regard to case. */
    public static VotingContext of(
            Environment environment, Sha256 digest, Instant openedAt, Instant now, Party requester, Party author) {
        return new VotingContext(
                digest,
                openedAt,
                environment.approvalExpiry(),
                now,
                requester,
                author,
                environment.excludeAuthor(),
                !environment.isProtected(),
                Memberships.RECORDED,
                PersonIds.CASE_INSENSITIVE);
    }

    /** The same, judged at another time. */
    public VotingContext at(Instant other) {
        return new VotingContext(
                digest,
                openedAt,
                expiry,
                other,
                requester,
                author,
                excludeAuthor,
                acceptUnauthenticated,
                memberships,
                persons);
    }

    /** The same, where a vote counts for so long. */
    public VotingContext withExpiry(java.time.Duration other) {
        return new VotingContext(
                digest,
                openedAt,
                other,
                now,
                requester,
                author,
                excludeAuthor,
                acceptUnauthenticated,
                memberships,
                persons);
    }

    /** The same, with votes that are not authenticated counted or not. */
    public VotingContext acceptUnauthenticated(boolean accept) {
        return new VotingContext(
                digest, openedAt, expiry, now, requester, author, excludeAuthor, accept, memberships, persons);
    }

    /** The same, with this realm's memberships and ids. */
    public VotingContext withRealm(Memberships others, PersonIds ids) {
        return new VotingContext(
                digest, openedAt, expiry, now, requester, author, excludeAuthor, acceptUnauthenticated, others, ids);
    }

    /** Whether the voter is in the team; a lookup that fails or does not answer is unknown. */
    Tri member(Vote vote, String team) {
        try {
            Tri answer = memberships.isMember(vote, team);
            return answer == null ? Tri.UNKNOWN : answer;
        } catch (RuntimeException e) {
            // The realm does not answer: nobody is a member for as long.
            return Tri.UNKNOWN;
        }
    }

    /** First instant at which nobody may vote any more. */
    public Instant deadline() {
        return openedAt.plus(expiry);
    }

    /**
     * Votes that are needed beyond each count: one for each excluded person who is not known, as one of those who vote may
     * be that person.
     */
    public int extraVotes() {
        return (requester.isUnknown() ? 1 : 0) + (excludeAuthor && author.isUnknown() ? 1 : 0);
    }
}

package io.jenkins.plugins.iac.jenkins.approval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.User;
import io.jenkins.plugins.iac.approval.TeamDirectory;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.Overrides;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunEnds;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Votes;
import java.util.List;
import java.util.SortedSet;

/** Takes votes in, one at a time. Who voted is what Jenkins authenticated; the engine judges whether it counts. */
public final class Ballot {
    private static final Object ONE_AT_A_TIME = new Object();

    private Ballot() {}

    /**
     * Records a vote; what it decides is durable when this returns, and then told to the step that waits.
     *
     * @param voter who it is, and whether Jenkins knows that
     * @param digest what the person was shown
     * @param caller by which way and from where, for the record
     * @throws IacException of kind REFUSED with every condition if the vote does not count
     */
    public static Run cast(
            String run,
            Voter voter,
            Vote.Decision decision,
            Sha256 digest,
            String comment,
            String via,
            ObjectNode caller) {
        RunServices services = IacRuns.get().services();
        Vote vote = vote(services, voter, decision, digest, comment, via);
        Run voted;
        synchronized (ONE_AT_A_TIME) {
            voted = new Votes(services).vote(services.book().get(run), vote, caller);
        }
        ApprovalExecution.tell(run);
        return voted;
    }

    /**
     * Takes a waiting run on if its votes, its overrides or the time have decided it; never between a vote and what that
     * decides.
     *
     * @param timedOut why nobody may decide any more, or null while somebody may
     */
    static Run settle(String run, String timedOut) {
        RunServices services = IacRuns.get().services();
        synchronized (ONE_AT_A_TIME) {
            Run now = new Votes(services).settle(services.book().get(run));
            boolean waits = now.state() == RunState.AWAITING_APPROVAL || now.isAwaitingOverride();
            return waits && timedOut != null ? new RunEnds(services).expired(now, timedOut) : now;
        }
    }

    /**
     * Records an override of a soft-mandatory policy, judged like a vote.
     *
     * @param reason why the policy may be passed over; kept as evidence
     * @throws IacException of kind REFUSED with every condition if it does not count, BAD_INPUT without a reason
     */
    public static Run override(
            String run, Voter voter, String policy, Sha256 digest, String reason, String via, ObjectNode caller) {
        RunServices services = IacRuns.get().services();
        Vote vote = vote(services, voter, Vote.Decision.APPROVE, digest, reason, via);
        Run overridden;
        synchronized (ONE_AT_A_TIME) {
            // At the point verify it gives the stack back, which is sealed as evidence of its own.
            overridden = IacRuns.get()
                    .sealing(now -> new Overrides(now).override(now.book().get(run), policy, vote, caller));
        }
        ApprovalExecution.tell(run);
        return overridden;
    }

    /**
     * Seals the review of a break-glass run that is over.
     *
     * @throws IacException of kind REFUSED with every condition if this person may not write it or there is nothing to review,
     *     BAD_INPUT without a text
     */
    public static void review(String run, Voter reviewer, String text, ObjectNode caller) {
        IacRuns.get().sealing(services -> new BreakGlass(services)
                .review(
                        services.book().get(run),
                        reviewer.id(),
                        teams(services, reviewer),
                        reviewer.authenticated(),
                        caller,
                        text));
    }

    private static SortedSet<String> teams(RunServices services, Voter voter) {
        return new TeamDirectory(
                        List.copyOf(services.admission().get().catalog().teams()),
                        id -> User.idStrategy().keyFor(id))
                .teamsOf(voter.id(), voter.groups());
    }

    private static Vote vote(
            RunServices services, Voter voter, Vote.Decision decision, Sha256 digest, String comment, String via) {
        return new Vote(
                voter.id(),
                teams(services, voter),
                digest,
                decision,
                comment,
                services.clock().instant(),
                voter.authenticated(),
                via);
    }
}

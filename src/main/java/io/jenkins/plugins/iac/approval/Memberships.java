package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Tri;

/** Port: whether the person who voted is in a team. */
@FunctionalInterface
public interface Memberships {
    /** What the host recorded with the vote. */
    Memberships RECORDED = (vote, team) -> Tri.of(vote.teams().contains(team));

    /** Whether the voter is in the team; unknown does not count. */
    Tri isMember(Vote vote, String team);

    /** Both must say yes: for hosts that ask again whether a person is still in the team. */
    default Memberships and(Memberships other) {
        return (vote, team) -> {
            Tri mine = isMember(vote, team);
            return mine.isYes() ? other.isMember(vote, team) : mine;
        };
    }
}

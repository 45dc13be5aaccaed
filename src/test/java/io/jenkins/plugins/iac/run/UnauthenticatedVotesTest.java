package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.model.Environment;
import org.junit.Test;

public class UnauthenticatedVotesTest {
    private static Environment environment(boolean isProtected) {
        return new Environment("e", isProtected, null, null, null, null, null, false, null, null);
    }

    private static void check(UnauthenticatedVotes votes, boolean unprotected, boolean inProtected) {
        assertEquals(votes + ", not protected", unprotected, votes.countIn(environment(false)));
        assertEquals(votes + ", protected", inProtected, votes.countIn(environment(true)));
    }

    @Test
    public void countIn_eachEnvironment_asTheHostSays() {
        check(UnauthenticatedVotes.NOWHERE, false, false);
        check(UnauthenticatedVotes.UNPROTECTED, true, false);
        check(UnauthenticatedVotes.EVERYWHERE, true, true);
    }

    /** Breaking a lock asks the same; nobody breaks one of a stack of which nobody knows whether it is protected. */
    @Test
    public void permissionToUnlock_eachEnvironment_asOfAVote() {
        for (UnauthenticatedVotes votes : UnauthenticatedVotes.values()) {
            for (boolean isProtected : new boolean[] {false, true}) {
                Environment environment = environment(isProtected);
                assertEquals(
                        votes + ", protected " + isProtected,
                        votes.countIn(environment),
                        Unlocking.permission(environment, votes).passed());
            }
            assertEquals(
                    votes + ", unknown",
                    votes == UnauthenticatedVotes.EVERYWHERE,
                    Unlocking.permission(null, votes).passed());
        }
    }
}

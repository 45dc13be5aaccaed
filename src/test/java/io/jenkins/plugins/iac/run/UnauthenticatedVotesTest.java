package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.iac.model.Environment;
import java.util.List;
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

    /** Breaking a lock asks the same, of the catalog and of what the lock's run recorded; who does not know, breaks nothing. */
    @Test
    public void permissionToUnlock_catalogAndRecord_asOfAVoteInTheStricterOfTheTwo() {
        JsonNode missing = MissingNode.getInstance();
        JsonNode unknown = NullNode.instance;
        JsonNode no = BooleanNode.FALSE;
        JsonNode yes = BooleanNode.TRUE;
        unlocked(true, environment(false), missing);
        unlocked(true, environment(false), no);
        unlocked(false, environment(false), yes);
        unlocked(false, environment(false), unknown);
        unlocked(false, environment(false), TextNode.valueOf("false"));
        for (JsonNode recorded : List.of(missing, no, yes, unknown)) {
            unlocked(false, environment(true), recorded);
            unlocked(false, null, recorded);
        }
    }

    private static void unlocked(boolean unprotected, Environment environment, JsonNode recorded) {
        for (UnauthenticatedVotes votes : UnauthenticatedVotes.values()) {
            boolean expected = votes == UnauthenticatedVotes.EVERYWHERE
                    || votes == UnauthenticatedVotes.UNPROTECTED && unprotected;
            assertEquals(
                    votes + ", " + environment + ", recorded " + recorded.getNodeType() + " " + recorded,
                    expected,
                    Unlocking.permission(environment, recorded, votes).passed());
        }
    }
}

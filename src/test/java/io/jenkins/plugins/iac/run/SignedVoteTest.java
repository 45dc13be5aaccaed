package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.Test;

/** Which votes in a journal are those that the controller signed when they were cast. */
public class SignedVoteTest {
    private static final String RUN = "20260304-120000-00000000";
    private final KeyRing keys;

    public SignedVoteTest() throws IOException {
        keys = ring();
    }

    private static KeyRing ring() throws IOException {
        return MemoryStore.ring(() -> Instant.parse("2026-03-04T12:00:00Z"));
    }

    private static ObjectNode vote() {
        ObjectNode vote =
                Json.object().put("user", "bob").put("digest", Sha256.of("plan").toString());
        vote.putArray("teams").add("payments");
        vote.put("decision", "approve").put("comment", "fine").put("at", "2026-03-04T11:30:00Z");
        return vote.put("authenticated", true).put("via", "page");
    }

    @Test
    public void holds_whatWasSigned_andNothingElse() throws IOException {
        KeyRing others = ring();
        Map<String, UnaryOperator<ObjectNode>> wrong = new LinkedHashMap<>();
        wrong.put("no signature", v -> (ObjectNode) v.without("signed"));
        wrong.put("a signature that cannot be read", v -> v.put("signed", "unknown"));
        wrong.put("null for a signature", v -> v.putNull("signed"));
        wrong.put("another person", v -> v.put("user", "eve"));
        wrong.put("another decision", v -> v.put("decision", "reject"));
        wrong.put("another plan", v -> v.put("digest", Sha256.of("other").toString()));
        wrong.put("another comment", v -> v.put("comment", "hm"));
        wrong.put("a later time", v -> v.put("at", "2026-03-05T11:30:00Z"));
        wrong.put("another team", v -> {
            v.withArray("teams").add("sre");
            return v;
        });
        wrong.put("authenticated or not", v -> v.put("authenticated", false));
        wrong.put("another policy that it overrides", v -> v.put("policy", "small-changes"));
        wrong.put("a stranger's key", v -> {
            SignedVote.sign(RUN, v, others.current());
            return v;
        });
        wrong.put("a signature over something else of ours", v -> {
            byte[] payload = Dsse.ofJson(v.path("signed")).payload();
            return v.set(
                    "signed",
                    Dsse.sign("application/json", payload, keys.current()).json());
        });
        wrong.forEach((what, change) -> {
            ObjectNode vote = vote();
            SignedVote.sign(RUN, vote, keys.current());
            assertEquals("as it was signed", true, SignedVote.holds(RUN, vote, keys.publicKeys()));
            assertEquals(what, false, SignedVote.holds(RUN, change.apply(vote), keys.publicKeys()));
        });
    }

    @Test
    public void holds_voteOfAnotherRun_no() {
        ObjectNode vote = vote();
        SignedVote.sign(RUN, vote, keys.current());
        assertEquals(false, SignedVote.holds(RUN.replace('0', '1'), vote, keys.publicKeys()));
    }

    @Test
    public void holds_keyWasRotatedSince_stillYes() throws IOException {
        ObjectNode vote = vote();
        SignedVote.sign(RUN, vote, keys.current());
        keys.rotate();
        assertEquals(true, SignedVote.holds(RUN, vote, keys.publicKeys()));
    }
}

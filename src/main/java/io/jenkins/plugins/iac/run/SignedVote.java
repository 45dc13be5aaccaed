package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.model.Condition;

/**
 * What makes a vote evidence by itself: the controller signs it when it is cast, with its run and the digest that it is
 * about. An approval in the journal that it did not sign counts for nothing; a reject ends the run all the same.
 */
final class SignedVote {
    static final String MEMBER = "signed";

    private SignedVote() {}

    /** Adds to the record of a vote an envelope over run and vote. */
    static void sign(String run, ObjectNode record, SigningKey key) {
        record.set(
                MEMBER,
                Dsse.sign(Predicate.VOTE_TYPE, document(run, record), key).json());
    }

    /** Whether the controller signed exactly this vote for this run; no for a signature that cannot be read. */
    static boolean holds(String run, JsonNode record, PublicKeys keys) {
        return Dsse.holds(record.path(MEMBER), Predicate.VOTE_TYPE, document(run, record), keys);
    }

    /** Why one that the controller did not sign does not count. */
    static Condition unsigned(Vote vote) {
        return Condition.failed(
                "vote.signed",
                "a vote that this controller signed when it was cast",
                "none over this vote of " + vote.user(),
                "the record is of an older version, or somebody else wrote it; vote again");
    }

    private static byte[] document(String run, JsonNode record) {
        ObjectNode document = ApprovalJson.write(ApprovalJson.vote(record)).put("run", run);
        if (record.has("policy")) {
            document.set("policy", record.get("policy"));
        }
        return CanonicalJson.bytes(document);
    }
}

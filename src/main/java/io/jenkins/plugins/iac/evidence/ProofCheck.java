package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.model.Sha256;
import java.util.ArrayList;
import java.util.List;

/** Judges a proof by itself, without the log. Whatever the bytes are, the answer is a value. */
final class ProofCheck {
    private ProofCheck() {}

    /**
     * @param leaf hash of the record that it proves, or null where it proves no record
     * @param run whose evidence the record says it is, or empty
     */
    record Result(Sha256 leaf, String run, List<String> problems) {}

    /** @param since text of the checkpoint that a proof of consistency starts from, or null */
    static Result check(byte[] bytes, PublicKeys keys, String since) {
        try {
            ProofText proof = ProofText.parse(bytes);
            return proof.isInclusion() ? inclusion(proof, keys) : consistency(proof, keys, since);
        } catch (IllegalArgumentException e) {
            return new Result(null, "", List.of("it is no proof: " + e.getMessage()));
        }
    }

    private static Result inclusion(ProofText proof, PublicKeys keys) {
        if (proof.record() == null) {
            return new Result(null, "", List.of("it carries no record (a line 'extra'), so there is nothing to prove"));
        }
        EnvelopeCheck.Result record = EnvelopeCheck.check(proof.record(), keys);
        List<String> problems = new ArrayList<>(record.problems());
        // The log hashes the bytes that were appended, which have one spelling.
        Sha256 leaf = Merkle.leaf(proof.record());
        Checkpoint.Signed signed = open(proof.checkpoint(), keys, problems);
        if (signed != null) {
            Checkpoint tree = signed.checkpoint();
            if (!Merkle.verifyInclusion(leaf, proof.number(), tree.size(), proof.hashes(), tree.root())) {
                problems.add("the path does not lead from the record to the checkpoint of " + tree.size()
                        + " records: record, number, path or checkpoint is another one");
            }
            if (record.sealedAt() != null
                    && signed.key().retired() != null
                    && !signed.key().wasActiveAt(record.sealedAt())
                    && record.sealedAt().isAfter(signed.key().retired())) {
                problems.add("the checkpoint is signed by key " + signed.key() + ", which signed only "
                        + EnvelopeCheck.period(signed.key()));
            }
        }
        return new Result(leaf, record.run(), problems);
    }

    private static Result consistency(ProofText proof, PublicKeys keys, String since) {
        List<String> problems = new ArrayList<>();
        if (since == null) {
            problems.add("it proves that a log goes on from a checkpoint of " + proof.number()
                    + " records: name that one with --since");
            return new Result(null, "", problems);
        }
        Checkpoint.Signed from = open(since, keys, problems);
        Checkpoint.Signed to = open(proof.checkpoint(), keys, problems);
        if (from != null && to != null) {
            Checkpoint old = from.checkpoint();
            Checkpoint now = to.checkpoint();
            if (!old.origin().equals(now.origin())) {
                problems.add("it is of the log " + now.origin() + ", the earlier checkpoint of " + old.origin());
            } else if (old.size() != proof.number()) {
                problems.add("it starts from " + proof.number() + " records, the earlier checkpoint has " + old.size());
            } else if (!Merkle.verifyConsistency(old.size(), old.root(), now.size(), now.root(), proof.hashes())) {
                problems.add("the tree of " + now.size() + " records does not begin with that of " + old.size()
                        + ": history was rewritten in between, or one of the two is of another log");
            }
        }
        return new Result(null, "", problems);
    }

    private static Checkpoint.Signed open(String note, PublicKeys keys, List<String> problems) {
        try {
            return Checkpoint.open(note, keys);
        } catch (IllegalArgumentException e) {
            problems.add("it has no checkpoint that verifies: " + e.getMessage());
            return null;
        }
    }
}

package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.evidence.VerificationResult.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies evidence offline: needs the files and the public keys, no Jenkins, no network, no clock. Never throws on what
 * it reads; whatever is not as it should be is a {@link Problem}. Fails closed: nothing to verify is not verified.
 */
public final class Verifier {
    /** A proof has its record in base64. */
    private static final long MAX_BYTES = Envelope.MAX_BYTES * 3L / 2;

    private Verifier() {}

    /**
     * Verifies envelopes, and a log where one is given.
     *
     * @param files envelopes ({@code evidence.dsse.json}) and proofs ({@link LogProofs}); where a log is given each record
     *     must be one of it
     * @param log directory of a log; verified as a whole
     * @param keys the public keys of the installation with their history; what they do not know does not verify
     * @param since text of a checkpoint that somebody kept; the log, or a proof of consistency, must begin with what it
     *     covers
     */
    public static VerificationResult verify(
            List<Path> files, Optional<Path> log, PublicKeys keys, Optional<String> since) {
        List<Problem> problems = new ArrayList<>();
        LogCheck check = log.map(directory -> new LogCheck(directory, keys)).orElse(null);
        if (check != null) {
            check.run(since.orElse(null));
            problems.addAll(check.problems());
        }
        boolean held = check != null;
        for (Path file : files) {
            held |= file(file, check, keys, since.orElse(null), problems);
        }
        if (since.isPresent() && !held) {
            problems.add(new Problem(
                    "earlier checkpoint", "there is neither a log nor a proof of consistency to hold it against"));
        }
        long records = files.size() + (check == null ? 0 : check.size());
        if (records == 0 && problems.isEmpty()) {
            problems.add(new Problem(log.map(Path::toString).orElse("input"), "there is no evidence here"));
        }
        return VerificationResult.of(records, problems);
    }

    /** One envelope given as bytes, without a log. */
    public static VerificationResult verify(String name, byte[] envelope, PublicKeys keys) {
        List<Problem> problems = EnvelopeCheck.check(envelope, keys).problems().stream()
                .map(what -> new Problem(name, what))
                .toList();
        return VerificationResult.of(1, problems);
    }

    /** Adds what is wrong with a file; whether it holds an earlier checkpoint against a later one. */
    private static boolean file(Path file, LogCheck log, PublicKeys keys, String since, List<Problem> problems) {
        Sha256 leaf;
        String run;
        List<String> found;
        boolean consistency = false;
        io.jenkins.plugins.iac.model.Problem foreign = ForeignFile.of(file);
        if (foreign != null) {
            problems.add(Problem.foreign(foreign));
            return false;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.add(new Problem(file.toString(), "it is no evidence: more bytes than any envelope has"));
                return false;
            }
            byte[] bytes = Files.readAllBytes(file);
            foreign = ForeignFile.of(file, bytes);
            if (foreign != null) {
                problems.add(Problem.foreign(foreign));
                return false;
            }
            if (ProofText.isOne(bytes)) {
                ProofCheck.Result proof = ProofCheck.check(bytes, keys, since);
                leaf = proof.leaf();
                run = proof.run();
                found = proof.problems();
                consistency = leaf == null;
            } else {
                EnvelopeCheck.Result envelope = EnvelopeCheck.check(bytes, keys);
                leaf = envelope.leaf();
                run = envelope.run();
                found = envelope.problems();
            }
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), "it cannot be read: " + e.getMessage()));
            return false;
        }
        found.forEach(what -> problems.add(new Problem(file.toString(), what)));
        if (log != null && leaf != null && !log.contains(leaf)) {
            problems.add(new Problem(
                    file.toString(),
                    "the log has no such record" + (run.isEmpty() ? "" : " for run " + run)
                            + ": it was dropped, changed, or belongs to another log"));
        }
        return consistency;
    }
}

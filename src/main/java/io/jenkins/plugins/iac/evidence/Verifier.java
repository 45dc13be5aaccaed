package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.evidence.VerificationResult.Problem;
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
    private Verifier() {}

    /**
     * Verifies envelopes, and a log where one is given.
     *
     * @param files envelopes ({@code evidence.dsse.json}); where a log is given each must be a record of it
     * @param log directory of a log; verified as a whole
     * @param keys the public keys of the installation with their history; what they do not know does not verify
     * @param since text of a checkpoint that somebody kept; the log must still begin with what it covers
     */
    public static VerificationResult verify(
            List<Path> files, Optional<Path> log, PublicKeys keys, Optional<String> since) {
        List<Problem> problems = new ArrayList<>();
        LogCheck check = log.map(directory -> new LogCheck(directory, keys)).orElse(null);
        if (check != null) {
            check.run(since.orElse(null));
            problems.addAll(check.problems());
        } else if (since.isPresent()) {
            problems.add(new Problem("earlier checkpoint", "there is no log to hold it against"));
        }
        for (Path file : files) {
            problems.addAll(file(file, check, keys));
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

    private static List<Problem> file(Path file, LogCheck log, PublicKeys keys) {
        List<Problem> problems = new ArrayList<>();
        try {
            if (Files.size(file) > Envelope.MAX_BYTES) {
                return List.of(new Problem(file.toString(), "it is no evidence: more bytes than any envelope has"));
            }
            EnvelopeCheck.Result result = EnvelopeCheck.check(Files.readAllBytes(file), keys);
            result.problems().forEach(what -> problems.add(new Problem(file.toString(), what)));
            if (log != null && result.leaf() != null && !log.contains(result.leaf())) {
                problems.add(new Problem(
                        file.toString(),
                        "the log has no such record"
                                + (result.run().isEmpty() ? "" : " for run " + result.run())
                                + ": it was dropped, changed, or belongs to another log"));
            }
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), "it cannot be read: " + e.getMessage()));
        }
        return problems;
    }
}

package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.evidence.VerificationResult.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which record differs. The file of hashes is worth nothing by itself; but where its root is the signed one, its
 * leaves are exactly those that were signed, and tell what became of each record.
 */
final class LogDifference {
    private LogDifference() {}

    /**
     * The first record that is not as it was, and since when, or empty where the hashes are not the signed ones either.
     *
     * @param sealed when each record that was found was sealed, null where its signature does not say
     */
    static Optional<Problem> find(Path directory, List<Sha256> found, List<Instant> sealed, Checkpoint checkpoint)
            throws IOException {
        List<Sha256> signed = signed(directory.resolve(EvidenceLog.HASHES), checkpoint);
        if (signed.isEmpty()) {
            return Optional.empty();
        }
        int at = 0;
        while (at < signed.size() && at < found.size() && signed.get(at).equals(found.get(at))) {
            at++;
        }
        if (at == signed.size() || at == found.size()) {
            return Optional.empty();
        }
        return Optional.of(new Problem("log record " + at, what(at, signed, found) + since(at, signed, found, sealed)));
    }

    /** What was changed was sealed between the records beside it that are as they were. */
    private static String since(int at, List<Sha256> signed, List<Sha256> found, List<Instant> sealed) {
        Set<Sha256> genuine = new HashSet<>(signed.subList(at + 1, signed.size()));
        Instant before = null;
        for (int i = at - 1; i >= 0 && before == null; i--) {
            before = sealed.get(i);
        }
        Instant after = null;
        for (int i = at; i < found.size() && after == null; i++) {
            after = genuine.contains(found.get(i)) ? sealed.get(i) : null;
        }
        return "; what is in front of it is as it was, until "
                + (at == 0 ? "the beginning of the log" : before == null ? "an unknown time" : before)
                + (after == null ? "" : ", and what was signed behind it begins again at " + after);
    }

    private static String what(int at, List<Sha256> signed, List<Sha256> found) {
        Map<Sha256, Integer> places = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            places.putIfAbsent(found.get(i), i);
        }
        Map<Sha256, Integer> belongs = new HashMap<>();
        for (int i = 0; i < signed.size(); i++) {
            belongs.putIfAbsent(signed.get(i), i);
        }
        Integer now = places.get(signed.get(at));
        Integer was = belongs.get(found.get(at));
        if (now != null && was != null) {
            return "the order was changed: here is what was record " + was + ", and what was record " + at
                    + " is now record " + now;
        }
        if (was != null) {
            return "the record that was here is gone; from here on the log differs from what was signed";
        }
        if (now != null) {
            return "a record that was never signed was put in front of what was record " + at;
        }
        return "the record here is not the one that was signed; from here on the log differs";
    }

    private static List<Sha256> signed(Path hashes, Checkpoint checkpoint) throws IOException {
        if (!Files.isRegularFile(hashes)) {
            return List.of();
        }
        try (HashFile file = HashFile.readOnly(hashes)) {
            if (file.leaves() < checkpoint.size()) {
                return List.of();
            }
            TreeHead head = new TreeHead();
            List<Sha256> leaves = new ArrayList<>();
            for (long i = 0; i < checkpoint.size(); i++) {
                leaves.add(file.leaf(i));
                head.add(leaves.get(leaves.size() - 1));
            }
            return head.root().equals(checkpoint.root()) ? leaves : List.of();
        }
    }
}

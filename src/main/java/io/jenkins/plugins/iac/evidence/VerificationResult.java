package io.jenkins.plugins.iac.evidence;

import java.util.List;
import java.util.Objects;

/**
 * What a verification found. Verified means: something was there to verify, and nothing was wrong with any of it.
 *
 * @param records how many records were looked at
 */
public record VerificationResult(boolean verified, long records, List<Problem> problems) {
    /**
     * @param record file, or number and run of the record in the log, or the part of the log
     * @param what what is wrong with it, and since when where that can be told
     * @param foreign where the file is no evidence at all, that in the five parts of an error; else null
     */
    public record Problem(String record, String what, io.jenkins.plugins.iac.model.Problem foreign) {
        public Problem(String record, String what) {
            this(record, what, null);
        }

        static Problem foreign(io.jenkins.plugins.iac.model.Problem foreign) {
            return new Problem(
                    foreign.where(),
                    "it is no evidence: found " + foreign.found() + ", expected " + foreign.expected() + "; next: "
                            + foreign.next(),
                    foreign);
        }
    }

    /** The files that are no evidence at all. */
    public List<io.jenkins.plugins.iac.model.Problem> foreign() {
        return problems.stream().map(Problem::foreign).filter(Objects::nonNull).toList();
    }

    public VerificationResult {
        problems = List.copyOf(problems);
    }

    static VerificationResult of(long records, List<Problem> problems) {
        return new VerificationResult(problems.isEmpty() && records > 0, records, problems);
    }
}

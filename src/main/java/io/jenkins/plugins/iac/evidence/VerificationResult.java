package io.jenkins.plugins.iac.evidence;

import java.util.List;

/**
 * What a verification found. Verified means: something was there to verify, and nothing was wrong with any of it.
 *
 * @param records how many records were looked at
 */
public record VerificationResult(boolean verified, long records, List<Problem> problems) {
    /**
     * @param record file, or number and run of the record in the log, or the part of the log
     * @param what what is wrong with it, and since when where that can be told
     */
    public record Problem(String record, String what) {}

    public VerificationResult {
        problems = List.copyOf(problems);
    }

    static VerificationResult of(long records, List<Problem> problems) {
        return new VerificationResult(problems.isEmpty() && records > 0, records, problems);
    }
}

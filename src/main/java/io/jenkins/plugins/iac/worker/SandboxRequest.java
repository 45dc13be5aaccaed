package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.PoolTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A directory of untrusted code to look at, and how far to go.
 *
 * @param job name of the job in its result and log: letters, digits, '.', '_' and '-', at most 128
 * @param directory the code; it is copied, never worked in
 * @param tool the very program to use
 * @param timeout bound on the whole job, from 1 second to a day
 * @param plan whether to plan after the validation
 */
public record SandboxRequest(String job, Path directory, PoolTool tool, Duration timeout, boolean plan) {
    /** Where nothing is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(300);

    private static final Pattern JOB = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Duration LONGEST = Duration.ofDays(1);

    /** @throws IacException of kind BAD_INPUT for a name or a time that is none */
    public SandboxRequest {
        Objects.requireNonNull(tool, "tool");
        if (!JOB.matcher(job).matches()) {
            throw bad("the name of the job", job.replaceAll("\\p{Cntrl}", "?"), "letters, digits, '.', '_' and '-'");
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw bad("the timeout", timeout.toSeconds() + " s", "1 to " + LONGEST.toSeconds() + " s");
        }
    }

    private static IacException bad(String where, String found, String expected) {
        return IacException.badInput("preparing the job", where, found, expected, "correct the call");
    }
}

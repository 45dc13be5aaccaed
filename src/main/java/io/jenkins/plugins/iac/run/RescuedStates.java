package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.durable.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * States that a backend did not take at the end of an apply. The tool leaves such a state beside the code and nowhere else, so
 * a host keeps it with the run, readable by its owner only, before it removes a working directory. It holds secrets: it is
 * no artifact, and a person pushes it.
 */
public final class RescuedStates {
    /** Member of the worker's answer: what the tool left, with checksums. */
    private static final String LEFT = "erroredStates";

    private RescuedStates() {}

    /** Where a run's rescued state is kept, relative to the directory of the runs. */
    static String name(String run, int number) {
        return run + "/errored" + (number == 0 ? "" : "-" + number) + ".tfstate";
    }

    /**
     * Keeps one.
     *
     * @param number from 0, where the tool left several
     * @return where it is
     */
    public static Path keep(RunServices services, String run, int number, byte[] state) throws IOException {
        Path kept = services.files().resolve(name(RunId.check(run), number));
        DurableFiles.directory(DurableFiles.directoryOf(kept));
        DurableFiles.replace(kept, state);
        return kept;
    }

    /** Whether the worker saw that the tool left a state. */
    static boolean has(Run run) {
        return !left(run).isEmpty();
    }

    private static JsonNode left(Run run) {
        return run.fact("apply").path(LEFT);
    }

    /** What to do about it, for a person. */
    static String next(Run run) {
        return "the backend did not take the state: push the file " + name(run.id(), 0)
                + " of this host's runs with the tool's 'state push', compare, then unlock the stack";
    }

    /** For the evidence. */
    static String incident(Run run) {
        StringBuilder text =
                new StringBuilder("the backend did not take the state; the tool left it, and it was kept:");
        left(run).forEach(one -> text.append(' ').append(one.path("sha256").asText()));
        return text.toString();
    }
}

package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.worker.WorkArea;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Working directories of this machine: here host and worker are one, so the host tidies up. */
final class Areas {
    private Areas() {}

    /**
     * Removes the working directory of a run with everything in it.
     *
     * @param area the directory that the worker claimed for this run, or null where it claimed none
     */
    static void remove(String area, String run) {
        if (area == null) {
            return;
        }
        try {
            WorkArea.of(Path.of(area), run).remove();
        } catch (IOException e) {
            throw new UncheckedIOException("removing the working directory " + area, e);
        }
    }

    /** Removes what a run left whose process died. What cannot be removed is in nobody's way: its claim expires. */
    static void removeLeftOver(Run run) {
        for (String fact : new String[] {"checkout", "plan"}) {
            String area = run.fact(fact).path("area").asText("");
            if (!area.isEmpty()) {
                try {
                    remove(area, run.id());
                } catch (IacException | UncheckedIOException e) {
                    // Removed before, or another run's by now.
                    continue;
                }
            }
        }
    }
}

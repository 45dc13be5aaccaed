package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.run.RescuedStates;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.worker.WorkArea;
import io.jenkins.plugins.iac.worker.WorkerTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Working directories of this machine: here host and worker are one, so the host tidies up. */
final class Areas {
    private Areas() {}

    /**
     * Removes the working directory of a run with everything in it. A state that only lies there is kept with the run first.
     *
     * @param area the directory that the worker claimed for this run, or null where it claimed none
     */
    static void remove(RunServices services, String area, String run) {
        if (area == null) {
            return;
        }
        WorkArea claimed = WorkArea.of(Path.of(area), run);
        try {
            keepState(services, claimed, run);
            claimed.remove();
        } catch (IOException e) {
            throw new UncheckedIOException("removing the working directory " + area, e);
        }
    }

    /** Another backend than a file may refuse the state at the end of an apply; Terraform writes it beside the code then. */
    private static void keepState(RunServices services, WorkArea area, String run) throws IOException {
        List<Path> left = area.erroredStates();
        for (int i = 0; i < left.size(); i++) {
            RescuedStates.keep(services, run, i, Files.readAllBytes(left.get(i)));
        }
    }

    /** Whether some run of this home has a working directory, because it is at work or died. */
    static boolean hasLeftOvers(Set<String> known) {
        return WorkArea.claimed(WorkerTools.ROOT).values().stream().anyMatch(known::contains);
    }

    /**
     * Removes what runs of this home left whose process died. Whoever has the journal is the only process of the home, so
     * none of its runs is at work; directories of other homes are not touched.
     *
     * @param known the runs of this home
     */
    static void removeLeftOvers(RunServices services, Set<String> known, Consumer<String> log) {
        WorkArea.claimed(WorkerTools.ROOT).forEach((area, run) -> {
            if (known.contains(run)) {
                try {
                    remove(services, area.base().toString(), run);
                    log.accept("removed " + area.base() + ", which run " + run + " left");
                } catch (RuntimeException e) {
                    // It holds up nobody: its claim expires.
                    log.accept("could not remove " + area.base() + ": " + e.getMessage());
                }
            }
        });
    }
}

package io.jenkins.plugins.iac.jenkins.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.evidence.CopyStatus;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.run.Run;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the evidence of a run is beside the log of this controller: the copies of the log, as they stood when they were last
 * looked at, and the artifacts of the build, wherever its artifact manager keeps them, as they are now.
 */
final class EvidencePlaces {
    private final Run run;
    private final Instant now;

    EvidencePlaces(Run run, Instant now) {
        this.run = run;
        this.now = now;
    }

    /**
     * A place.
     *
     * @param state {@code there}, {@code missing}, or what is wrong
     * @param written how long ago it was last written; empty where nobody knows
     */
    public record Place(String where, String state, String written, String meaning) {
        public boolean isBad() {
            return !state.equals("there");
        }
    }

    /** None before the run is sealed. May read from where artifacts are kept. */
    List<Place> all(Catalog catalog) {
        JsonNode evidence = run.fact("evidence");
        List<Place> places = new ArrayList<>();
        if (evidence.isObject()) {
            List<CopyStatus> known = IacRuns.get().evidenceCopies();
            for (Path directory : catalog == null ? List.<Path>of() : catalog.evidenceCopies()) {
                places.add(known.stream()
                        .filter(c -> c.copy().equals(directory))
                        .findFirst()
                        .map(c -> copy(c, evidence.path("index").asLong()))
                        .orElseGet(() -> new Place(
                                directory.toString(), "unknown", "", "nobody has looked at it since the start")));
            }
            places.add(archived());
        }
        return places;
    }

    private Place copy(CopyStatus copy, long record) {
        return new Place(
                copy.copy().toString(),
                copy.has(record) == Tri.UNKNOWN ? copy.state().name().toLowerCase(Locale.ROOT) : copy.record(record),
                copy.updated() == null ? "" : Texts.ago(copy.updated(), now),
                copy.meaning());
    }

    private Place archived() {
        var copy = IacRuns.get().archivedEvidence().look(BuildLiveness.build(run), run);
        String written = copy.written() == null ? "" : Texts.ago(copy.written(), now);
        return new Place("artifacts of the build", copy.state().id(), written, copy.meaning());
    }
}

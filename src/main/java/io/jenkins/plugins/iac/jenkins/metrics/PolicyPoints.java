package io.jenkins.plugins.iac.jenkins.metrics;

import io.jenkins.plugins.iac.policy.Level;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.run.Run;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** At which points mandatory policies refused a run, by what its records say. */
final class PolicyPoints {
    private PolicyPoints() {}

    /** Those of the points at which a mandatory policy refused that nobody overrode. */
    static Set<String> of(Run run, Point... points) {
        Set<String> wanted =
                new TreeSet<>(List.of(points).stream().map(Point::id).toList());
        Set<String> refused = new TreeSet<>();
        run.fact("policy").forEach(row -> {
            if (!row.path("passed").asBoolean()
                    && !row.path("level").asText().equals(Level.ADVISORY.id())
                    && !row.path("override").isObject()) {
                refused.add(row.path("point").asText());
            }
        });
        refused.retainAll(wanted);
        return refused;
    }

    /** The same at the door; none where it refused for another reason, such as a part of the digest that differs. */
    static Set<String> atTheDoor(Run run) {
        for (var condition : run.fact("refusal").path("conditions")) {
            if (condition.path("rule").asText().startsWith("policy:")) {
                return of(run, Point.APPROVAL, Point.APPLY);
            }
        }
        return Set.of();
    }
}

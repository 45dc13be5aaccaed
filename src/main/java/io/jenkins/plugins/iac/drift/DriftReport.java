package io.jenkins.plugins.iac.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a look at a stack found.
 *
 * @param findings the gravest first
 * @param omitted objects that drifted and are not among the findings because there are too many
 * @param expired names of suppressions that would have covered something and count no more
 */
public record DriftReport(List<DriftFinding> findings, long omitted, List<String> expired) {
    /** How a stack stands, apart from how the run that looked ended. */
    public enum State {
        /** Nothing differs, or only in the provider's words. */
        CLEAN,
        /** All that differs is covered by suppressions that still count. */
        SUPPRESSED,
        /** Somebody must look. */
        DRIFTED
    }

    public DriftReport {
        findings = List.copyOf(findings);
        expired = List.copyOf(expired);
    }

    /** What was left out was not looked at, so it counts. */
    public State state() {
        if (omitted > 0 || findings.stream().anyMatch(DriftFinding::matters)) {
            return State.DRIFTED;
        }
        return findings.stream().anyMatch(f -> f.suppressedBy() != null) ? State.SUPPRESSED : State.CLEAN;
    }

    /** How many findings that nobody suppressed are of each class; classes that do not occur are left out. */
    public Map<DriftClass, Integer> counts() {
        Map<DriftClass, Integer> counts = new EnumMap<>(DriftClass.class);
        findings.stream().filter(f -> f.suppressedBy() == null).forEach(f -> counts.merge(f.cls(), 1, Integer::sum));
        return counts;
    }

    /** The fact {@code drift} of a run. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("state", state().name().toLowerCase(java.util.Locale.ROOT));
        ObjectNode counts = json.putObject("counts");
        counts().forEach((cls, count) -> counts.put(cls.id(), count));
        json.put(
                "suppressed",
                findings.stream().filter(f -> f.suppressedBy() != null).count());
        findings.forEach(f -> json.withArray("findings").add(f.json()));
        json.put("omitted", omitted);
        json.set("expiredSuppressions", Json.tree(expired));
        return json;
    }
}

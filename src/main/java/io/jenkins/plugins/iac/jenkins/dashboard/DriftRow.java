package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.run.DriftStatus;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * What is known of a stack's drift: apart from what its runs came to.
 *
 * @param status {@code clean}, {@code suppressed}, {@code drifted} or {@code unknown}
 * @param colour how Jenkins' style sheets name its colour
 * @param kinds what drifted, by class: {@code 2 deleted, 1 security sensitive}; empty for nothing
 * @param run the run from which this is known, or null
 * @param age how long ago; empty where nobody looked
 * @param failed a later look that failed, or null
 */
public record DriftRow(
        String stack, String status, String colour, String kinds, String run, String age, String failed) {
    static DriftRow of(Known known, String stack, DriftStatus status) {
        String colour =
                switch (status.state()) {
                    case CLEAN -> "success";
                    case SUPPRESSED, UNKNOWN -> "warning";
                    case DRIFTED -> "error";
                };
        StringJoiner kinds = new StringJoiner(", ");
        status.report()
                .path("counts")
                .properties()
                .forEach(c -> kinds.add(c.getValue().asInt() + " " + c.getKey().replace('_', ' ')));
        return new DriftRow(
                stack,
                status.state().name().toLowerCase(Locale.ROOT),
                colour,
                kinds.toString(),
                status.run(),
                status.at() == null ? "" : Texts.ago(status.at(), known.now()),
                status.failed());
    }
}

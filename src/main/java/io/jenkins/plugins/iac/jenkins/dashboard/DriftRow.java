package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;

/**
 * What is known of a stack's drift: apart from what its runs came to.
 *
 * @param status {@code never looked}, {@code in step}, {@code drifted} or {@code unknown}
 * @param colour how Jenkins colours it
 * @param count objects that drifted
 * @param run the run that looked last, or null
 * @param age how long ago; empty where nobody looked
 */
public record DriftRow(String stack, String status, String colour, int count, String run, String age) {
    /** The status of a stack as the last look that came to its end tells it. */
    static DriftRow of(Known known, String stack) {
        Run last = known.runs().stream()
                .filter(r -> r.operation() == Operation.DRIFT && r.stackName().equals(stack) && r.end() != null)
                .findFirst()
                .orElse(null);
        return last == null ? new DriftRow(stack, "never looked", "info", 0, null, "") : of(known, last);
    }

    static DriftRow of(Known known, Run run) {
        int count = run.fact("plan").path("summary").path("drift").asInt();
        String age = Texts.ago(run.changedAt(), known.now());
        if (run.end() == RunState.NO_CHANGES || run.end() == RunState.PLAN_ONLY && count == 0) {
            return new DriftRow(run.stackName(), "in step", "success", 0, run.id(), age);
        }
        if (run.end() == RunState.PLAN_ONLY) {
            return new DriftRow(run.stackName(), "drifted", "danger", count, run.id(), age);
        }
        return new DriftRow(run.stackName(), "unknown", "warning", 0, run.id(), age);
    }
}

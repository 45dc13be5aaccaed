package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import java.nio.file.Path;
import java.util.Map;

/** Reads plans for commands that look at a file and know no stack. */
final class PlanReading {
    private PlanReading() {}

    static PlanJsonReader reader() {
        return new PlanJsonReader(PlanLimits.SUMMARY, RiskTable.standard().judge(Map.of()));
    }

    static PlanSummary summary(Path json) {
        return reader().read(json);
    }
}

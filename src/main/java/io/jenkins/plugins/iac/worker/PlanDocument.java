package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.RiskJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;

/**
 * The plan's JSON: summed up, hashed and redacted. The document itself holds secrets; it stands in the private working
 * directory only as long as it is read.
 */
record PlanDocument(PlanSummary summary, Path redacted, UnaryOperator<String> masker) {
    /** Before there is a plan nothing is known to be secret, and the tool itself hides what is marked. */
    static final UnaryOperator<String> NOTHING_SECRET = text -> text;

    static PlanDocument read(Job job, Workspace workspace) throws IOException {
        Path json = workspace.area().base().resolve("plan.json");
        Files.deleteIfExists(json);
        Files.createFile(json, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            workspace
                    .terraform()
                    .show(workspace.area().plan(), out -> Files.copy(out, json, StandardCopyOption.REPLACE_EXISTING));
            PlanSummary summary = new PlanJsonReader(PlanLimits.REVIEW, RiskJudge.NONE).read(json);
            return new PlanDocument(summary, json, NOTHING_SECRET);
        } finally {
            Files.deleteIfExists(json);
        }
    }
}

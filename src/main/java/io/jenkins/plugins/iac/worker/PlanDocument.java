package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanRedactor;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.SecretMasker;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/**
 * The plan's JSON: summed up, hashed and redacted. The document itself holds secrets; it stands in the private working
 * directory only as long as it is read.
 */
record PlanDocument(PlanSummary summary, Path redacted, SecretMasker masker) {
    /** Reads the plan that was just saved, and writes its redacted form to the results. */
    static PlanDocument read(Job job, Workspace workspace, Path plan) throws IOException {
        Path json = workspace.area().base().resolve("plan.json");
        Path redacted = workspace.area().out().resolve("plan.redacted.json");
        create(json);
        create(redacted);
        try {
            workspace.terraform().show(plan, out -> Files.copy(out, json, StandardCopyOption.REPLACE_EXISTING));
            Hmac key = new Hmac(Base64.getDecoder().decode(job.request().redactionKey()));
            PlanRedactor redactor = new PlanRedactor(reader(job), key);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(redacted), 1 << 16)) {
                PlanRedactor.Result result =
                        redactor.redact(json, out, workspace.masking().known());
                return new PlanDocument(result.summary(), redacted, result.masker());
            }
        } finally {
            Files.deleteIfExists(json);
        }
    }

    private static PlanJsonReader reader(Job job) {
        String more = job.request().riskRules();
        RiskTable table =
                more == null ? RiskTable.standard() : RiskTable.standard().plus(more, "the catalog's risk");
        return new PlanJsonReader(PlanLimits.REVIEW, table.judge(job.request().dataClasses()));
    }

    /** A file for its owner alone. */
    static void create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}

package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.plan.PlanSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The plan's JSON: summed up, hashed and redacted. The document itself holds secrets; it stands in the private working
 * directory only as long as it is read.
 */
record PlanDocument(PlanSummary summary, Path redacted, UnaryOperator<String> masker) {
    /** Before there is a plan nothing is known to be secret, and the tool itself hides what is marked. */
    static final UnaryOperator<String> NOTHING_SECRET = text -> text;
}

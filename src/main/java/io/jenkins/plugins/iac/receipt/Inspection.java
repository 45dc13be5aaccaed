package io.jenkins.plugins.iac.receipt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Tri;
import java.util.ArrayList;
import java.util.List;

/** A receipt as findings: what a job could see on this machine, worst first. */
public final class Inspection {
    private Inspection() {}

    /** All findings of a receipt. */
    public static List<Finding> findings(Receipt receipt) {
        List<Finding> findings = new ArrayList<>(receipt.credentials());
        tri(
                findings,
                receipt.dockerSocket(),
                Severity.HIGH,
                "a container engine answers: root on this machine",
                "docker");
        tri(findings, receipt.metadataService(), Severity.MEDIUM, "an instance metadata service answers", "metadata");
        tri(findings, receipt.root(), Severity.MEDIUM, "jobs run as root", "user " + receipt.user());
        receipt.leftovers()
                .forEach(path -> findings.add(new Finding(Severity.LOW, "left by an earlier run", path, false)));
        receipt.tools().stream()
                .filter(tool -> tool.sha256() == null)
                .forEach(tool ->
                        findings.add(new Finding(Severity.LOW, "no tool that can be read", tool.path(), false)));
        receipt.unknown()
                .forEach(check -> findings.add(new Finding(Severity.MEDIUM, "could not be checked", check, false)));
        findings.sort(Finding.WORST_FIRST);
        return List.copyOf(findings);
    }

    private static void tri(List<Finding> findings, Tri fact, Severity severity, String what, String where) {
        if (fact == Tri.YES) {
            findings.add(new Finding(severity, what, where, false));
        } else if (fact == Tri.UNKNOWN) {
            findings.add(new Finding(Severity.LOW, "could not be checked: " + what, where, false));
        }
    }

    /** {@code {"findings":[{"severity","what","where"}]}}. */
    public static ObjectNode json(Receipt receipt) {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("findings");
        for (Finding finding : findings(receipt)) {
            list.addObject()
                    .put("severity", finding.severity().id())
                    .put("what", finding.what())
                    .put("where", finding.where());
        }
        return json;
    }
}

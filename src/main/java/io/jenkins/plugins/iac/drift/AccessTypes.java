package io.jenkins.plugins.iac.drift;

import io.jenkins.plugins.iac.model.Glob;
import io.jenkins.plugins.iac.plan.risk.RiskTable;
import java.util.List;
import java.util.Set;

/** Resource types that concern who may do what or who may reach what: those of the risk table's classes, and by name. */
public final class AccessTypes {
    private static final Set<String> CLASSES =
            Set.of("root-credentials", "organisation-policy", "iam-privilege-expansion", "routes");
    private static final List<String> NAMES = List.of(
            "*security_group*",
            "*firewall*",
            "*network_acl*",
            "*network_policy*",
            "*_policy",
            "*_policy_attachment",
            "*public_access_block*",
            "*_iam_*",
            "*_role*",
            "*kms*",
            "*key_vault*",
            "*secret*",
            "*_acl",
            "*_waf*");

    private AccessTypes() {}

    public static boolean contains(String type) {
        return RiskTable.standard().isAbout(type, CLASSES) || NAMES.stream().anyMatch(name -> Glob.matches(name, type));
    }
}

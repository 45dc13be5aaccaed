package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Cloud;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whoever looks for drift, or plans, reads and can do nothing else: a role that does so may not also write, under no name. Of
 * identities without a role, and of roles that only have their name in common, a catalog does not say whether they are one.
 */
final class ReadRoles {
    private static final String NEXT =
            "use one identity for plan and drift, whose role can only read, and another for what writes";

    private final Findings findings;

    private record Use(Fields fields, Identity identity) {}

    ReadRoles(Findings findings) {
        this.findings = findings;
    }

    /** Whether somebody plans, or looks for drift, with it. */
    static boolean reads(Identity identity) {
        return identity.operations().contains(Operation.PLAN)
                || identity.operations().contains(Operation.DRIFT);
    }

    private static boolean writes(Identity identity) {
        return identity.operations().stream().anyMatch(Operation::isWrite);
    }

    void check(List<Fields> identities) {
        Map<List<String>, Use> readers = new HashMap<>();
        Map<List<String>, Use> writers = new HashMap<>();
        for (Fields fields : identities) {
            Use use = new Use(fields, Records.identity(fields));
            boolean reads = reads(use.identity());
            boolean writes = writes(use.identity());
            if (reads && writes) {
                both(use);
            } else if ((reads || writes) && fields.has("role")) {
                List<String> role = role(use.identity());
                (reads ? readers : writers).putIfAbsent(role, use);
                Use other = (reads ? writers : readers).get(role);
                if (other != null) {
                    oneRole(use, other);
                }
            }
        }
    }

    private void both(Use use) {
        findings.error(
                use.fields().at("operations"),
                use.fields().path().child("operations"),
                "the identity " + use.identity().name() + " for "
                        + use.identity().operations(),
                "operations that only read (plan, drift) or only such as write",
                NEXT);
    }

    private void oneRole(Use use, Use other) {
        boolean reads = reads(use.identity());
        findings.error(
                use.fields().at("role"),
                use.fields().path().child("role"),
                "the role " + Findings.quote(use.identity().role()) + " of "
                        + use.identity().name() + ", which "
                        + (reads ? "only reads" : "writes") + ", and of "
                        + other.identity().name() + " (line "
                        + other.fields().tree().line() + "), which "
                        + (reads ? "writes" : "only reads"),
                "a role for plan and drift with which nothing is written",
                NEXT);
    }

    /** What the cloud knows the role by: some names are one all over the world, others only at an address. */
    private static List<String> role(Identity identity) {
        Map<String, String> parameters = identity.parameters();
        boolean everywhere = Cloud.of(identity.cloud())
                .filter(c -> c == Cloud.AWS || c == Cloud.AZURE || c == Cloud.GOOGLE)
                .isPresent();
        return List.of(
                String.valueOf(identity.cloud()),
                Cloud.AZURE.id().equals(identity.cloud()) ? identity.role().toLowerCase(Locale.ROOT) : identity.role(),
                everywhere ? "" : parameters.getOrDefault("address", ""),
                everywhere ? "" : parameters.getOrDefault("namespace", ""));
    }
}

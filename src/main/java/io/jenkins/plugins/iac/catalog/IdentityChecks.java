package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Cloud;
import io.jenkins.plugins.iac.model.EnvironmentNames;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Nearest;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.TokenSubject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with an identity although each of its fields by itself is right: its cloud could not use the token. */
final class IdentityChecks {
    private static final String PARAMETERS = "parameters";
    private static final Set<String> NAMES_OF_VARIABLES = Set.of("variable", "tokenVariable");

    private final Findings findings;

    IdentityChecks(Findings findings) {
        this.findings = findings;
    }

    void identities(List<Fields> identities) {
        for (Fields identity : identities) {
            Cloud.of(identity.text("cloud", "")).ifPresent(cloud -> {
                cloud.role().ifPresent(role -> role(identity, cloud, role));
                parameters(identity, cloud);
            });
        }
    }

    private void role(Fields identity, Cloud cloud, Cloud.Setting role) {
        Path path = identity.path().child("role");
        if (identity.tree().get("role") == null) {
            if (role.needed()) {
                findings.error(
                        identity.tree(),
                        path,
                        "an identity for " + cloud.id() + " without role",
                        role.expected(),
                        "add role");
            }
        } else if (identity.has("role") && !role.takes(identity.text("role"))) {
            findings.error(identity.at("role"), path, Findings.quote(identity.text("role")), role.expected(), "");
        }
    }

    private void parameters(Fields identity, Cloud cloud) {
        List<Cloud.Setting> known = cloud.parameters();
        List<String> names = known.stream().map(Cloud.Setting::name).toList();
        Path path = identity.path().child(PARAMETERS);
        Set<String> meant = new HashSet<>();
        if (identity.tree().get(PARAMETERS) instanceof Tree.Mapping parameters) {
            for (Tree.Entry entry : parameters.entries()) {
                String name = entry.key().text();
                Optional<Cloud.Setting> setting =
                        known.stream().filter(s -> s.name().equals(name)).findFirst();
                meant.add(setting.isPresent() ? name : String.valueOf(Nearest.of(name, names)));
                if (setting.isEmpty()) {
                    unknown(entry, path.child(name), cloud, names);
                } else if (identity.map(PARAMETERS).get(name) instanceof String value) {
                    value(entry.value(), path.child(name), setting.get(), value);
                }
            }
        }
        for (Cloud.Setting setting : known) {
            if (setting.needed() && !meant.contains(setting.name())) {
                findings.error(
                        identity.at(PARAMETERS),
                        path.child(setting.name()),
                        "an identity for " + cloud.id() + " without the parameter " + setting.name(),
                        setting.expected(),
                        "add " + setting.name() + " to parameters");
            }
        }
    }

    private void unknown(Tree.Entry entry, Path path, Cloud cloud, List<String> names) {
        String nearest = Nearest.of(entry.key().text(), names);
        findings.error(
                entry.key(),
                path,
                "the parameter " + Findings.quote(entry.key().text()) + ", which nothing of " + cloud.id() + " reads",
                nearest == null ? "one of " + String.join(", ", names) : "",
                nearest == null ? "" : "did you mean " + nearest + "?");
    }

    private void value(Tree at, Path path, Cloud.Setting setting, String value) {
        if (!setting.takes(value)) {
            findings.error(at, path, Findings.quote(value), setting.expected(), "");
        } else if (NAMES_OF_VARIABLES.contains(setting.name())) {
            EnvironmentNames.identityRefusal(value)
                    .ifPresent(why -> findings.error(
                            at, path, "the variable " + value + ", which " + why, "one that a provider reads", ""));
        }
    }

    /** Whether a stack's identities are of its environment, for the operations it gives them, and can name it. */
    void ofStack(Fields own, Stack stack, Map<String, Identity> identities) {
        for (Map.Entry<String, String> named : stack.identities().entrySet()) {
            Identity identity = identities.get(named.getValue());
            if (identity != null) {
                ofStack(own, stack, named.getKey(), identity);
            }
        }
    }

    private void ofStack(Fields own, Stack stack, String operation, Identity identity) {
        String who = "the identity " + identity.name() + from(stack, operation);
        fits(own.at("identities"), path(own, operation), who, identity, operation, stack.environment());
        subject(own, stack, operation, identity);
    }

    /**
     * Whether an identity is for the operation, and of the environment, for which it is named.
     *
     * @param who it, for a message
     * @param environment null where that is not known
     */
    void fits(Tree at, Path path, String who, Identity identity, String operation, String environment) {
        Optional<Operation> given = Operation.of(operation);
        if (given.isEmpty() || !identity.operations().contains(given.get())) {
            findings.error(
                    at,
                    path,
                    who + " for " + operation + ", which is for " + identity.operations(),
                    "an identity whose operations name " + operation,
                    "use another identity or add the operation to it");
        }
        if (identity.environment() != null
                && environment != null
                && !identity.environment().equals(environment)) {
            findings.error(
                    at,
                    path,
                    who + " of the environment " + identity.environment(),
                    "one of the environment " + environment,
                    "use an identity of " + environment);
        }
    }

    private static Path path(Fields own, String operation) {
        return own.path().child("identities").child(operation);
    }

    private static String from(Stack stack, String operation) {
        String inherited = stack.inheritedFrom().get("identities." + operation);
        return inherited == null ? "" : " (inherited from " + inherited + ")";
    }

    /** The longest subject of all operations that the identity is for: one that only a drift needs counts as well. */
    private void subject(Fields own, Stack stack, String named, Identity identity) {
        Cloud cloud = Cloud.of(identity.cloud()).orElse(null);
        boolean exact = Cloud.Setting.EXACT.equals(identity.parameters().get(Cloud.Setting.SUBJECT));
        if (cloud == null || !cloud.boundsSubject() || exact || stack.environment() == null) {
            return;
        }
        int longest = 0;
        for (Operation operation : identity.operations()) {
            TokenSubject subject = new TokenSubject(stack.id(), stack.environment(), operation);
            longest = Math.max(longest, subject.readable().length());
        }
        if (!cloud.takesSubjectOf(longest)) {
            findings.error(
                    own.at("identities"),
                    path(own, named),
                    "the identity " + identity.name() + from(stack, named) + ", whose tokens would have a subject of "
                            + longest + " characters for this stack",
                    "at most " + Cloud.GOOGLE_SUBJECT + " for " + cloud.id(),
                    "give the identity parameters: {subject: exact}");
        }
    }
}

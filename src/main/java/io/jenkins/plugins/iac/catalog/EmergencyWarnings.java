package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.BreakGlassRule;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Trust;
import java.util.List;

/** What is legal in a rule for break-glass, and would fail or be dangerous in the emergency that it is for. */
final class EmergencyWarnings {
    private static final String RULE = "breakGlass";

    private final Parts parts;
    private final Findings findings;

    EmergencyWarnings(Parts parts, Findings findings) {
        this.parts = parts;
        this.findings = findings;
    }

    void check() {
        parts.environments().forEach(at -> {
            if (at.value().breakGlass() != null) {
                environment(at.fields(), at.value(), at.value().breakGlass());
            }
        });
    }

    private void environment(Fields at, Environment environment, BreakGlassRule rule) {
        String name = environment.name();
        List<Pool> pools = parts.pools().stream()
                .map(Parts.At::value)
                .filter(pool ->
                        pool.trust() == Trust.BREAKGLASS && pool.environments().contains(name))
                .toList();
        if (pools.isEmpty()) {
            warn(
                    at,
                    "no pool of trust breakglass serves " + name
                            + ": in an emergency nothing can be changed there; add one or remove the rule");
        }
        int people = parts.people(rule.teams());
        if (people >= 0 && people < rule.count()) {
            warn(
                    at,
                    "an emergency in " + name + " needs " + rule.count() + " people and its teams have " + people
                            + ": it can never be approved; add people or groups");
        }
        if (rule.identity() != null) {
            identity(at, name, rule.identity(), pools);
        }
    }

    private void identity(Fields at, String environment, String identity, List<Pool> pools) {
        if (!pools.isEmpty()
                && pools.stream().noneMatch(pool -> pool.identities().contains(identity))) {
            warn(
                    at,
                    "no pool of trust breakglass that serves " + environment + " offers the identity " + identity
                            + ": in an emergency nothing can be applied there; add it to the pool's identities");
        }
        List<String> planned = parts.stacks().stream()
                .map(Parts.At::value)
                .filter(stack -> environment.equals(stack.environment()) && plansAs(stack, identity))
                .map(stack -> stack.id().value())
                .toList();
        if (!planned.isEmpty()) {
            warn(
                    at,
                    "emergencies in " + environment + " write with a role of the name of that with which "
                            + (planned.size() == 1 ? "a stack plans (" : planned.size() + " stacks plan (")
                            + Findings.first(planned)
                            + "): if they are one, a plan of unreviewed code could change infrastructure;"
                            + " use a role of its own");
        }
    }

    private boolean plansAs(Stack stack, String identity) {
        return parts.haveOneRoleName(stack.identityFor(Operation.PLAN), identity);
    }

    private void warn(Fields at, String message) {
        findings.warn(at.at(RULE), at.path().child(RULE), message);
    }
}

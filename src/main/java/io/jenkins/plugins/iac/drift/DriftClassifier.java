package io.jenkins.plugins.iac.drift;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.DriftRules;
import io.jenkins.plugins.iac.model.Glob;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.plan.AttributeChange;
import io.jenkins.plugins.iac.plan.Bounded;
import io.jenkins.plugins.iac.plan.ResourceChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Says what kind of drift each object of a refresh-only plan is. What cannot be told, because a value is hidden or there is
 * too much of it, counts as somebody's change.
 */
public final class DriftClassifier {
    private final DriftRules rules;
    private final Predicate<String> security;

    /** @param security whether a resource type concerns access */
    public DriftClassifier(DriftRules rules, Predicate<String> security) {
        this.rules = rules;
        this.security = security;
    }

    /**
     * Judges what a plan found.
     *
     * @param drift the entries of {@code resource_drift}; one that only says that an object has moved is none
     * @param now decides which suppressions and emergencies count
     */
    public DriftReport judge(StackId stack, Bounded<ResourceChange> drift, Instant now) {
        List<DriftFinding> findings = new ArrayList<>();
        TreeSet<String> expired = new TreeSet<>();
        for (ResourceChange change : drift.items()) {
            if (change.kind() != ChangeKind.NO_OP && change.kind() != ChangeKind.MOVE) {
                findings.add(finding(stack, change, now, expired));
            }
        }
        findings.sort(Comparator.comparing(DriftFinding::matters)
                .thenComparing(DriftFinding::cls)
                .reversed()
                .thenComparing(DriftFinding::address));
        return new DriftReport(findings, drift.omitted(), List.copyOf(expired));
    }

    private DriftFinding finding(StackId stack, ResourceChange change, Instant now, TreeSet<String> expired) {
        boolean sensitive = security.test(change.type());
        boolean known = change.attributes().omitted() == 0
                && !change.attributes().items().isEmpty();
        List<AttributeChange> attributes = change.attributes().items();
        Optional<DriftRules.Emergency> emergency =
                rules.emergencies().stream().filter(e -> e.covers(stack, now)).findFirst();
        DriftClass cls;
        String because;
        if (change.kind() == ChangeKind.UPDATE && known && Noise.all(attributes, sensitive)) {
            cls = DriftClass.PROVIDER_NOISE;
            because = "each value says the same as before";
        } else if (emergency.isPresent()) {
            cls = DriftClass.EXPECTED_EMERGENCY_CHANGE;
            because = "emergency " + emergency.get().name() + " of "
                    + emergency.get().owner() + " until "
                    + emergency.get().until() + ": " + emergency.get().reason();
        } else if (sensitive) {
            cls = DriftClass.SECURITY_SENSITIVE;
            because = change.type() + " concerns access";
        } else if (change.kind() == ChangeKind.DELETE) {
            cls = DriftClass.DELETED;
            because = "it is in the state and no longer exists";
        } else if (change.kind() == ChangeKind.UPDATE
                && known
                && attributes.stream().allMatch(Noise::isFilledIn)) {
            cls = DriftClass.CLOUD_DEFAULT_CHANGE;
            because = "nobody had set what has a value now";
        } else {
            cls = DriftClass.UNAUTHORISED_MUTATION;
            because = known || change.kind() != ChangeKind.UPDATE
                    ? "no emergency and no suppression covers it"
                    : "what changed cannot be told, so it counts";
        }
        return new DriftFinding(
                change.display(),
                change.driftSentence(),
                cls,
                sensitive,
                attributes.stream().map(AttributeChange::path).toList(),
                because,
                suppression(stack, change, sensitive, now, expired));
    }

    /** The first suppression that covers all of it and still counts. */
    private String suppression(
            StackId stack, ResourceChange change, boolean sensitive, Instant now, TreeSet<String> expired) {
        for (DriftRules.Suppression suppression : rules.suppressions()) {
            if (!suppression.stacks().matches(stack) || !covers(suppression, change, sensitive)) {
                continue;
            }
            if (!suppression.isExpired(now)) {
                return suppression.name();
            }
            expired.add(suppression.name());
        }
        return null;
    }

    private static boolean covers(DriftRules.Suppression suppression, ResourceChange change, boolean sensitive) {
        boolean grave = sensitive || change.kind() == ChangeKind.DELETE;
        // What is grave is suppressed by its name only: nobody who wrote a pattern had it in mind.
        boolean named = suppression.addresses().stream()
                .anyMatch(a -> grave ? a.equals(change.address()) : Glob.matches(a, change.address()));
        if (!named || suppression.attributes().isEmpty()) {
            return named;
        }
        return change.kind() == ChangeKind.UPDATE
                && change.attributes().omitted() == 0
                && !change.attributes().items().isEmpty()
                && change.attributes().items().stream()
                        .allMatch(a -> suppression.attributes().stream().anyMatch(p -> Glob.matches(p, a.path())));
    }
}

package io.jenkins.plugins.iac.plan.risk;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.ResourceChange;
import io.jenkins.plugins.iac.plan.RiskJudge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One rule of the table. It fires when its conditions hold after the change and did not hold, all together, before it: what
 * was risky already is not this plan's doing. Where nobody can tell, it fires and says so.
 *
 * @param cls the class of risk
 * @param types patterns of resource types
 * @param on kinds of change
 * @param where which things of these types it is about: conditions that must all hold before the change, or all
 *     after it; may be empty
 * @param all conditions that must all hold; may be empty
 * @param any conditions of which one must hold; may be empty
 * @param reason what is risky, after the address: {@code opens ports to the whole internet}; empty where the change itself
 *     says it
 */
record RiskRule(
        String cls,
        List<TypePattern> types,
        Set<ChangeKind> on,
        List<RiskCondition> where,
        List<RiskCondition> all,
        List<RiskCondition> any,
        String reason) {
    private static final String IS_HIDDEN = " is sensitive or known after apply";

    RiskRule {
        types = List.copyOf(types);
        on = Set.copyOf(on);
        where = List.copyOf(where);
        all = List.copyOf(all);
        any = List.copyOf(any);
    }

    boolean isAbout(String type) {
        return types.stream().anyMatch(pattern -> pattern.matches(type));
    }

    /** Where it looks in a resource's values. */
    Stream<ValuePath> paths() {
        return Stream.of(where, all, any).flatMap(List::stream).map(RiskCondition::path);
    }

    /** Why the change is risky, or empty if it is not. */
    Optional<String> fires(ResourceChange change, Supplier<RiskJudge.Values> values) {
        if (!on.contains(change.kind())) {
            return Optional.empty();
        }
        if (where.isEmpty() && all.isEmpty() && any.isEmpty()) {
            return Optional.of(plain(change));
        }
        RiskJudge.Values seen = values.get();
        if (!seen.complete()) {
            return Optional.of(unsure(change, "it is too large to look into"));
        }
        Tri concerned = concerned(seen);
        if (concerned == Tri.NO) {
            return Optional.empty();
        }
        if (all.isEmpty() && any.isEmpty()) {
            return Optional.of(
                    concerned == Tri.YES
                            ? plain(change)
                            : unsure(change, hidden(where, c -> or(sides(seen).map(c::holds))) + IS_HIDDEN));
        }
        if (any.isEmpty()) {
            return verdict(change, seen, all);
        }
        Optional<String> unsure = Optional.empty();
        for (RiskCondition one : any) {
            List<RiskCondition> together = new ArrayList<>(all);
            together.add(one);
            Optional<String> verdict = verdict(change, seen, together);
            if (verdict.isPresent() && after(seen, together) == Tri.YES) {
                return verdict;
            }
            unsure = unsure.isPresent() ? unsure : verdict;
        }
        return unsure;
    }

    private String plain(ResourceChange change) {
        return reason.isEmpty() ? change.sentence() : change.display() + " " + reason;
    }

    /** Whether it is about this thing as it was or as it will be: a replacement may make another thing of it. */
    private Tri concerned(RiskJudge.Values seen) {
        return or(sides(seen)
                .map(side -> and(where.stream().map(c -> c.holds(side)).toList())));
    }

    /** What was there and what will be there, where there is such a thing. */
    private static Stream<JsonNode> sides(RiskJudge.Values seen) {
        if (seen.after().isNull()) {
            return Stream.of(seen.before());
        }
        return seen.before().isNull() ? Stream.of(seen.after()) : Stream.of(seen.before(), seen.after());
    }

    private Optional<String> verdict(ResourceChange change, RiskJudge.Values seen, List<RiskCondition> together) {
        Tri after = after(seen, together);
        if (after == Tri.NO || before(seen, together) == Tri.YES) {
            return Optional.empty();
        }
        String about = together.get(together.size() - 1).path().display();
        if (after == Tri.YES) {
            return Optional.of(change.display() + " " + reason + (about.isEmpty() ? "" : " (" + about + ")"));
        }
        return Optional.of(unsure(change, hidden(together, c -> c.holdsAfter(seen)) + IS_HIDDEN));
    }

    private static String hidden(List<RiskCondition> conditions, Function<RiskCondition, Tri> answer) {
        return conditions.stream()
                .filter(c -> answer.apply(c) == Tri.UNKNOWN)
                .map(c -> c.path().display())
                .filter(path -> !path.isEmpty())
                .findFirst()
                .orElse("a value");
    }

    private String unsure(ResourceChange change, String because) {
        return change.display() + " cannot be judged: " + because + "; it may be one that " + reason;
    }

    private static Tri after(RiskJudge.Values seen, List<RiskCondition> together) {
        return and(together.stream().map(c -> c.holdsAfter(seen)).toList());
    }

    private static Tri before(RiskJudge.Values seen, List<RiskCondition> together) {
        return and(together.stream().map(c -> c.heldBefore(seen)).toList());
    }

    private static Tri or(Stream<Tri> sides) {
        List<Tri> parts = sides.toList();
        return parts.contains(Tri.YES) ? Tri.YES : parts.contains(Tri.UNKNOWN) ? Tri.UNKNOWN : Tri.NO;
    }

    private static Tri and(List<Tri> parts) {
        return parts.contains(Tri.NO) ? Tri.NO : parts.contains(Tri.UNKNOWN) ? Tri.UNKNOWN : Tri.YES;
    }
}

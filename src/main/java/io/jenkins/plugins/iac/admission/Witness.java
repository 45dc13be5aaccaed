package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.admission.ReachPath.Caller;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Comparison;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for somebody who gets through: a branch, a person and a trigger for which no condition of admission fails, and of
 * which something else is true. What is found may still not be let through by what stays open (time, signature); if nobody
 * is found, there is nobody.
 */
final class Witness {
    /** Past so many the search is given up, and somebody is taken to get through. */
    private static final int MOST = 20_000;

    private final Case open;
    private final List<String> refs;
    private final List<String> actors;
    private final List<Trigger> triggers;
    /** What the conditions ask for that are asked beside those of admission. */
    private final Set<Fact> asked = EnumSet.noneOf(Fact.class);

    /** @param asked conditions that are asked beside those of admission */
    Witness(Case open, List<Expression> asked) {
        this.open = open;
        asked.forEach(expression -> this.asked.addAll(expression.facts()));
        List<Comparison> uses = new ArrayList<>();
        Set<Fact> named = EnumSet.noneOf(Fact.class);
        List<Expression> all = new ArrayList<>(asked);
        for (Check check : open.post().checks()) {
            if (check instanceof RuleCheck rule) {
                all.addAll(rule.conditions());
            }
        }
        for (Expression expression : all) {
            uses.addAll(expression.uses());
            named.addAll(expression.facts());
        }
        RunSource source = open.source();
        this.refs = open.ref() == null && !Collections.disjoint(named, Callers.REFS)
                ? Callers.refs(source.kind(), open.environment(), uses)
                : Collections.singletonList(source.ref());
        this.actors = source.actor() == null && !Collections.disjoint(named, Callers.ACTORS)
                ? Callers.actors(uses)
                : Collections.singletonList(source.actor());
        this.triggers = source.trigger() == Trigger.UNKNOWN && !Collections.disjoint(named, Callers.TRIGGERS)
                ? List.copyOf(Callers.triggers(source.kind()))
                : List.of(source.trigger());
    }

    /** Whether there is anything to try. */
    boolean isOpen() {
        return refs.size() * actors.size() * triggers.size() > 1;
    }

    /** What may set off a run that gets through. */
    List<Trigger> triggers() {
        return triggers.stream()
                .filter(trigger -> find(c -> c.source().trigger() == trigger) != null)
                .toList();
    }

    /** What an assertion may ask about somebody who was found. */
    Facts facts(Facts path, Case found) {
        return PathFacts.asked(path, found, triggers.size() > 1);
    }

    /** Whom to name to a person: what was tried because it was asked for; else whom the path itself is for. */
    Caller caller(Case found, Caller otherwise) {
        RunSource source = found.source();
        return new Caller(
                refs.size() > 1 && asks(Callers.REFS) ? source.ref() : otherwise.ref(),
                actors.size() > 1 && asks(Callers.ACTORS) ? source.actor() : otherwise.actor(),
                triggers.size() > 1 && asks(Callers.TRIGGERS) ? List.of(source.trigger()) : otherwise.triggers());
    }

    private boolean asks(Set<Fact> facts) {
        return !Collections.disjoint(asked, facts);
    }

    /** Somebody who gets through and meets the condition, or null. */
    Case find(Predicate<Case> condition) {
        if ((long) refs.size() * actors.size() * triggers.size() > MOST) {
            return open;
        }
        for (Trigger trigger : triggers) {
            for (String ref : refs) {
                for (String actor : actors) {
                    Case tried = with(ref, actor, trigger);
                    if (condition.test(tried) && passes(tried)) {
                        return tried;
                    }
                }
            }
        }
        return null;
    }

    /**
     * Whether no condition fails. A host that does not know the trigger lets through only what passes whatever the trigger:
     * what fails for one is not certain, and refuses.
     */
    private boolean passes(Case tried) {
        RunSource source = tried.source();
        boolean notKnown = triggers.size() > 1 && source.trigger() == Trigger.UNKNOWN;
        if (!notKnown) {
            return noneFails(tried);
        }
        for (Trigger trigger : Trigger.values()) {
            if (trigger != Trigger.UNKNOWN && !noneFails(with(source.ref(), source.actor(), trigger))) {
                return false;
            }
        }
        return true;
    }

    private static boolean noneFails(Case c) {
        for (Check check : c.post().checks()) {
            if (check.judge(c) == Judgement.FAILS) {
                return false;
            }
        }
        return true;
    }

    private Case with(String ref, String actor, Trigger trigger) {
        RunSource s = open.source();
        RunSource source = new RunSource(
                s.kind(), s.repository(), s.commit(), ref, s.request(), actor, s.author(), trigger, s.commitSigned());
        return new Case(open.request().withSource(source), open.post());
    }
}

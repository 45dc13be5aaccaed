package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Comparison;
import io.jenkins.plugins.iac.policy.Comparison.How;
import io.jenkins.plugins.iac.policy.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What to try for that which a path leaves open: the branch or tag, the person, what sets the run off. Conditions tell texts
 * apart only by what they compare them with, so that one text for each of these, and one that is none of them, stand for all;
 * where they look at a text in other ways, a text that is not known is tried besides, of which nothing is certain.
 */
final class Callers {
    /** Facts that a path leaves open and an assertion may ask for. */
    static final Set<Fact> OPEN =
            EnumSet.of(Fact.SOURCE_REF, Fact.SOURCE_ACTOR, Fact.ACTOR, Fact.SOURCE_TRIGGER, Fact.TRIGGER);

    static final Set<Fact> REFS = EnumSet.of(Fact.SOURCE_REF);
    static final Set<Fact> ACTORS = EnumSet.of(Fact.SOURCE_ACTOR, Fact.ACTOR);
    static final Set<Fact> TRIGGERS = EnumSet.of(Fact.SOURCE_TRIGGER, Fact.TRIGGER);

    private static final String OTHER = "any other";
    private static final String OTHER_BELOW = "any/other";
    private static final String TAGS = "refs/tags/";
    private static final String HEADS = "refs/heads/";

    private Callers() {}

    /**
     * What can set off a run of such a source, as hosts find it out: a run without a branch of its own is {@code schedule} or
     * {@code manual} because a timer or a person set it off, or the job that started it.
     */
    static Set<Trigger> triggers(SourceKind kind) {
        return switch (kind) {
            case SCHEDULE -> EnumSet.of(Trigger.TIMER, Trigger.UPSTREAM);
            case MANUAL -> EnumSet.of(Trigger.PERSON, Trigger.UPSTREAM);
            case BRANCH, TAG ->
                EnumSet.of(Trigger.PUSH, Trigger.TIMER, Trigger.PERSON, Trigger.UPSTREAM, Trigger.UNKNOWN);
            case PULL_REQUEST, FORK_PULL_REQUEST ->
                EnumSet.of(Trigger.REQUEST, Trigger.TIMER, Trigger.PERSON, Trigger.UPSTREAM, Trigger.UNKNOWN);
            case UNKNOWN -> EnumSet.allOf(Trigger.class);
        };
    }

    /** Branches or tags; a null stands for one of which nothing is certain. */
    static List<String> refs(SourceKind kind, Environment environment, Collection<Comparison> uses) {
        Texts texts = new Texts();
        uses.stream().filter(use -> REFS.contains(use.fact())).forEach(texts::add);
        for (String pattern : environment.protectedRefs()) {
            boolean tag = pattern.startsWith(TAGS);
            if (tag == (kind == SourceKind.TAG)) {
                String plain = tag
                        ? pattern.substring(TAGS.length())
                        : pattern.startsWith(HEADS) ? pattern.substring(HEADS.length()) : pattern;
                texts.addPattern(plain);
            }
        }
        return texts.all();
    }

    /** People; a null stands for one of whom nothing is certain. */
    static List<String> actors(Collection<Comparison> uses) {
        Texts texts = new Texts();
        uses.stream().filter(use -> ACTORS.contains(use.fact())).forEach(texts::add);
        return texts.all();
    }

    /** Collects what texts are compared with. */
    private static final class Texts {
        private final Set<String> found = new LinkedHashSet<>();
        private boolean starts;
        private boolean ends;
        private boolean otherwise;

        void add(Comparison use) {
            if (use.how() == How.EQUAL) {
                found.add(use.constant());
            } else if (use.how() == How.STARTS) {
                prefix(use.constant());
            } else if (use.how() == How.ENDS) {
                ends = true;
                found.add(OTHER + use.constant());
            } else {
                otherwise = true;
            }
        }

        void addPattern(String pattern) {
            int star = pattern.indexOf('*');
            if (star < 0) {
                found.add(pattern);
            } else if (star == pattern.length() - 1) {
                prefix(pattern.substring(0, star));
            } else {
                otherwise = true;
                found.add(pattern.replace("*", OTHER));
            }
        }

        private void prefix(String prefix) {
            starts = true;
            found.add(prefix + OTHER);
            found.add(prefix + OTHER_BELOW);
        }

        List<String> all() {
            List<String> all = new ArrayList<>(found);
            all.add(OTHER);
            if (starts) {
                all.add(OTHER_BELOW);
            }
            if (otherwise || starts && ends) {
                all.add(null);
            }
            return all;
        }
    }
}

package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Comparison;
import io.jenkins.plugins.iac.policy.Fact;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What to try for that which a path leaves open: the branch or tag, the person, what sets the run off; for texts, what
 * stands for all of them ({@link StandIns}).
 */
final class Callers {
    static final Set<Fact> REFS = EnumSet.of(Fact.SOURCE_REF);
    static final Set<Fact> ACTORS = EnumSet.of(Fact.SOURCE_ACTOR, Fact.ACTOR);
    static final Set<Fact> TRIGGERS = EnumSet.of(Fact.SOURCE_TRIGGER, Fact.TRIGGER);

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
        StandIns texts = new StandIns();
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
        StandIns texts = new StandIns();
        uses.stream().filter(use -> ACTORS.contains(use.fact())).forEach(texts::add);
        return texts.all();
    }
}

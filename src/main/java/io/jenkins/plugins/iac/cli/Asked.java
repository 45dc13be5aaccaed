package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.admission.Reach;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sources as a person asks about them: {@code fork}, {@code person} and {@code timer} beside the kinds, and what narrows them.
 *
 * @param sources what is meant; what is null in one is open
 */
record Asked(List<RunSource> sources) {
    private static final String FORK = "fork";

    /** @param from the word, or null for all kinds */
    static Asked of(String from, String ref, String actor, String trigger) {
        Trigger narrowed = Kinds.trigger(trigger);
        if (FORK.equals(from)) {
            return of(List.of(SourceKind.FORK_PULL_REQUEST), ref, actor, narrowed);
        }
        if (from == null) {
            return of(Reach.kinds(narrowed), ref, actor, narrowed);
        }
        if (from.equals(Trigger.PERSON.id()) || from.equals(Trigger.TIMER.id())) {
            if (trigger != null && !trigger.equals(from)) {
                throw IacException.badInput(
                        "reading the command line",
                        "--trigger",
                        trigger,
                        from + ", or no --trigger, beside --from " + from,
                        "correct the call");
            }
            return of(Reach.kinds(Trigger.of(from)), ref, actor, Trigger.of(from));
        }
        if (!SourceKind.ids().contains(from)) {
            throw IacException.badInput(
                    "reading the command line",
                    "--from",
                    from,
                    "one of "
                            + Stream.concat(SourceKind.ids().stream(), Stream.of(FORK, "person", "timer"))
                                    .collect(Collectors.joining(", ")),
                    "correct the call; what is not known is 'unknown'");
        }
        return of(List.of(SourceKind.of(from)), ref, actor, narrowed);
    }

    private static Asked of(List<SourceKind> kinds, String ref, String actor, Trigger trigger) {
        return new Asked(kinds.stream()
                .map(kind -> new RunSource(kind, null, null, ref, null, actor, null, trigger, Tri.UNKNOWN))
                .toList());
    }
}

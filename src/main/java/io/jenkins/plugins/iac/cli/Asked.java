package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.admission.Reach;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sources as a person asks about them: {@code fork}, {@code person} and {@code timer} beside the kinds, and what narrows them. */
final class Asked {
    private static final String FORK = "fork";

    private Asked() {}

    /**
     * What is meant; what is null in a source is open.
     *
     * @param from the word, or null for all kinds
     * @throws IacException of kind bad input for a word that is none, and for two that nothing can be at once
     */
    static List<RunSource> sources(String from, String ref, String actor, String trigger) {
        Trigger narrowed = Trigger.of(trigger);
        if (trigger != null && narrowed == Trigger.UNKNOWN) {
            String known = EnumSet.complementOf(EnumSet.of(Trigger.UNKNOWN)).stream()
                    .map(Trigger::id)
                    .collect(Collectors.joining(", "));
            throw bad("--trigger", trigger, "one of " + known, "correct the call; without --trigger all are meant");
        }
        if (from == null) {
            return of(Reach.kinds(narrowed), ref, actor, narrowed);
        }
        if (from.equals(Trigger.PERSON.id()) || from.equals(Trigger.TIMER.id())) {
            if (trigger != null && !trigger.equals(from)) {
                throw bad("--trigger", trigger, from + ", or no --trigger, beside --from " + from, "correct the call");
            }
            return of(Reach.kinds(Trigger.of(from)), ref, actor, Trigger.of(from));
        }
        if (!from.equals(FORK) && !SourceKind.ids().contains(from)) {
            throw bad(
                    "--from",
                    from,
                    "one of "
                            + Stream.concat(SourceKind.ids().stream(), Stream.of(FORK, "person", "timer"))
                                    .collect(Collectors.joining(", ")),
                    "correct the call; what is not known is 'unknown'");
        }
        SourceKind kind = from.equals(FORK) ? SourceKind.FORK_PULL_REQUEST : SourceKind.of(from);
        if (!Reach.kinds(narrowed).contains(kind)) {
            throw bad("--trigger", trigger, "one that sets off a run of " + kind.id(), "leave out --trigger or --from");
        }
        return of(List.of(kind), ref, actor, narrowed);
    }

    private static IacException bad(String option, String found, String expected, String next) {
        return IacException.badInput("reading the command line", option, found, expected, next);
    }

    private static List<RunSource> of(List<SourceKind> kinds, String ref, String actor, Trigger trigger) {
        return kinds.stream()
                .map(kind -> new RunSource(kind, null, null, ref, null, actor, null, trigger, Tri.UNKNOWN))
                .toList();
    }
}

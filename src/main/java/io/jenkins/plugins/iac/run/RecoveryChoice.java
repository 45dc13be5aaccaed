package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.model.IacException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person did about a run that ended in doubt, before its stack is unlocked. One of these is offered wherever a stack is
 * frozen by such an end; what was chosen, by whom and why is part of the evidence of the unlock.
 */
public enum RecoveryChoice {
    REPAIR("repair", "what was half done was set right by hand"),
    IMPORT("import", "what is there and was not in the state was imported"),
    RE_PLAN("re-plan", "a new plan, with its own approvals, brings it where the code wants it"),
    REVERT("revert", "the change is taken back in the code");

    private final String id;
    private final String meaning;

    RecoveryChoice(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /** The spelling in commands, JSON and pages. */
    public String id() {
        return id;
    }

    public String meaning() {
        return meaning;
    }

    /**
     * What may be chosen for a lock.
     *
     * @param frozenBecause the end that froze it, or null: then nothing is in doubt and there is nothing to choose
     */
    public static List<RecoveryChoice> offered(String frozenBecause) {
        return RunState.of(String.valueOf(frozenBecause))
                        .filter(Lifecycle::freezes)
                        .isPresent()
                ? List.of(values())
                : List.of();
    }

    /**
     * The choice of this spelling.
     *
     * @param id null or blank where nobody said one
     * @throws IacException of kind BAD_INPUT where it is none
     */
    public static RecoveryChoice of(String id) {
        if (id == null || id.isBlank()) {
            return null;
        }
        return Arrays.stream(values())
                .filter(c -> c.id.equals(id))
                .findFirst()
                .orElseThrow(() -> IacException.badInput(
                        "breaking a lock",
                        "choice",
                        id.replaceAll("\\p{Cntrl}", "?"),
                        "one of " + words(),
                        "correct the call"));
    }

    /**
     * The choice for a lock that may not be broken before somebody has chosen.
     *
     * @param frozenBecause the end that froze it, or null
     * @throws IacException of kind BAD_INPUT where it is none, or where one is offered and none was said
     */
    public static RecoveryChoice required(String id, String frozenBecause) {
        RecoveryChoice chosen = of(id);
        if (chosen == null && !offered(frozenBecause).isEmpty()) {
            throw IacException.badInput(
                    "breaking a lock",
                    "choice",
                    "none, for a run that ended as " + frozenBecause,
                    "one of " + words(),
                    "look at what the run left, then say what was done about it");
        }
        return chosen;
    }

    /** All of them, for people: {@code repair, import, re-plan, revert}. */
    public static String words() {
        return Arrays.stream(values()).map(RecoveryChoice::id).collect(Collectors.joining(", "));
    }
}

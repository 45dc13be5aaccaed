package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonTape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What is known of the resources, or of the changes, of the plan being read by their form: how each is hashed, and whether
 * there is anything to tell. What a mark of sensitivity says, which actions a change has and whose provider it is is part
 * of the form, so that it is the same for all values of one. Not safe for use by several threads.
 */
final class KnownForms {
    /** Of which a plan has many that are alike. */
    static final List<Part> PARTS = List.of(Part.RESOURCE_CHANGE, Part.STATE_RESOURCE);

    private final Part part;
    private final JsonForms forms = new JsonForms();
    private final FormCoder coder = new FormCoder();
    private final List<Known> known = new ArrayList<>();

    private record Known(FormCode code, int[] sensitive, boolean quiet) {}

    /** @param part resources of a state, or changes of resources */
    KnownForms(Part part) {
        this.part = part;
    }

    JsonForms forms() {
        return forms;
    }

    /** Puts the code of the value of this form that was found last. */
    void put(int form, CodeBuffer out) {
        known.get(form).code.put(forms, out);
    }

    /** Shows what is sensitive of the value of this form that was found last, but for what is the same in all of the form. */
    void see(int form, SecretFinder secrets) {
        for (int slot : known.get(form).sensitive) {
            secrets.see(forms.bytes(), forms.from(slot), forms.to(slot));
        }
    }

    /** Whether a value of this form tells nothing but that it is there. */
    boolean isQuiet(int form) {
        return known.get(form).quiet;
    }

    /**
     * Learns the form of a value that was taken apart, hashed and found to be in order.
     *
     * @param quiet whether any value with the same provider, actions and members would tell nothing but that it is there
     */
    void learn(JsonTape tape, Marks marks, boolean quiet) {
        if (marks.isOdd()) {
            return;
        }
        int same = same(part, tape, marks);
        int form = forms.learn(tape, fixed(part, tape), same);
        if (form >= 0) {
            known.add(new Known(coder.code(forms, tape, marks, same), coder.sensitive(), quiet));
        }
    }

    /** Which scalars are part of the form. */
    static IntPredicate fixed(Part part, JsonTape tape) {
        int[] fixed =
                part == Part.RESOURCE_CHANGE ? ofChange(tape) : new int[] {tape.member(0, Names.SENSITIVE_VALUES)};
        return token -> isIn(tape, fixed, token);
    }

    private static int[] ofChange(JsonTape tape) {
        int change = tape.member(0, Names.CHANGE);
        int provider = tape.member(0, Names.PROVIDER_NAME);
        return change < 0
                ? new int[] {provider}
                : new int[] {
                    provider,
                    tape.member(change, Names.ACTIONS),
                    tape.member(change, Names.BEFORE_SENSITIVE),
                    tape.member(change, Names.AFTER_SENSITIVE)
                };
    }

    private static boolean isIn(JsonTape tape, int[] values, int token) {
        for (int value : values) {
            if (value >= 0 && token >= value && token < tape.after(value)) {
                return true;
            }
        }
        return false;
    }

    /** What is there after the change, if that is what was there before, text and marks; otherwise -1. */
    static int same(Part part, JsonTape tape, Marks marks) {
        int change = part == Part.RESOURCE_CHANGE ? tape.member(0, Names.CHANGE) : -1;
        int before = change < 0 ? -1 : tape.member(change, Names.BEFORE);
        int after = change < 0 ? -1 : tape.member(change, Names.AFTER);
        if (before < 0 || after < 0 || !tape.isContainer(after) || tape.twin(after) != before) {
            return -1;
        }
        int mark = marks.of(before);
        int other = marks.of(after);
        boolean alike = mark == other || mark >= 0 && other >= 0 && tape.isSameText(mark, other);
        return alike ? after : -1;
    }
}

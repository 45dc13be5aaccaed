package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonTape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the resources, or the changes, of a plan are written with their secrets replaced, by their form: which scalars are
 * under a mark, and for what the others are searched, is the same in all of one form, and what stands between them was
 * searched when the form was learned. So the bytes are copied as they stand, but for the scalars that must not be shown.
 * Not safe for use by several threads.
 */
final class RedactForms {
    /** What is done with a scalar. */
    private static final byte SEARCH_ALL = 1;

    private static final byte SEARCH_BUT_WORDS = 2;
    private static final byte HIDE = 3;

    private final Part part;
    private final SecretMatcher all;
    private final SecretMatcher noWords;
    private final Redaction redaction;
    private final JsonForms forms = new JsonForms();
    /** Null for a form whose values are all taken apart. */
    private final List<Known> known = new ArrayList<>();

    private boolean[] hidden = new boolean[64];

    /**
     * What is done with each slot.
     *
     * @param same the slot that is the same container as one before, or -1
     * @param first of that one's slots, {@code last} of them, and how far into it the first one stands
     */
    private record Known(byte[] slots, int same, int first, int last, int before) {}

    RedactForms(Part part, SecretMatcher all, SecretMatcher noWords, Redaction redaction) {
        this.part = part;
        this.all = all;
        this.noWords = noWords;
        this.redaction = redaction;
    }

    JsonForms forms() {
        return forms;
    }

    /** Whether {@link #write} writes values of this form; otherwise each is to be taken apart. */
    boolean isWritten(int form) {
        return known.get(form) != null;
    }

    /** Writes the value of this form that was found last. */
    void write(int form, RedactWriter out) {
        Known how = known.get(form);
        byte[] slots = how.slots;
        byte[] bytes = forms.bytes();
        if (hidden.length < slots.length) {
            hidden = new boolean[slots.length];
        }
        int written = forms.begin();
        for (int slot = 0; slot < slots.length; slot++) {
            int from = forms.from(slot);
            if (slot == how.same) {
                int further = from + how.before - forms.from(how.first);
                for (int i = how.first; i <= how.last; i++) {
                    if (hidden[i]) {
                        out.put(bytes, written, forms.from(i) + further - written);
                        written = forms.to(i) + further;
                        hide(bytes, forms.from(i) + further, written, slots[i], out);
                    }
                }
            } else {
                int to = forms.to(slot);
                hidden[slot] = !isShown(bytes, from, to, slots[slot]);
                if (hidden[slot]) {
                    out.put(bytes, written, from - written);
                    hide(bytes, from, to, slots[slot], out);
                    written = to;
                }
            }
        }
        out.put(bytes, written, forms.begin() + forms.length() - written);
    }

    private boolean isShown(byte[] bytes, int from, int to, byte how) {
        byte first = bytes[from];
        if (how == HIDE) {
            return first == 'n';
        }
        if (first == '"') {
            return matcher(how).find(bytes, from + 1, to - 1) < 0;
        }
        return first > '9' || all.find(bytes, from, to) < 0;
    }

    private void hide(byte[] bytes, int from, int to, byte how, RedactWriter out) {
        if (how == HIDE || bytes[from] != '"') {
            out.marker(redaction.of(bytes, from, to));
        } else {
            out.text(bytes, from + 1, to - from - 2, matcher(how));
        }
    }

    private SecretMatcher matcher(byte how) {
        return how == SEARCH_BUT_WORDS ? noWords : all;
    }

    /** Learns the form of a value that was taken apart and written. */
    void learn(JsonTape tape, Marks marks) {
        if (marks.isOdd()) {
            return;
        }
        int same = KnownForms.same(part, tape, marks);
        int form = forms.learn(tape, KnownForms.fixed(part, tape), same);
        if (form >= 0) {
            byte[] slots = new byte[forms.slots()];
            boolean written = see(tape, 0, marks.of(0), marks, RedactMode.of(part, null), slots);
            known.add(written ? known(tape, same, slots) : null);
        }
    }

    private Known known(JsonTape tape, int same, byte[] slots) {
        int slot = same < 0 ? -1 : forms.slot(same);
        if (slot < 0) {
            return new Known(slots, -1, -1, -1, 0);
        }
        int container = tape.twin(same);
        int[] inside = IntStream.range(container, tape.after(container))
                .map(forms::slot)
                .filter(s -> s >= 0)
                .toArray();
        return new Known(
                slots, slot, inside[0], inside[inside.length - 1], forms.from(inside[0]) - tape.from(container));
    }

    /** Says what is done with the slots of a value; false where something else than a slot is not written as it stands. */
    private boolean see(JsonTape tape, int token, int mark, Marks marks, RedactMode mode, byte[] slots) {
        int slot = forms.slot(token);
        if (mark == Marks.ALL) {
            if (slot >= 0) {
                slots[slot] = HIDE;
            }
            return !tape.isContainer(token) && (slot >= 0 || tape.kind(token) == JsonTape.NULL);
        }
        if (slot >= 0) {
            slots[slot] = mode == RedactMode.STRUCTURE ? SEARCH_BUT_WORDS : SEARCH_ALL;
            return true;
        }
        boolean written = true;
        int cursor = marks.first(mark);
        switch (tape.kind(token)) {
            case JsonTape.OBJECT -> {
                for (int name = token + 1; written && name < tape.after(token); name = tape.after(name + 1)) {
                    int mine = marks.find(mark, cursor, name);
                    written = isClean(tape, name, noWords)
                            && see(
                                    tape,
                                    name + 1,
                                    marks.member(mark, mine, name + 1),
                                    marks,
                                    mode.under(tape, name),
                                    slots);
                    cursor = mine < 0 ? cursor : tape.after(mine);
                }
            }
            case JsonTape.ARRAY -> {
                for (int element = token + 1; written && element < tape.after(token); element = tape.after(element)) {
                    written = see(tape, element, marks.element(mark, cursor, element), marks, mode, slots);
                    cursor = marks.next(mark, cursor);
                }
            }
            default -> written = isClean(tape, token, mode == RedactMode.STRUCTURE ? noWords : all);
        }
        return written;
    }

    private static boolean isClean(JsonTape tape, int token, SecretMatcher matcher) {
        JsonTape.Slice content = tape.content(token);
        return matcher.find(content.bytes(), content.from(), content.from() + content.length()) < 0;
    }
}

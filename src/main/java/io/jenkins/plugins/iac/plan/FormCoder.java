package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import io.jenkins.plugins.iac.json.JsonTape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down how the values of one form are hashed, from one of them and its marks. Not safe for use by several threads. */
final class FormCoder {
    private final FormCode.Writer writer = new FormCode.Writer();
    /** Makes the codes of what is the same in all values of the form. */
    private final TreeHash plain = new TreeHash();

    private JsonForms forms;
    private JsonTape tape;
    private Marks marks;
    /** The container that is a slot as a whole, or -1, and the code of the one with the same text. */
    private int twin;

    private int twinCode;
    /** Of the value learned last: the slots under a mark. */
    private final List<Integer> sensitive = new ArrayList<>();

    /** The code of the value learned last; {@code same} is the container that is a slot as a whole, or -1. */
    FormCode code(JsonForms learned, JsonTape ofTape, Marks ofMarks, int same) {
        forms = learned;
        tape = ofTape;
        marks = ofMarks;
        twin = same >= 0 && learned.slot(same) >= 0 ? same : -1;
        twinCode = -1;
        sensitive.clear();
        writer.reset();
        int root = container(0, marks.of(0));
        return writer.done(tag(0), root);
    }

    /** The slots of the value learned last whose scalars are sensitive. */
    int[] sensitive() {
        return sensitive.stream().mapToInt(Integer::intValue).toArray();
    }

    private byte tag(int token) {
        return (byte) (tape.kind(token) == JsonTape.OBJECT ? 'O' : 'A');
    }

    /** Writes the steps of a container, after those of the ones inside, and returns the number of its code. */
    private int container(int token, int mark) {
        boolean object = tape.kind(token) == JsonTape.OBJECT;
        int[] at = object ? names(token) : elements(token);
        int[] marked = new int[at.length];
        int[] codes = new int[at.length];
        int cursor = marks.first(mark);
        for (int i = 0; i < at.length; i++) {
            int value = object ? at[i] + 1 : at[i];
            if (object) {
                marked[i] = marks.member(mark, marks.find(mark, cursor, at[i]), value);
            } else {
                marked[i] = marks.element(mark, cursor, value);
                cursor = marks.next(mark, cursor);
            }
        }
        for (int i = 0; i < at.length; i++) {
            int value = object ? at[i] + 1 : at[i];
            codes[i] = -1;
            if (value != twin && marked[i] != Marks.ALL && tape.isContainer(value) && hasSlots(value)) {
                codes[i] = container(value, marked[i]);
                twinCode = twin >= 0 && tape.twin(twin) == value ? codes[i] : twinCode;
            }
        }
        writer.text.put((byte) (object ? 'o' : 'a'));
        for (int i = 0; i < at.length; i++) {
            if (object) {
                writer.text.sized(tape.bytes(), tape.from(at[i]), tape.to(at[i]) - tape.from(at[i]));
            }
            int value = object ? at[i] + 1 : at[i];
            value(value, marked[i], value == twin ? twinCode : codes[i]);
        }
        return writer.digest();
    }

    private void value(int value, int mark, int code) {
        if (mark == Marks.ALL) {
            writer.text.put((byte) 'x');
            for (int token = value; token < tape.after(value); token++) {
                // A container that is a slot has the text, and the mark, of the one before.
                if (forms.slot(token) >= 0 && !tape.isContainer(token)) {
                    sensitive.add(forms.slot(token));
                }
            }
        } else if (code >= 0) {
            writer.text.put(tag(value));
            writer.put(code);
        } else if (forms.slot(value) >= 0) {
            writer.slot(forms.slot(value));
        } else {
            int place = plain.place();
            plain.value(tape, value, mark, marks);
            writer.text.putCode(plain.takeCode(place));
        }
    }

    private boolean hasSlots(int container) {
        for (int token = container; token < tape.after(container); token++) {
            if (forms.slot(token) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Those of one name stay as they stand. */
    private int[] names(int object) {
        List<Integer> names = new ArrayList<>();
        for (int name = object + 1; name < tape.after(object); name = tape.after(name + 1)) {
            names.add(name);
        }
        byte[] bytes = tape.bytes();
        names.sort((a, b) -> Arrays.compareUnsigned(bytes, tape.from(a), tape.to(a), bytes, tape.from(b), tape.to(b)));
        return names.stream().mapToInt(Integer::intValue).toArray();
    }

    private int[] elements(int array) {
        int[] elements = new int[tape.after(array) - array];
        int count = 0;
        for (int element = array + 1; element < tape.after(array); element = tape.after(element)) {
            elements[count++] = element;
        }
        return Arrays.copyOf(elements, count);
    }
}

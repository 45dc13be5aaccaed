package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Refuses objects of the plan's own structure in which a name stands twice: two readers could take different ones. */
final class UniqueNames {
    private static final int FEW = 32;

    private UniqueNames() {}

    /** Checks one object; anything else passes. */
    static void check(JsonTape tape, int object) {
        if (object < 0 || tape.kind(object) != JsonTape.OBJECT) {
            return;
        }
        int last = -1;
        boolean ordered = true;
        int count = 0;
        for (int name = object + 1; name < tape.after(object); name = tape.after(name + 1)) {
            if (tape.isEscaped(name)) {
                checkAll(tape, object);
                return;
            }
            ordered &= last < 0 || compare(tape, last, name) < 0;
            last = name;
            count++;
        }
        if (!ordered && (count > FEW || anyPairSame(tape, object))) {
            checkAll(tape, object);
        }
    }

    private static boolean anyPairSame(JsonTape tape, int object) {
        for (int a = object + 1; a < tape.after(object); a = tape.after(a + 1)) {
            int length = tape.to(a) - tape.from(a);
            for (int b = tape.after(a + 1); b < tape.after(object); b = tape.after(b + 1)) {
                if (tape.to(b) - tape.from(b) == length && compare(tape, a, b) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Checks an object or array and every object inside it. */
    static void checkDeep(JsonTape tape, int value) {
        for (int at = value; at < tape.after(value); at++) {
            if (tape.kind(at) == JsonTape.OBJECT) {
                check(tape, at);
            }
        }
    }

    private static int compare(JsonTape tape, int a, int b) {
        return Arrays.compareUnsigned(tape.bytes(), tape.from(a), tape.to(a), tape.bytes(), tape.from(b), tape.to(b));
    }

    private static void checkAll(JsonTape tape, int object) {
        Set<String> names = new HashSet<>();
        for (int name = object + 1; name < tape.after(object); name = tape.after(name + 1)) {
            if (!names.add(tape.string(name))) {
                throw twice(tape.string(name));
            }
        }
    }

    /** The error of a name that stands twice. */
    static IacException twice(String name) {
        return IacException.badInput(
                PlanWalker.DOING,
                "an object",
                "the name " + Shown.text(name) + " twice",
                "each name once",
                "make the file again with the tool's show -json; do not edit it");
    }
}

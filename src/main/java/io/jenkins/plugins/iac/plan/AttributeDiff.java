package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Finds which attributes a change changes, walking before and after side by side. */
final class AttributeDiff {
    private static final int MAX_DEPTH = 12;

    private final JsonTape tape;
    private final Marks marks;
    private final Bounding<AttributeChange> found;

    AttributeDiff(JsonTape tape, Marks marks, int most) {
        this.tape = tape;
        this.marks = marks;
        this.found = new Bounding<>(most);
    }

    Bounded<AttributeChange> of(int change) {
        if (change >= 0) {
            int before = tape.member(change, Names.BEFORE);
            int after = tape.member(change, Names.AFTER);
            compare(
                    new StringBuilder(),
                    new Place(before, before < 0 ? Marks.NONE : marks.of(before)),
                    new Place(after, after < 0 ? Marks.NONE : marks.of(after)),
                    tape.member(change, Names.AFTER_UNKNOWN),
                    0);
        }
        return found.done();
    }

    /** A value, or none (-1), with its mark. */
    private record Place(int token, int mark) {
        static final Place NONE = new Place(-1, Marks.NONE);

        boolean sensitive() {
            return mark == Marks.ALL;
        }
    }

    private void compare(StringBuilder path, Place before, Place after, int unknown, int depth) {
        boolean isUnknown = unknown >= 0 && tape.kind(unknown) == JsonTape.TRUE;
        if (!isUnknown && depth < MAX_DEPTH && !before.sensitive() && !after.sensitive()) {
            if (isKindOrNothing(before, JsonTape.OBJECT)
                    && isKindOrNothing(after, JsonTape.OBJECT)
                    && !(isNothing(before) && isNothing(after) && !isContainer(unknown))) {
                objects(path, before, after, unknown, depth);
                return;
            }
            if (isKindOrNothing(before, JsonTape.ARRAY)
                    && isKindOrNothing(after, JsonTape.ARRAY)
                    && !(isNothing(before) && isNothing(after))) {
                arrays(path, before, after, unknown, depth);
                return;
            }
        }
        if (isUnknown || !same(before, after)) {
            if (found.hasRoom()) {
                found.add(new AttributeChange(
                        path.toString(), shown(before), isUnknown ? AttributeChange.UNKNOWN : shown(after)));
            } else {
                found.skip();
            }
        }
    }

    private void objects(StringBuilder path, Place before, Place after, int unknown, int depth) {
        Set<String> seen = new HashSet<>();
        members(path, after, before, after, unknown, depth, seen);
        members(path, before, before, after, unknown, depth, seen);
        if (isContainer(unknown) && tape.kind(unknown) == JsonTape.OBJECT) {
            members(path, new Place(unknown, Marks.NONE), before, after, unknown, depth, seen);
        }
    }

    private void members(
            StringBuilder path, Place names, Place before, Place after, int unknown, int depth, Set<String> seen) {
        if (isNothing(names)) {
            return;
        }
        for (int name = names.token() + 1; name < tape.after(names.token()); name = tape.after(name + 1)) {
            String text = tape.string(name);
            if (!seen.add(text)) {
                continue;
            }
            Place old = member(before, name);
            Place now = member(after, name);
            int open = member(new Place(unknown, Marks.NONE), name).token();
            // Most members stay as they are; then nothing inside differs either.
            if (tellsNothing(open) && same(old, now)) {
                continue;
            }
            int length = path.length();
            AttributePath.name(path, text);
            compare(path, old, now, open, depth + 1);
            path.setLength(length);
        }
    }

    private boolean tellsNothing(int unknown) {
        return unknown < 0
                || (tape.isContainer(unknown)
                        ? tape.after(unknown) == unknown + 1
                        : tape.kind(unknown) != JsonTape.TRUE);
    }

    private Place member(Place object, int name) {
        if (isNothing(object) || tape.kind(object.token()) != JsonTape.OBJECT) {
            return Place.NONE;
        }
        for (int at = object.token() + 1; at < tape.after(object.token()); at = tape.after(at + 1)) {
            if (marks.same(at, name)) {
                int found1 = marks.find(object.mark(), marks.first(object.mark()), at);
                return new Place(at + 1, marks.member(object.mark(), found1, at + 1));
            }
        }
        return Place.NONE;
    }

    private void arrays(StringBuilder path, Place before, Place after, int unknown, int depth) {
        int b = first(before);
        int a = first(after);
        int u = isContainer(unknown) && tape.kind(unknown) == JsonTape.ARRAY ? unknown + 1 : -1;
        int beforeMark = marks.first(before.mark());
        int afterMark = marks.first(after.mark());
        for (int index = 0; b >= 0 || a >= 0; index++) {
            int length = path.length();
            AttributePath.index(path, Integer.toString(index));
            Place old = b < 0 ? Place.NONE : new Place(b, marks.element(before.mark(), beforeMark, b));
            Place now = a < 0 ? Place.NONE : new Place(a, marks.element(after.mark(), afterMark, a));
            compare(path, old, now, u, depth + 1);
            path.setLength(length);
            beforeMark = marks.next(before.mark(), beforeMark);
            afterMark = marks.next(after.mark(), afterMark);
            b = b < 0 ? -1 : next(before, b);
            a = a < 0 ? -1 : next(after, a);
            u = u < 0 || tape.after(u) >= tape.after(unknown) ? -1 : tape.after(u);
        }
    }

    private int first(Place array) {
        return isNothing(array) || tape.after(array.token()) == array.token() + 1 ? -1 : array.token() + 1;
    }

    private int next(Place array, int element) {
        int following = tape.after(element);
        return following < tape.after(array.token()) ? following : -1;
    }

    private boolean isContainer(int token) {
        return token >= 0 && tape.isContainer(token);
    }

    private boolean isNothing(Place place) {
        return place.token() < 0 || tape.kind(place.token()) == JsonTape.NULL;
    }

    private boolean isKindOrNothing(Place place, byte kind) {
        return isNothing(place) || tape.kind(place.token()) == kind;
    }

    private boolean same(Place before, Place after) {
        if (isNothing(before) || isNothing(after)) {
            return isNothing(before) && isNothing(after);
        }
        return Arrays.equals(
                tape.bytes(),
                tape.from(before.token()),
                tape.to(before.token()),
                tape.bytes(),
                tape.from(after.token()),
                tape.to(after.token()));
    }

    private String shown(Place place) {
        if (place.sensitive()) {
            return isNothing(place) ? "" : AttributeChange.SENSITIVE;
        }
        // A mark deeper inside hides the whole, where the whole is shown as one text.
        return isNothing(place)
                ? ""
                : place.mark() == Marks.NONE ? Shown.json(tape, place.token()) : AttributeChange.SENSITIVE;
    }
}

package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.IacException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Which values of a tape are sensitive: pairs of a value and the tree of marks beside it, as Terraform writes them
 * ({@code true} marks the value and all inside; an object or array of marks goes along with the value's members; what is
 * absent or {@code false} marks nothing). A tree of marks that does not fit its value, and a mark that is no boolean,
 * count as sensitive: what cannot be understood is not shown.
 */
final class Marks {
    /** No mark. */
    static final int NONE = -1;
    /** No mark, none inside either, and nothing inside that is strict. */
    static final int CLEAN = -3;
    /** The value and everything inside it is sensitive. */
    static final int ALL = -2;

    private static final int WIDE = 32;

    private JsonTape tape;
    private int[] values = new int[8];
    private int[] trees = new int[8];
    private int size;
    private final int[] strict = new int[4];
    private int strictCount;
    private Map<Integer, Map<String, Integer>> wide;
    private boolean odd;

    /** Starts anew, over this tape. */
    Marks over(JsonTape over) {
        tape = over;
        size = 0;
        strictCount = 0;
        wide = null;
        odd = false;
        return this;
    }

    /**
     * Marks a value by a token of marks; either may be -1, which does nothing.
     *
     * @throws IacException if a name stands twice among the marks: nobody can say which of the two counts
     */
    void put(int value, int tree) {
        if (value >= 0 && tree >= 0) {
            // Most trees of marks mark nothing; then there is nothing to walk along with the value.
            if (!tape.isContainer(tree) || anySet(tree)) {
                UniqueNames.checkDeep(tape, tree);
                add(value, fit(value, tree));
            }
        }
    }

    /** Marks a whole value. */
    void putAll(int value) {
        if (value >= 0) {
            add(value, ALL);
        }
    }

    private void add(int value, int tree) {
        if (tree == NONE) {
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            trees = Arrays.copyOf(trees, size * 2);
        }
        values[size] = value;
        trees[size++] = tree;
    }

    /** Says that an object is of the plan's own structure, in which no name may stand twice. */
    void strict(int object) {
        if (object >= 0) {
            strict[strictCount++] = object;
        }
    }

    boolean isStrict(int object) {
        for (int i = 0; i < strictCount; i++) {
            if (strict[i] == object) {
                return true;
            }
        }
        return false;
    }

    /** {@link #CLEAN} for a value without a mark that has nothing of its own inside; otherwise the mark itself. */
    int settle(int value, int mark) {
        return mark == NONE && !anyIn(values, size, value) && !anyIn(strict, strictCount, value) ? CLEAN : mark;
    }

    private boolean anyIn(int[] tokens, int count, int value) {
        int end = tape.after(value);
        for (int i = 0; i < count; i++) {
            if (tokens[i] >= value && tokens[i] < end) {
                return true;
            }
        }
        return false;
    }

    /** Whether marks were asked that do not fit a scalar, of which it counts what the scalar is. */
    boolean isOdd() {
        return odd;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The mark at a value that is not reached through another marked one. */
    int of(int token) {
        for (int i = 0; i < size; i++) {
            if (values[i] == token) {
                return trees[i];
            }
        }
        return NONE;
    }

    /** Each value that is marked as a whole. */
    void forEachWhole(IntConsumer action) {
        for (int i = 0; i < size; i++) {
            if (trees[i] == ALL) {
                action.accept(values[i]);
            }
        }
    }

    /** Where the marks of a container's members start; hand it to {@link #element} or {@link #member}. */
    int first(int mark) {
        return mark < 0 ? mark : mark + 1;
    }

    /** The mark of an array's element, with the cursor at its place among the marks. */
    int element(int mark, int cursor, int value) {
        if (mark < 0) {
            return mark == NONE ? of(value) : mark;
        }
        return cursor < tape.after(mark) ? fit(value, cursor) : NONE;
    }

    /** The cursor for the element after the one at this cursor. */
    int next(int mark, int cursor) {
        return mark < 0 || cursor >= tape.after(mark) ? cursor : tape.after(cursor);
    }

    /**
     * The token of marks for a member, or -1. Marks stand in the order of their values, so the place after the one found
     * last is tried first.
     */
    int find(int mark, int cursor, int name) {
        if (mark < 0) {
            return NONE;
        }
        int end = tape.after(mark);
        if (cursor < end && same(cursor, name)) {
            return cursor + 1;
        }
        int seen = 0;
        for (int at = mark + 1; at < end; at = tape.after(at + 1)) {
            if (same(at, name)) {
                return at + 1;
            }
            if (++seen > WIDE) {
                return index(mark).getOrDefault(tape.string(name), NONE);
            }
        }
        return NONE;
    }

    /** The mark of a member's value, given what {@link #find} found. */
    int member(int mark, int found, int value) {
        if (mark < 0) {
            return mark == NONE ? of(value) : mark;
        }
        return found < 0 ? NONE : fit(value, found);
    }

    private Map<String, Integer> index(int mark) {
        if (wide == null) {
            wide = new HashMap<>();
        }
        return wide.computeIfAbsent(mark, m -> {
            Map<String, Integer> names = new HashMap<>();
            for (int at = m + 1; at < tape.after(m); at = tape.after(at + 1)) {
                names.put(tape.string(at), at + 1);
            }
            return names;
        });
    }

    /** Whether two names are the same. */
    boolean same(int a, int b) {
        if (tape.isEscaped(a) || tape.isEscaped(b)) {
            return tape.string(a).equals(tape.string(b));
        }
        int from = tape.from(a);
        int other = tape.from(b);
        int length = tape.to(a) - from;
        // Most names differ in length or at the start; then there is nothing to compare.
        byte[] bytes = tape.bytes();
        return length == tape.to(b) - other
                && (length == 0
                        || bytes[from] == bytes[other]
                                && Arrays.equals(bytes, from, from + length, bytes, other, other + length));
    }

    /** What a token of marks means for this value. */
    private int fit(int value, int tree) {
        byte kind = tape.kind(tree);
        if (kind == JsonTape.FALSE || kind == JsonTape.NULL) {
            return NONE;
        }
        if (!tape.isContainer(tree)) {
            return ALL;
        }
        if (tape.after(tree) == tree + 1) {
            return NONE;
        }
        if (tape.kind(value) == kind) {
            return tree;
        }
        odd |= !tape.isContainer(value);
        return tape.kind(value) == JsonTape.NULL || !anySet(tree) ? NONE : ALL;
    }

    private boolean anySet(int tree) {
        boolean object = tape.kind(tree) == JsonTape.OBJECT;
        for (int at = tree + 1; at < tape.after(tree); ) {
            int mark = object ? at + 1 : at;
            byte kind = tape.kind(mark);
            if (tape.isContainer(mark) ? anySet(mark) : kind != JsonTape.FALSE && kind != JsonTape.NULL) {
                return true;
            }
            at = tape.after(mark);
        }
        return false;
    }
}

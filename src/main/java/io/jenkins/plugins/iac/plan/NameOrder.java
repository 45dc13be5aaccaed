package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import java.util.Arrays;

/**
 * The members of one object of a tape in the order of their names: UTF-8 bytes, unsigned; those with one name as they
 * stand. Names have no escapes.
 */
final class NameOrder {
    private static final int FEW = 32;

    private JsonTape tape;
    private int[] tokens = new int[FEW];
    /** The first eight bytes of each name, which mostly tell the order. */
    private long[] starts = new long[FEW];
    /** Which comes first, second, and so on; the order that was found last for an object of so many members. */
    private final int[][] last = new int[FEW + 1][];

    private static final int[] AS_THEY_STAND = {};
    private int[] order = AS_THEY_STAND;

    /**
     * Takes the members of an object and returns how many there are.
     *
     * @param strict whether a name that stands twice is an error
     */
    int over(JsonTape ofTape, int object, boolean strict) {
        tape = ofTape;
        int end = tape.after(object);
        int size = 0;
        boolean sorted = true;
        for (int name = object + 1; name < end; name = tape.after(name + 1)) {
            if (size == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * size);
                starts = Arrays.copyOf(starts, 2 * size);
            }
            tokens[size] = name;
            starts[size] = start(name);
            sorted = sorted && (size == 0 || compare(size - 1, size) < 0);
            size++;
        }
        order = sorted ? AS_THEY_STAND : size <= FEW ? few(size) : many(size);
        if (strict && !sorted) {
            refuseTwice(size);
        }
        return size;
    }

    /** The token of the name that comes at this place. */
    int name(int place) {
        return tokens[order == AS_THEY_STAND ? place : order[place]];
    }

    /** Neighbours in a plan mostly have the same names: the order of the last object of this size is tried first. */
    private int[] few(int size) {
        int[] found = last[size];
        if (found == null) {
            found = new int[size];
            last[size] = found;
        } else if (isOrder(found)) {
            return found;
        }
        for (int i = 0; i < size; i++) {
            int at = i;
            while (at > 0 && compare(found[at - 1], i) > 0) {
                found[at] = found[--at];
            }
            found[at] = i;
        }
        return found;
    }

    /** Whether this order is strictly that of the names; then there is no other. */
    private boolean isOrder(int[] found) {
        for (int i = 1; i < found.length; i++) {
            if (compare(found[i - 1], found[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    private int[] many(int size) {
        Integer[] found = new Integer[size];
        Arrays.setAll(found, i -> i);
        Arrays.sort(found, this::compare);
        return Arrays.stream(found).mapToInt(Integer::intValue).toArray();
    }

    private void refuseTwice(int size) {
        for (int i = 1; i < size; i++) {
            if (compare(order[i - 1], order[i]) == 0) {
                throw UniqueNames.twice(tape.string(tokens[order[i]]));
            }
        }
    }

    private int compare(int a, int b) {
        int first = Long.compareUnsigned(starts[a], starts[b]);
        if (first != 0) {
            return first;
        }
        return Arrays.compareUnsigned(
                tape.bytes(),
                tape.from(tokens[a]),
                tape.to(tokens[a]),
                tape.bytes(),
                tape.from(tokens[b]),
                tape.to(tokens[b]));
    }

    private long start(int name) {
        return CodeBuffer.start(tape.bytes(), tape.from(name), tape.to(name) - tape.from(name));
    }
}

package io.jenkins.plugins.iac.json;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The forms of the objects and arrays that a document had so far. Two have one form if they are the same but for their
 * scalars: what stands between those is equal, byte for byte. A large document has a million values of a few forms; who
 * knows what to do with one of a form need not take the next one apart again.
 *
 * <p>A value is found only where {@link JsonStream#value} would read the same tokens: what stands between the scalars was
 * read and checked when the form was learned, and the scalars are of the plainest sort ({@link JsonScanner#usual}). All else, an escape, a letter beyond ASCII, a fraction, a value that is not wholly in memory, is not
 * found and is for {@link JsonStream#value}.
 *
 * <p>The forms are a tree of steps, each a text and the scalar behind it; forms that begin alike share their first steps.
 * What is kept is bounded, whatever the document. Not safe for use by several threads.
 */
public final class JsonForms {
    /** No form. */
    public static final int NONE = -1;

    private static final int MOST_FORMS = 1 << 10;
    /** Most memory of the steps, about. */
    private static final int MOST_BYTES = 1 << 22;
    /** Memory of a step without its text, and of what is written down for its slot elsewhere. */
    private static final int STEP_BYTES = 80;
    /** Most tokens of a value that is learned, and most steps that may follow one. */
    private static final int MOST_TOKENS = 1 << 12;

    private static final int MOST_ALTERNATIVES = 64;
    /** Of so many values, one in four must be of a form that is known; otherwise some more are not looked at. */
    private static final int ROUND = 1 << 10;

    private static final int PAUSE = 16 * ROUND;

    private final Step root = new Step(new byte[0], null, NONE, 0);
    private int size;
    private int kept;
    private int looked;
    private int found;
    private int pause;

    /** Of the value found or learned last: where its slots are. */
    private int[] starts = new int[64];

    private int[] ends = new int[64];
    private int slots;
    private byte[] bytes;
    private int begin;
    private int end;
    /** Of the value learned last: the slot that each token is, or -1. */
    private int[] slotOf = new int[64];

    /** A text that stands as it is, and behind it a slot, or the end of the value. */
    private static final class Step {
        final byte[] text;
        final Twin twin;
        final int form;
        final int nesting;
        /** What may follow, the last one found first. */
        Step next;

        Step other;

        Step(byte[] text, Twin twin, int form, int nesting) {
            this.text = text;
            this.twin = twin;
            this.form = form;
            this.nesting = nesting;
        }
    }

    /** A slot with the text of an earlier container: where that starts before one slot and ends behind another. */
    private record Twin(int first, int before, int last, int behind) {}

    /** How many slots the value found last has. */
    public int slots() {
        return slots;
    }

    /** The bytes in which the value found last stands, until the next read of the stream. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a slot of the value found last starts, quotes included. */
    public int from(int slot) {
        return starts[slot];
    }

    /** Where it ends. */
    public int to(int slot) {
        return ends[slot];
    }

    /** Which slot a token of the value learned last is, or -1 where it is part of the form. */
    public int slot(int token) {
        return slotOf[token];
    }

    /** Where the value found last starts. */
    public int begin() {
        return begin;
    }

    /** How many bytes the value found last has. */
    public int length() {
        return end - begin;
    }

    /** Where the value found last ends. */
    int end() {
        return end;
    }

    /** The form of the value that starts here, or {@link #NONE}; {@code depth} is how deep it may be nested. */
    int find(byte[] in, int start, int limit, int depth) {
        if (pause > 0) {
            pause--;
            return NONE;
        }
        if (++looked == ROUND) {
            pause = found < ROUND / 4 ? PAUSE : 0;
            looked = 0;
            found = 0;
        }
        slots = 0;
        bytes = in;
        begin = start;
        int p = start;
        Step at = root;
        while (true) {
            Step before = null;
            Step step = at.next;
            int q = NONE;
            while (step != null && (q = take(step, in, p, limit)) < 0) {
                before = step;
                step = step.other;
            }
            if (step == null) {
                return NONE;
            }
            if (before != null) {
                before.other = step.other;
                step.other = at.next;
                at.next = step;
            }
            if (step.form >= 0) {
                end = q;
                found++;
                return step.nesting <= depth ? step.form : NONE;
            }
            p = q;
            at = step;
        }
    }

    /** Where a step that stands here ends, or -1. */
    private int take(Step step, byte[] in, int p, int limit) {
        byte[] text = step.text;
        int from = p + text.length;
        if (from > limit || !stands(text, in, p)) {
            return NONE;
        }
        if (step.form >= 0) {
            return from;
        }
        int to;
        if (step.twin != null) {
            to = twin(step.twin, in, from, limit);
        } else {
            to = from < limit ? JsonScanner.usual(in, from, limit, in[from]) : NONE;
        }
        if (to >= 0) {
            starts[slots] = from;
            ends[slots++] = to;
        }
        return to;
    }

    private static boolean stands(byte[] text, byte[] in, int p) {
        int last = text.length - Long.BYTES;
        if (last < 0) {
            return Arrays.equals(in, p, p + text.length, text, 0, text.length);
        }
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) JsonScanner.LONG.get(in, p + i) != (long) JsonScanner.LONG.get(text, i)) {
                return false;
            }
        }
        // The last eight, some of which may have been looked at.
        return (long) JsonScanner.LONG.get(in, p + last) == (long) JsonScanner.LONG.get(text, last);
    }

    private int twin(Twin twin, byte[] in, int p, int limit) {
        int from = starts[twin.first] - twin.before;
        int to = ends[twin.last] + twin.behind;
        int after = p + to - from;
        return after <= limit && Arrays.equals(in, from, to, in, p, after) ? after : NONE;
    }

    /**
     * Learns the form of a container.
     *
     * @param fixed the scalars that are part of the form
     * @param same a container that is a slot as a whole, for the text of its {@link JsonTape#twin}; or -1
     * @return the number of the form, one more than that of the form before; {@link #NONE} if it is known or not kept
     */
    public int learn(JsonTape tape, IntPredicate fixed, int same) {
        int count = tape.size();
        if (pause > 0 || !tape.isContainer(0) || tape.hasEscapedNames() || count > MOST_TOKENS || !room(count, tape)) {
            return NONE;
        }
        slots = 0;
        Step at = root;
        int from = tape.from(0);
        for (int token = 0; token < count && at != null; ) {
            boolean container = tape.isContainer(token);
            Twin twin = token == same ? twin(tape, tape.twin(token)) : null;
            if (twin == null && (container || isFixed(tape, token, fixed))) {
                slotOf[token++] = -1;
                continue;
            }
            int quote = tape.kind(token) == JsonTape.STRING ? 1 : 0;
            starts[slots] = tape.from(token) - quote;
            ends[slots] = tape.to(token) + quote;
            at = step(at, Arrays.copyOfRange(tape.bytes(), from, starts[slots]), twin, NONE, 0);
            from = ends[slots];
            int after = tape.after(token);
            Arrays.fill(slotOf, token, after, -1);
            slotOf[token] = slots++;
            token = after;
        }
        int before = size;
        if (at != null) {
            step(at, Arrays.copyOfRange(tape.bytes(), from, tape.to(0)), null, size, nesting(tape));
        }
        return size == before ? NONE : before;
    }

    private static boolean isFixed(JsonTape tape, int token, IntPredicate fixed) {
        return tape.isName(token) || fixed.test(token);
    }

    private boolean room(int tokens, JsonTape tape) {
        if (starts.length < tokens) {
            starts = new int[tokens];
            ends = new int[tokens];
            slotOf = new int[tokens];
        }
        // At most so much: what the form shares with others is there already.
        long more = tape.to(0) - tape.from(0) + (long) (tokens + 1) * STEP_BYTES;
        return size < MOST_FORMS && kept + more <= MOST_BYTES;
    }

    /** The slots inside an earlier container; null where it has none, for then it is part of the form. */
    private Twin twin(JsonTape tape, int container) {
        int first = 0;
        while (first < slots && starts[first] < tape.from(container)) {
            first++;
        }
        int last = slots - 1;
        while (last >= first && ends[last] > tape.to(container)) {
            last--;
        }
        return last < first
                ? null
                : new Twin(first, starts[first] - tape.from(container), last, tape.to(container) - ends[last]);
    }

    /** The step after another one that has this text: the one that is there, or a new one, or null where there are too many. */
    private Step step(Step after, byte[] text, Twin twin, int form, int nesting) {
        int alternatives = 0;
        for (Step step = after.next; step != null; step = step.other) {
            if (step.form >= 0 == form >= 0
                    && Arrays.equals(step.text, text)
                    && (twin == null ? step.twin == null : twin.equals(step.twin))) {
                return step;
            }
            alternatives++;
        }
        if (alternatives == MOST_ALTERNATIVES) {
            return null;
        }
        Step step = new Step(text, twin, form, nesting);
        step.other = after.next;
        after.next = step;
        kept += STEP_BYTES + text.length;
        size += form >= 0 ? 1 : 0;
        return step;
    }

    private static int nesting(JsonTape tape) {
        int[] open = new int[Limits.DEPTH];
        int depth = 0;
        int most = 0;
        for (int token = 0; token < tape.size(); token++) {
            while (depth > 0 && open[depth - 1] <= token) {
                depth--;
            }
            if (tape.isContainer(token)) {
                open[depth++] = tape.after(token);
                most = Math.max(most, depth);
            }
        }
        return most;
    }
}

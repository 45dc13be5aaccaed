package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonForms;
import java.util.Arrays;

/**
 * How to make the code of a value of one form as {@link TreeHash} does: the steps in which the containers are hashed, those
 * inside first, with all that is the same in every value of the form (names in their order, marked values, empty ones)
 * written down, and only the scalars left to put in between. Made by {@link FormCoder}; immutable but for what a run needs.
 */
final class FormCode {
    /** Of a step that puts the code of a container that was hashed before; from there on, down, one that hashes one. */
    private static final int PUT = -1;

    private static final int DIGEST = -1_000_000;
    /** What a step puts at most, beside texts, with what a quick copy writes too much. */
    private static final int MOST = 1 + Integer.BYTES + CodeBuffer.HASH + CodeBuffer.SHORT;

    private final byte[] fixed;
    private final byte[] codes;
    private final byte tag;
    private final int root;
    /** Of each step: how far the fixed text before it goes, and which slot or container it is about. */
    private final int[] ends;

    private final int[] steps;

    private FormCode(Writer made, byte tag, int root) {
        this.fixed = Arrays.copyOf(made.text.pending, made.text.size + CodeBuffer.SHORT);
        this.ends = Arrays.copyOf(made.ends, made.count);
        this.steps = Arrays.copyOf(made.steps, made.count);
        this.codes = new byte[made.containers * CodeBuffer.HASH];
        this.tag = tag;
        this.root = root;
    }

    /** Writes the steps down. */
    static final class Writer {
        final CodeBuffer text = new CodeBuffer();
        private int[] ends = new int[64];
        private int[] steps = new int[64];
        private int count;
        private int containers;

        void reset() {
            text.size = 0;
            count = 0;
            containers = 0;
        }

        void slot(int slot) {
            step(slot);
        }

        void put(int container) {
            step(PUT - container);
        }

        /** Hashes what was put since the container before, and returns the number of the code. */
        int digest() {
            step(DIGEST - containers);
            return containers++;
        }

        FormCode done(byte tag, int root) {
            return new FormCode(this, tag, root);
        }

        private void step(int step) {
            if (count == steps.length) {
                ends = Arrays.copyOf(ends, 2 * count);
                steps = Arrays.copyOf(steps, 2 * count);
            }
            ends[count] = text.size;
            steps[count++] = step;
        }
    }

    /** Puts the code of the value whose slots were found. */
    void put(JsonForms slots, CodeBuffer out) {
        // Of a long text only its hash is put; a value of 16 MiB may have a code of a few bytes.
        int texts = Math.min(slots.length(), slots.slots() * CodeBuffer.INLINE);
        out.room(fixed.length + texts + (steps.length + 1) * MOST);
        byte[] to = out.pending;
        int start = out.size;
        int at = start;
        int from = 0;
        for (int i = 0; i < steps.length; i++) {
            at = CodeBuffer.copy(to, at, fixed, from, ends[i] - from);
            from = ends[i];
            int step = steps[i];
            if (step >= 0) {
                at = slot(slots.bytes(), slots.from(step), slots.to(step), to, at, out);
            } else if (step > DIGEST) {
                at = CodeBuffer.copy(to, at, codes, (PUT - step) * CodeBuffer.HASH, CodeBuffer.HASH);
            } else {
                out.shared.update(to, start, at - start);
                CodeBuffer.finish(out.shared, codes, (DIGEST - step) * CodeBuffer.HASH);
                at = start;
            }
        }
        to[at] = tag;
        out.size = CodeBuffer.copy(to, at + 1, codes, root * CodeBuffer.HASH, CodeBuffer.HASH);
    }

    private static int slot(byte[] bytes, int from, int end, byte[] to, int at, CodeBuffer out) {
        byte first = bytes[from];
        int length = end - from;
        if (first != '"') {
            // The words' codes are their first letters.
            to[at] = first > '9' ? first : (byte) 'd';
            return first > '9' ? at + 1 : CodeBuffer.sized(to, at + 1, bytes, from, length);
        }
        if (length - 2 <= CodeBuffer.INLINE) {
            to[at] = 's';
            return CodeBuffer.sized(to, at + 1, bytes, from + 1, length - 2);
        }
        to[at] = 'S';
        out.shared.update((byte) 's');
        out.shared.update(bytes, from + 1, length - 2);
        CodeBuffer.finish(out.shared, to, at + 1);
        return at + 1 + CodeBuffer.HASH;
    }
}

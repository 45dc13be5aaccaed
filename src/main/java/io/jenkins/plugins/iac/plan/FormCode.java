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

    private final byte[] fixed;
    private final byte[] codes;
    private final byte tag;
    private final int root;
    /** Of each step: how far the fixed text before it goes, and which slot or container it is about. */
    private final int[] ends;

    private final int[] steps;

    private FormCode(Writer made, byte tag, int root) {
        this.fixed = Arrays.copyOf(made.text.pending, made.text.size);
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
        int start = out.size;
        int from = 0;
        for (int i = 0; i < steps.length; i++) {
            int end = ends[i];
            out.put(fixed, from, end - from);
            from = end;
            int step = steps[i];
            if (step >= 0) {
                slot(slots.bytes(), slots.from(step), slots.to(step), out);
            } else if (step > DIGEST) {
                out.put(codes, (PUT - step) * CodeBuffer.HASH, CodeBuffer.HASH);
            } else {
                out.digest(start, codes, (DIGEST - step) * CodeBuffer.HASH);
            }
        }
        out.put(tag);
        out.put(codes, root * CodeBuffer.HASH, CodeBuffer.HASH);
    }

    private static void slot(byte[] bytes, int from, int to, CodeBuffer out) {
        byte first = bytes[from];
        if (first == '"') {
            out.string(bytes, from + 1, to - from - 2);
        } else if (first <= '9') {
            out.sized('d', bytes, from, to - from);
        } else {
            // The words' codes are their first letters.
            out.put(first);
        }
    }
}

package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.model.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where a leaf may be, by the first eight bytes of its hash: 12 bytes a leaf, so that a log of millions fits. The caller
 * compares the whole hash.
 */
final class LeafIndex {
    private static final int FREE = -1;
    private long[] keys;
    private int[] values;
    private int size;

    LeafIndex(int expected) {
        allocate(Integer.highestOneBit(Math.max(16, expected) * 2 - 1) * 2);
    }

    private void allocate(int capacity) {
        keys = new long[capacity];
        values = new int[capacity];
        Arrays.fill(values, FREE);
        size = 0;
    }

    static long key(Sha256 hash) {
        return ByteBuffer.wrap(hash.bytes()).getLong();
    }

    /** Notes a leaf; the first of two with one key stays. */
    void put(long key, int index) {
        if (size * 2 >= keys.length) {
            long[] oldKeys = keys;
            int[] oldValues = values;
            allocate(oldKeys.length * 2);
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldValues[i] != FREE) {
                    put(oldKeys[i], oldValues[i]);
                }
            }
        }
        int slot = slot(key);
        if (values[slot] == FREE) {
            keys[slot] = key;
            values[slot] = index;
            size++;
        }
    }

    /** The index noted for a key, or -1. */
    int get(long key) {
        return values[slot(key)];
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ key >>> 32) & mask;
        while (values[slot] != FREE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}

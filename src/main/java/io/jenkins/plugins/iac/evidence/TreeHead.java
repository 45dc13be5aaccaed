package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.model.Sha256;
import java.util.ArrayList;
import java.util.List;

/** A growing Merkle tree of which only the roots of its complete subtrees are kept: {@code O(log n)} memory. */
final class TreeHead {
    private final List<Sha256> subtrees = new ArrayList<>();
    private long size;

    void add(Sha256 leaf) {
        Sha256 hash = leaf;
        for (long n = size; (n & 1) == 1; n >>= 1) {
            hash = Merkle.node(subtrees.remove(subtrees.size() - 1), hash);
        }
        subtrees.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    Sha256 root() {
        if (subtrees.isEmpty()) {
            return Merkle.emptyRoot();
        }
        Sha256 hash = subtrees.get(subtrees.size() - 1);
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            hash = Merkle.node(subtrees.get(i), hash);
        }
        return hash;
    }
}

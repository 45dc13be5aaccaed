package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.model.Sha256;
import java.security.MessageDigest;
import java.util.List;

/** The hashes of RFC 6962 section 2.1 and the checks of RFC 9162 sections 2.1.3.2 and 2.1.4.2. */
public final class Merkle {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Merkle() {}

    /** Hash of the empty tree. */
    public static Sha256 emptyRoot() {
        return Sha256.of(new byte[0]);
    }

    /** {@code SHA-256(0x00 || entry)}. */
    public static Sha256 leaf(byte[] entry) {
        MessageDigest digest = Sha256.digest();
        digest.update(LEAF);
        return Sha256.finish(digest.digest(entry));
    }

    /** {@code SHA-256(0x01 || left || right)}. */
    public static Sha256 node(Sha256 left, Sha256 right) {
        MessageDigest digest = Sha256.digest();
        digest.update(NODE);
        digest.update(left.bytes());
        return Sha256.finish(digest.digest(right.bytes()));
    }

    /**
     * Whether the proof shows that a leaf is at an index of the tree with this size and root.
     *
     * @param proof sibling hashes from the leaf up
     */
    public static boolean verifyInclusion(Sha256 leaf, long index, long size, List<Sha256> proof, Sha256 root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        Sha256 hash = leaf;
        for (Sha256 sibling : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = node(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && hash.equals(root);
    }

    /** Whether the proof shows that the first tree is what the second one began with. */
    public static boolean verifyConsistency(
            long first, Sha256 firstRoot, long second, Sha256 secondRoot, List<Sha256> proof) {
        if (first < 0 || first > second) {
            return false;
        }
        if (first == second) {
            return proof.isEmpty() && firstRoot.equals(secondRoot);
        }
        if (first == 0) {
            return proof.isEmpty() && firstRoot.equals(emptyRoot());
        }
        if (proof.isEmpty()) {
            return false;
        }
        boolean wholeSubtree = Long.bitCount(first) == 1;
        Sha256 old = wholeSubtree ? firstRoot : proof.get(0);
        Sha256 now = old;
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        for (Sha256 hash : wholeSubtree ? proof : proof.subList(1, proof.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                old = node(hash, old);
                now = node(hash, now);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                now = node(now, hash);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && old.equals(firstRoot) && now.equals(secondRoot);
    }
}

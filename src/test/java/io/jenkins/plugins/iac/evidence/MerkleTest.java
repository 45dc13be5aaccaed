package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MerkleTest {
    /** The leaves and roots with which Certificate Transparency logs are tested. */
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void root_ofTheKnownTree_isTheKnownRoot() {
        TreeHead head = new TreeHead();
        assertEquals(ROOTS.get(0), head.root().hex());
        for (int i = 0; i < LEAVES.size(); i++) {
            head.add(Merkle.leaf(HexFormat.of().parseHex(LEAVES.get(i))));
            assertEquals(ROOTS.get(i + 1), head.root().hex());
        }
    }

    @Test
    public void proofs_ofEveryTreeUpToSeventy_holdAndNoOtherDoes() throws IOException {
        List<Sha256> leaves = new ArrayList<>();
        try (HashFile file = HashFile.open(folder.newFile("hashes").toPath())) {
            for (int size = 1; size <= 70; size++) {
                leaves.add(Merkle.leaf(("leaf " + size).getBytes(StandardCharsets.UTF_8)));
                file.add(leaves.get(size - 1));
                Sha256 root = mth(leaves);
                assertEquals(root, file.root(size));
                for (int i = 0; i < size; i++) {
                    List<Sha256> proof = file.inclusion(i, size);
                    assertTrue(Merkle.verifyInclusion(leaves.get(i), i, size, proof, root));
                    assertFalse(Merkle.verifyInclusion(leaves.get(i), i + 1, size, proof, root));
                    assertFalse(Merkle.verifyInclusion(Merkle.emptyRoot(), i, size, proof, root));
                    for (List<Sha256> other : changed(proof)) {
                        assertFalse(Merkle.verifyInclusion(leaves.get(i), i, size, other, root));
                    }
                }
                for (int first = 0; first <= size; first++) {
                    Sha256 old = mth(leaves.subList(0, first));
                    List<Sha256> proof = file.consistency(first, size);
                    assertTrue(first + " in " + size, Merkle.verifyConsistency(first, old, size, root, proof));
                    if (first > 0 && first < size) {
                        assertFalse(Merkle.verifyConsistency(first, root, size, root, proof));
                        assertFalse(Merkle.verifyConsistency(first, old, size, old, proof));
                        for (List<Sha256> other : changed(proof)) {
                            assertFalse(Merkle.verifyConsistency(first, old, size, root, other));
                        }
                    }
                }
            }
        }
    }

    /** The proof with a hash less, more, or another. */
    private static List<List<Sha256>> changed(List<Sha256> proof) {
        List<List<Sha256>> all = new ArrayList<>();
        List<Sha256> more = new ArrayList<>(proof);
        more.add(Merkle.emptyRoot());
        all.add(more);
        if (!proof.isEmpty()) {
            all.add(proof.subList(1, proof.size()));
            List<Sha256> other = new ArrayList<>(proof);
            other.set(0, Merkle.emptyRoot());
            all.add(other);
        }
        return all;
    }

    @Test
    public void verify_sizesThatMakeNoSense_isFalse() {
        Sha256 root = Merkle.emptyRoot();
        assertFalse(Merkle.verifyInclusion(root, -1, 1, List.of(), root));
        assertFalse(Merkle.verifyInclusion(root, 0, 0, List.of(), root));
        assertFalse(Merkle.verifyConsistency(2, root, 1, root, List.of()));
        assertFalse(Merkle.verifyConsistency(-1, root, 1, root, List.of()));
        assertFalse(Merkle.verifyConsistency(1, root, 2, root, List.of()));
    }

    /** MTH of RFC 6962 section 2.1, word for word. */
    private static Sha256 mth(List<Sha256> leaves) {
        if (leaves.isEmpty()) {
            return Merkle.emptyRoot();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return Merkle.node(mth(leaves.subList(0, k)), mth(leaves.subList(k, leaves.size())));
    }
}

package lifeboat.evidence.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    /** The leaves that Certificate Transparency's implementations test with. */
    private static final List<String> KNOWN_LEAVES = List.of("", "00", "10", "2021", "3031", "40414243",
            "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    @Test
    void hasTheRootsThatOthersHave() {
        List<String> roots = List.of("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        GrowingTree tree = new GrowingTree();
        assertThat(tree.root()).hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

        for (int i = 0; i < roots.size(); i++) {
            tree.add(TreeHash.ofLeaf(HexFormat.of().parseHex(KNOWN_LEAVES.get(i))));
            assertThat(tree.root()).as("of %d", tree.size()).hasToString(roots.get(i));
        }
    }

    @Test
    void provesEachLeafOfEachTreeAndNoOther() {
        List<TreeHash> leaves = new ArrayList<>();
        GrowingTree tree = new GrowingTree();
        for (int size = 1; size <= 70; size++) {
            leaves.add(TreeHash.ofLeaf(new byte[] {(byte) size}));
            tree.add(leaves.get(size - 1));
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, leaves);
                assertThat(proof.leadsTo(tree.root(), leaves.get(index))).isTrue();
                assertThat(proof.leadsTo(tree.root(), TreeHash.ofLeaf(new byte[] {99}))).isFalse();
                assertThat(new InclusionProof(index + 1, size, proof.path()).leadsTo(tree.root(), leaves.get(index)))
                        .isFalse();
            }
        }
    }
}

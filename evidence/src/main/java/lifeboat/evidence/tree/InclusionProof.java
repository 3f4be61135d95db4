package lifeboat.evidence.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * That a leaf is in a tree (RFC 9162 section 2.1.3).
 *
 * @param index of the leaf, from 0
 * @param size of the tree, in leaves
 * @param path the roots of the subtrees beside the way from the leaf to the root, nearest first
 */
public record InclusionProof(long index, long size, List<TreeHash> path) {

    public InclusionProof {
        path = List.copyOf(path);
    }

    /** @param leaves all leaves of the tree */
    public static InclusionProof of(int index, List<TreeHash> leaves) {
        return new InclusionProof(index, leaves.size(), path(index, leaves));
    }

    private static List<TreeHash> path(int index, List<TreeHash> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<TreeHash> left = leaves.subList(0, split);
        List<TreeHash> right = leaves.subList(split, leaves.size());
        List<TreeHash> path = index < split ? path(index, left) : path(index - split, right);
        path.add(root(index < split ? right : left));
        return path;
    }

    private static TreeHash root(List<TreeHash> leaves) {
        GrowingTree tree = new GrowingTree();
        leaves.forEach(tree::add);
        return tree.root();
    }

    /** Whether a tree with this root has the leaf at this place (RFC 9162 section 2.1.3.2). */
    public boolean leadsTo(TreeHash root, TreeHash leaf) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        TreeHash hash = leaf;
        for (TreeHash beside : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = TreeHash.ofNode(beside, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = TreeHash.ofNode(hash, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}

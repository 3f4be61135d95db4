package lifeboat.evidence.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** A Merkle tree that only grows. It keeps no leaves, but the roots of its full subtrees: one for each power of two. */
public final class GrowingTree {

    private record Subtree(TreeHash root, long leaves) {
    }

    private final Deque<Subtree> smallestFirst = new ArrayDeque<>();
    private long size;

    public void add(TreeHash leaf) {
        Subtree last = new Subtree(leaf, 1);
        while (!smallestFirst.isEmpty() && smallestFirst.peek().leaves() == last.leaves()) {
            Subtree before = smallestFirst.pop();
            last = new Subtree(TreeHash.ofNode(before.root(), last.root()), before.leaves() + last.leaves());
        }
        smallestFirst.push(last);
        size++;
    }

    public long size() {
        return size;
    }

    /** Of all leaves so far. */
    public TreeHash root() {
        Iterator<Subtree> subtrees = smallestFirst.iterator();
        if (!subtrees.hasNext()) {
            return TreeHash.ofNothing();
        }
        TreeHash root = subtrees.next().root();
        while (subtrees.hasNext()) {
            root = TreeHash.ofNode(subtrees.next().root(), root);
        }
        return root;
    }
}

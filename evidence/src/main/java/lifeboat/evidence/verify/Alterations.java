package lifeboat.evidence.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lifeboat.evidence.log.LogEntry;
import lifeboat.evidence.tree.TreeHash;

/**
 * Names the entries of a log that are not as they were written. That there is one, the checkpoints prove; which one,
 * the hashes beside the log tell, and what the entries say of their own place.
 */
final class Alterations {

    private final List<byte[]> lines;
    private final List<TreeHash> noted;
    private final long forgotten;
    private final long proven;
    private final List<String> found = new ArrayList<>();

    /**
     * @param forgotten how many entries at the beginning may be empty
     * @param proven how many at the beginning are as they were written, by a checkpoint
     */
    Alterations(List<byte[]> lines, List<TreeHash> noted, long forgotten, long proven) {
        this.lines = lines;
        this.noted = noted;
        this.forgotten = forgotten;
        this.proven = proven;
    }

    List<String> find() {
        Map<TreeHash, Integer> places = new HashMap<>();
        for (int i = 0; i < noted.size(); i++) {
            places.putIfAbsent(noted.get(i), i);
        }
        Set<Integer> there = new HashSet<>();
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length == 0) {
                forgotten(i, there);
                continue;
            }
            if (i < proven) {
                there.add(i);
                last = i;
                hash(i);
                continue;
            }
            Integer place = places.get(TreeHash.ofLeaf(lines.get(i)));
            if (place != null) {
                last = known(i, place, last, there);
            } else {
                unknown(i, there);
            }
        }
        missing(there);
        return found;
    }

    /** Of an entry that is as it was written. */
    private void hash(int line) {
        if (line < noted.size() && !noted.get(line).equals(TreeHash.ofLeaf(lines.get(line)))) {
            found.add("The hash of entry %d, beside the log, is not that of the entry, which is as it was written."
                    .formatted(line));
        }
    }

    private void forgotten(int line, Set<Integer> there) {
        there.add(line);
        if (line >= forgotten) {
            found.add("Entry %d was removed: its line is empty, and the log does not say that it was forgotten."
                    .formatted(line));
        }
    }

    private int known(int line, int place, int last, Set<Integer> there) {
        if (!there.add(place)) {
            found.add("Line %d has entry %d a second time.".formatted(line + 1, place));
            return last;
        }
        if (place < last) {
            found.add("Entry %d stands behind entry %d: they were reordered.".formatted(place, last));
            return last;
        }
        return place;
    }

    /** Either what was here was altered, or the line was put in. */
    private void unknown(int line, Set<Integer> there) {
        try {
            LogEntry entry = LogEntry.of(lines.get(line));
            int index = Math.toIntExact(entry.index());
            if (line >= noted.size() && index == line) {
                there.add(line);
                return;
            }
            boolean altered = index < noted.size() && there.add(index);
            found.add(altered ? "Entry %d was altered: '%s' of %s is not what was written.".formatted(index,
                    entry.kind(), entry.time()) : "Line %d has an entry that was put in: it says that it is entry %d."
                            .formatted(line + 1, index));
        } catch (IllegalArgumentException | ArithmeticException e) {
            boolean altered = line < noted.size() && there.add(line);
            found.add((altered ? "Entry %d was altered: %s." : "Line %d was put in: %s.").formatted(
                    altered ? line : line + 1, e.getMessage()));
        }
    }

    private void missing(Set<Integer> there) {
        int start = -1;
        for (int i = 0; i <= noted.size(); i++) {
            boolean isMissing = i < noted.size() && !there.contains(i);
            if (isMissing && start < 0) {
                start = i;
            } else if (!isMissing && start >= 0) {
                found.add(start == i - 1 ? "Entry %d is missing.".formatted(start)
                        : "Entries %d to %d are missing.".formatted(start, i - 1));
                start = -1;
            }
        }
    }
}

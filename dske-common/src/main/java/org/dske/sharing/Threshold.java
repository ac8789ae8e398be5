package org.dske.sharing;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dske.error.InvalidException;

/**
 * Where the shares lie, and how many of them are needed.
 *
 * @param indices the indices of the <i>n</i> shares
 * @param needed <i>k</i>, 2 to <i>n</i>
 */
record Threshold(SortedSet<Integer> indices, int needed) {
    Threshold {
        indices = Collections.unmodifiableSortedSet(new TreeSet<>(indices));
        if (needed < 2 || needed > indices.size()) {
            throw new InvalidException("cannot share a secret among " + indices.size() + " so that " + needed
                    + " give it back: k is at least 2 and at most n");
        }
    }

    /** Shares at 0 and up. */
    static Threshold fromZero(int shares, int needed) {
        return new Threshold(IntStream.range(0, shares).boxed().collect(Collectors.toCollection(TreeSet::new)), needed);
    }

    /** Whether one of the shares has an index. */
    boolean has(int index) {
        return indices.contains(index);
    }

    /** Fails unless shares that somebody sent are <i>k</i> with different valid indices and of one size, so many bytes at least. */
    void requireJoinable(List<Share> given, int minimumSize) {
        if (given.size() != needed) {
            throw new ReconstructionException(given.size() + " shares where " + needed + " are needed");
        }
        if (!given.stream().allMatch(share -> has(share.index()))) {
            throw new ReconstructionException("a share's index is none of " + indices);
        }
        if (given.stream().mapToInt(Share::index).distinct().count() != needed) {
            throw new ReconstructionException("two shares have the same index");
        }
        int size = given.get(0).value().size();
        if (size < minimumSize || given.stream().anyMatch(share -> share.value().size() != size)) {
            throw new ReconstructionException(
                    "the shares are not of one size, or have less than " + minimumSize + " bytes");
        }
    }
}

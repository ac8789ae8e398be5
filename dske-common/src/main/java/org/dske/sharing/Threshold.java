package org.dske.sharing;

import java.util.List;
import org.dske.error.InvalidException;

/**
 * How many shares there are, where they lie, and how many of them are needed.
 *
 * @param first the index of the first share
 * @param shares <i>n</i>, the number of shares; their indices follow each other
 * @param needed <i>k</i>, 2 to <i>n</i>
 * @param maximum the highest <i>n</i> that the mode has room for
 */
record Threshold(int first, int shares, int needed, int maximum) {
    Threshold {
        if (needed < 2 || needed > shares || shares > maximum) {
            throw new InvalidException("cannot share a secret among " + shares + " so that " + needed
                    + " give it back: k is at least 2 and at most n, and n is at most " + maximum);
        }
    }

    /** The index behind that of the last share. */
    int end() {
        return first + shares;
    }

    /** Whether one of the shares has an index. */
    boolean has(int index) {
        return index >= first && index < end();
    }

    /**
     * Checks what can be seen of shares without joining them.
     *
     * @param given shares that somebody sent
     * @param minimumSize the size of the shortest share that the mode makes, in bytes
     * @throws ReconstructionException if they are not <i>k</i> shares with different valid indices and of one size
     */
    void requireJoinable(List<Share> given, int minimumSize) {
        if (given.size() != needed) {
            throw new ReconstructionException(given.size() + " shares where " + needed + " are needed");
        }
        if (!given.stream().allMatch(share -> has(share.index()))) {
            throw new ReconstructionException("a share's index is not in " + first + ".." + (end() - 1));
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

package org.dske.reconstruction;

import org.dske.time.Deadline;

/**
 * How much work a search may be: a number of sets, and a time. The number of sets of <i>k</i> among <i>n</i> shares grows
 * without measure, and who gives wrong shares must not be able to keep anybody at work for as long as that takes.
 *
 * <p>Not safe for concurrent use.
 */
public final class SearchBudget {
    /**
     * The number of sets that a search tries: all of them for <i>n</i> = 2<i>k</i>-1 up to 15.
     */
    public static final int SETS = 10_000;

    private final Deadline deadline;
    private int left;

    public SearchBudget(int sets, Deadline deadline) {
        this.left = sets;
        this.deadline = deadline;
    }

    /** Spends one set; false if none is left, or the time is over. */
    boolean spend() {
        if (left == 0 || deadline.isOver()) {
            return false;
        }
        left--;
        return true;
    }
}

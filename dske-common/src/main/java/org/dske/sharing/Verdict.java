package org.dske.sharing;

import java.util.Set;

/**
 * What the shares of a key say about those who gave them, once all that come have come.
 *
 * <p>Guaranteed as long as at least <i>k</i> of them are right: no right share is called wrong, and a share that is not right
 * is either wrong or disputed. In dispute are shares of which some must be wrong, though nobody can say which: hubs that lie in
 * concert can make a second set of <i>k</i> that gives the same key, with a right share of somebody else in it. Two hubs
 * that give one and the same share are in dispute too.
 *
 * @param wrong who gave a share that lies on no polynomial of the key
 * @param disputed who gave a share that lies on some polynomial of the key but not on all, or that somebody else gave too
 * @param <S> who gives shares
 */
public record Verdict<S>(Set<S> wrong, Set<S> disputed) {
    public Verdict {
        wrong = Set.copyOf(wrong);
        disputed = Set.copyOf(disputed);
    }

    /**
     * Whether all shares fit each other.
     *
     * @return true if nobody is wrong or in dispute
     */
    public boolean isUnanimous() {
        return wrong.isEmpty() && disputed.isEmpty();
    }
}

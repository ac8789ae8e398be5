package org.dske.reconstruction;

import java.util.Map;
import java.util.Set;

/**
 * What the shares of a key say about those who gave them, once all that come have come.
 *
 * <p>Guaranteed as long as at least <i>k</i> of them are right: no right share is called wrong, and a share that is not right
 * is either wrong or disputed. In dispute are shares of which some must be wrong, though nobody can say which: hubs that lie in
 * concert can make a second set of <i>k</i> that gives the same key, with a right share of somebody else in it. Two hubs
 * that give one and the same share are in dispute too.
 *
 * <p>If the budget did not last for all sets, the shares that do not fit are in dispute instead of wrong, and it is not
 * guaranteed that those that fit are right.
 *
 * @param wrong who gave a share that lies on no polynomial of the key, and in what way it is wrong
 * @param disputed who gave a share that lies on some polynomial of the key but not on all, or that somebody else gave too
 * @param <S> who gives shares
 */
public record Verdict<S>(Map<S, ShareFault> wrong, Set<S> disputed) {
    public Verdict {
        wrong = Map.copyOf(wrong);
        disputed = Set.copyOf(disputed);
    }

    /** The verdict on shares that all fit each other. */
    public static <S> Verdict<S> unanimous() {
        return new Verdict<>(Map.of(), Set.of());
    }
}

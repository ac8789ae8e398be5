package org.dske.sharing;

import java.util.List;

/**
 * A share, and who gave it.
 *
 * @param source who gave it
 * @param share a share of the key, perhaps
 * @param <S> who gives shares
 */
record ReceivedShare<S>(S source, Share share) {
    /** The shares alone. */
    static <S> List<Share> shares(List<ReceivedShare<S>> given) {
        return given.stream().map(ReceivedShare::share).toList();
    }

    boolean isAt(int index) {
        return share.index() == index;
    }
}

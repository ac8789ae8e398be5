package org.dske.reconstruction;

import java.util.List;
import org.dske.sharing.Share;

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

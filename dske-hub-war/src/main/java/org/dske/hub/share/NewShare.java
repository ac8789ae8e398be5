package org.dske.hub.share;

import org.dske.sharing.Share;

/**
 * A share that is to be stored.
 *
 * @param id its name
 * @param terms whom it is for
 * @param share its index and value
 */
public record NewShare(ShareId id, ShareTerms terms, Share share) implements AutoCloseable {
    /** Wipes the value. */
    @Override
    public void close() {
        share.close();
    }
}

package org.dske.client.keyshare;

import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;

/**
 * A share as a hub gave it.
 *
 * @param mode how the key was split, as the hub says
 * @param share the share
 */
public record FetchedShare(SharingMode mode, Share share) implements AutoCloseable {
    /** Wipes the share. */
    @Override
    public void close() {
        share.close();
    }
}

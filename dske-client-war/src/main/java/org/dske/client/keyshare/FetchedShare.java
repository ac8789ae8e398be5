package org.dske.client.keyshare;

import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.jspecify.annotations.Nullable;

/**
 * A share as a hub gave it.
 *
 * @param mode how the key was split, as the hub says
 * @param places where the shares of all hubs lie, as the hub says; null if it does not
 * @param share the share
 */
public record FetchedShare(SharingMode mode, @Nullable Places places, Share share) implements AutoCloseable {
    /** Wipes the share. */
    @Override
    public void close() {
        share.close();
    }
}

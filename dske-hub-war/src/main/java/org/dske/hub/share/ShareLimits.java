package org.dske.hub.share;

/** How much a client may make a hub hold. Asked while the hub's holdings stand still, perhaps more than once. */
public interface ShareLimits {
    /**
     * Whether there may be more shares of a client.
     *
     * @param held what is held of it
     * @param all what is held of all clients
     * @param more what would come
     */
    boolean allow(Holding held, Holding all, Holding more);

    /**
     * The same, but if there may not.
     *
     * @throws org.dske.error.RequestException with 429
     */
    void require(Holding held, Holding all, Holding more);
}

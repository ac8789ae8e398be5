package org.dske.client.peerhub;

import java.util.Set;
import java.util.UUID;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Block;
import org.dske.psrd.PoolOwner;

/** What the supply of a hub's pools asks of the hub. Each call may fail with any exception. */
interface Courier {
    /**
     * Registers the client, or renews its registration.
     *
     * @param knownBlocks the blocks that the client holds
     * @return the hub's answer
     */
    RegistrationResponse register(Set<UUID> knownBlocks);

    /**
     * Fetches a fresh block.
     *
     * @param owner which of the two pools it is for
     * @param size its size in bytes
     * @return the block
     */
    Block fetch(PoolOwner owner, int size);
}

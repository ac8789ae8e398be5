package org.dske.client.psrd;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.ledger.Incarnation;
import org.dske.ledger.PoolOwner;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Block;

/** The out-of-band interface of a hub, as its client calls it. Each call may fail in any way. Source: protocol, section 1. */
interface OutOfBandClient {
    /**
     * Registers the client, or renews its registration.
     *
     * @param knownBlocks the blocks that the client holds
     * @param marks how far each of them is used, as far as the client knows
     * @param incarnation which life the client's store is in; nothing if it keeps no state
     */
    CompletableFuture<RegistrationResponse> register(
            Set<UUID> knownBlocks, Map<UUID, Integer> marks, Optional<Incarnation> incarnation);

    /**
     * Fetches a fresh block.
     *
     * @param owner which of the two pools it is for
     * @param size its size in bytes
     * @return the block
     */
    CompletableFuture<Block> fetch(PoolOwner owner, int size);

    /** Unregisters the client; done when the hub has answered. */
    CompletableFuture<Void> unregister();
}

package org.dske.client.psrd;

import java.util.concurrent.CompletableFuture;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.Block;

/** The out-of-band interface of a hub, as its client calls it. Each call may fail in any way. Source: protocol, section 1. */
interface OutOfBandClient extends RegistrationClient {
    /**
     * Fetches a fresh block.
     *
     * @param owner which of the two pools it is for
     * @param size its size in bytes
     * @return the block
     */
    CompletableFuture<Block> fetch(PoolOwner owner, int size);
}

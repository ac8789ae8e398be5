package org.dske.client.psrd;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.ledger.Incarnation;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Pool;

/** How a client registers with a hub. Failures are those of {@link org.dske.client.transport.HubException}. */
interface RegistrationClient {
    /**
     * Registers the client, or renews its registration.
     *
     * @param pools the two pools, some bytes of which may sign it
     * @param knownBlocks the blocks that the client holds
     * @param marks how far each of them is used, as far as the client knows
     * @param incarnation which life the client's store is in; nothing if it keeps no state
     */
    CompletableFuture<RegistrationResponse> register(
            Collection<Pool> pools, Set<UUID> knownBlocks, Map<UUID, Integer> marks, Optional<Incarnation> incarnation);

    /** Takes leave of the hub, where that can be done; done when the hub has answered. */
    CompletableFuture<Void> unregister();
}

package org.dske.client.psrd;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.dske.ledger.Incarnation;
import org.dske.protocol.RegistrationResponse;
import org.dske.psrd.Pool;

/** How a client registers with a hub. Failures are those of {@link org.dske.client.transport.HubException}. */
interface RegistrationClient {
    /**
     * What a client holds of the PSRD that it shares with a hub.
     *
     * @param blocks the blocks
     * @param marks how far each of them is used, as far as the client knows
     */
    record Holding(Set<UUID> blocks, Map<UUID, Integer> marks) {
        static Holding of(Collection<Pool> pools) {
            Set<UUID> blocks = new HashSet<>();
            Map<UUID, Integer> marks = new HashMap<>();
            pools.forEach(pool -> {
                blocks.addAll(pool.blockUuids());
                marks.putAll(pool.marks());
            });
            return new Holding(blocks, marks);
        }
    }

    /**
     * Registers the client, or renews its registration.
     *
     * @param pools the two pools, some bytes of which may sign it
     * @param holding what the client holds: asked for once, when that is signed which has to be
     * @param incarnation which life the client's store is in; nothing if it keeps no state
     */
    CompletableFuture<RegistrationResponse> register(
            Collection<Pool> pools, Supplier<Holding> holding, Optional<Incarnation> incarnation);

    /** What the hub has said up to now need not be so any more. */
    void beginAnew();

    /** Takes leave of the hub, where that can be done; done when the hub has answered. */
    CompletableFuture<Void> unregister();
}

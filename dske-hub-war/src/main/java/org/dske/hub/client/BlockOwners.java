package org.dske.hub.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which client's pool a block is in, by the block's name: so that a request of a stranger costs one look-up, however many
 * clients there are. A block that was used up since the last {@link #update} may still be found, with the client whose it
 * was; that client's pool has the last word.
 *
 * <p>{@link #find} is safe for concurrent use; the {@link PeerClients} guard the rest.
 */
final class BlockOwners {
    private final Map<UUID, PeerClient> owners = new ConcurrentHashMap<>();
    private final Map<PeerClient, Set<UUID>> blocks = new HashMap<>();

    /** The client that a block of a client's pool belongs to, if there is or was one. */
    Optional<PeerClient> find(UUID block) {
        return Optional.ofNullable(owners.get(block));
    }

    /** Takes note of which blocks a client's pool holds now. */
    void update(PeerClient client) {
        Set<UUID> held = client.clientPool().blockUuids();
        forget(client, held);
        if (!held.isEmpty()) {
            held.forEach(block -> owners.put(block, client));
            blocks.put(client, held);
        }
    }

    /** Forgets a client's blocks. */
    void remove(PeerClient client) {
        forget(client, Set.of());
    }

    private void forget(PeerClient client, Set<UUID> but) {
        Set<UUID> known = blocks.remove(client);
        if (known != null) {
            known.stream().filter(block -> !but.contains(block)).forEach(owners::remove);
        }
    }
}

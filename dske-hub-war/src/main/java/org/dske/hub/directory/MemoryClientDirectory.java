package org.dske.hub.directory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.dske.error.RequestException;
import org.dske.hub.quota.Quota;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;

/** A directory that is gone when the process ends. Its futures are done at once. Looking up waits for nobody. */
public final class MemoryClientDirectory implements ClientDirectory {
    private final NodeName hub;
    private final Map<PeerName, ClientEntry> entries = new ConcurrentSkipListMap<>();
    private final Map<SaeId, Owner> owners = new ConcurrentHashMap<>();

    /**
     * Nobody is registered.
     *
     * @param hub whose directory it is
     */
    public MemoryClientDirectory(NodeName hub) {
        this.hub = hub;
    }

    @Override
    public synchronized CompletableFuture<Void> register(ClientEntry entry, Quota quota) {
        try {
            check(entry, quota);
        } catch (RequestException e) {
            return CompletableFuture.failedFuture(e);
        }
        entries.put(entry.client(), entry);
        NodeName name = entry.client().name();
        Owner owner = new Owner(name, entry.bestSuite());
        entry.encryptors().forEach(encryptor -> owners.put(encryptor, owner));
        // Those, too, that its other machines have named: what a client speaks is what it said last.
        owners.replaceAll((encryptor, known) -> known.client().equals(name) ? owner : known);
        free(name);
        return CompletableFuture.completedFuture(null);
    }

    private void check(ClientEntry entry, Quota quota) {
        NodeName name = entry.client().name();
        for (SaeId encryptor : entry.encryptors()) {
            Owner owner = owners.get(encryptor);
            if (owner != null && !owner.client().equals(name)) {
                throw ClientDirectory.belongsTo(encryptor, owner.client());
            }
        }
        Integer number = entry.hubNumber();
        for (ClientEntry other : entries.values()) {
            Integer known = other.hubNumber();
            if (number != null
                    && known != null
                    && !known.equals(number)
                    && !other.client().name().equals(name)) {
                throw ClientDirectory.otherNumber(
                        hub, name, number, other.client().name(), known);
            }
        }
        if (!entries.containsKey(entry.client())) {
            quota.require("clients", entries.size(), 1);
        }
    }

    /** Takes those encryptors from a client that none of its machines names any more. */
    private void free(NodeName name) {
        owners.entrySet()
                .removeIf(owned -> owned.getValue().client().equals(name)
                        && entries.values().stream()
                                .noneMatch(entry -> entry.client().name().equals(name)
                                        && entry.encryptors().contains(owned.getKey())));
    }

    @Override
    public synchronized CompletableFuture<Void> unregister(PeerName client) {
        if (entries.remove(client) != null) {
            free(client.name());
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Optional<Owner> find(SaeId encryptor) {
        return Optional.ofNullable(owners.get(encryptor));
    }

    @Override
    public int size() {
        return entries.size();
    }
}

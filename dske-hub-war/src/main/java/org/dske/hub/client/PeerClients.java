package org.dske.hub.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.allocation.Allocation;
import org.dske.config.PsrdSettings;
import org.dske.error.InvalidException;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.quota.Quotas;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.management.LowWater;
import org.dske.psrd.Block;
import org.dske.psrd.Pool;
import org.dske.psrd.UnknownBlockException;
import org.dske.time.Ticker;

/** The clients that are registered with a hub. Safe for concurrent use. */
public final class PeerClients implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeerClients.class.getName());

    private final NodeName hub;
    private final AcceptedClients accepted;
    private final Quotas quotas;
    private final PsrdSettings psrd;
    private final Ticker ticker;
    private final PsrdLedger ledger;
    private final ClientDirectory directory;
    private final Supplier<UUID> ids;
    private final Map<PeerName, PeerClient> clients = new ConcurrentSkipListMap<>();
    private final BlockOwners owners = new BlockOwners();
    private final LowWater lowWater;

    /**
     * The clients that a ledger knows, none of which has registered since.
     *
     * @param directory whose the encryptors are
     * @param ids makes random IDs
     */
    public PeerClients(
            NodeName hub,
            AcceptedClients accepted,
            Quotas quotas,
            PsrdSettings psrd,
            PsrdLedger ledger,
            ClientDirectory directory,
            Supplier<UUID> ids,
            Ticker ticker) {
        this.hub = hub;
        this.accepted = accepted;
        this.quotas = quotas;
        this.psrd = psrd;
        this.ledger = ledger;
        this.directory = directory;
        this.ids = ids;
        this.ticker = ticker;
        this.lowWater = new LowWater(ticker);
        ledger.peers().forEach(known -> {
            PeerClient client = newClient(known.name());
            clients.put(known.name(), client);
            owners.update(client);
        });
    }

    /**
     * Registers a client, or renews its registration.
     *
     * @return the client
     * @throws org.dske.error.RequestException with 403 if the hub does not accept it, 409 if an encryptor belongs to another client, the others
     *     know the hub by another number, or its store has been in a later life, 429 if there are too many clients or encryptors;
     *     nothing has changed then, but that in the case of a store no PSRD is left that the two share
     */
    public synchronized PeerClient register(ClientRegistration registration) {
        PeerName peer = registration.client();
        NodeName name = peer.name();
        Set<SaeId> encryptors = registration.encryptors();
        accepted.require(name, encryptors);
        quotas.encryptors().require("encryptors of client " + name, 0, encryptors.size());
        PeerClient known = clients.get(peer);
        if (known != null) {
            known.requireNotStale(registration);
        }
        Durable.await(directory.register(registration.entry(), quotas.clients()));
        // A client that has nothing to say makes sure every few seconds that the hub is there.
        boolean news =
                known == null || !known.isRegistered() || !known.encryptors().equals(encryptors);
        PeerClient client = clients.computeIfAbsent(peer, this::newClient);
        client.register(registration);
        LOG.log(
                news ? Level.INFO : Level.FINE,
                () -> "client " + peer + " registered, with encryptors " + encryptors + " and the suite "
                        + client.suite().wireName());
        owners.update(client);
        return client;
    }

    private PeerClient newClient(PeerName peer) {
        return new PeerClient(peer, hub, psrd, quotas, ledger, ids, ticker);
    }

    /** Forgets a client, if it is registered, and wipes the PSRD that the hub shares with it. */
    public synchronized void unregister(PeerName name) {
        Durable.await(directory.unregister(name));
        PeerClient client = clients.remove(name);
        if (client != null) {
            owners.remove(client);
            client.close();
            Durable.await(ledger.forget(name));
        }
    }

    /** {@return the client of a name; it is invalid if it is not registered} */
    public PeerClient get(PeerName name) {
        PeerClient client = clients.get(name);
        if (client == null || !client.isRegistered()) {
            throw notRegistered(name);
        }
        return client;
    }

    /**
     * Adds a block to a pool of a client. If the client was forgotten meanwhile, that is invalid, and the block is wiped:
     * nobody else would.
     */
    public synchronized void add(PeerClient client, PoolOwner owner, Block block) {
        if (clients.get(client.peer()) != client) {
            block.close();
            throw notRegistered(client.peer());
        }
        Durable.await(client.pool(owner).add(block));
        owners.update(client);
    }

    /** {@return all clients by name} */
    public Collection<PeerClient> all() {
        return clients.values();
    }

    /**
     * How many clients share what the hub has for all: those that it accepts, if they are listed, else those that are registered.
     *
     * @return their number, at least one
     */
    public int sharers() {
        return Math.max(
                1,
                accepted.clients().isEmpty()
                        ? directory.size()
                        : accepted.clients().size());
    }

    /** Erases what messages that were lost have left of the PSRD, and warns of pools that are low. */
    public void expire() {
        List<Pool> pools = clients.values().stream().flatMap(PeerClient::pools).toList();
        pools.forEach(Pool::expire);
        lowWater.look(pools);
    }

    /**
     * The client that shares the blocks of an allocation with the hub: a block belongs to one client. Whoever has no client's
     * bytes to name costs one look-up, and takes no pool's lock.
     *
     * @throws UnknownBlockException if no client has the blocks, or it has not registered since the hub started: before that
     *     nobody knows how far they are used
     */
    public PeerClient ownerOf(Allocation allocation) {
        UUID first = allocation.fragments().get(0).blockUuid();
        return owners.find(first).filter(PeerClient::isRegistered).orElseThrow(() -> new UnknownBlockException(first));
    }

    /** Puts the PSRD that is in memory back into the store, if there is one, else wipes it; knows no clients any more. */
    @Override
    public synchronized void close() {
        List<PeerClient> all = List.copyOf(clients.values());
        clients.clear();
        all.forEach(owners::remove);
        if (ledger.incarnation().isPresent()) {
            CompletableFuture.allOf(all.stream().map(PeerClient::putBack).toArray(CompletableFuture<?>[]::new))
                    .join();
        } else {
            all.forEach(PeerClient::close);
        }
    }

    private InvalidException notRegistered(PeerName name) {
        return new InvalidException("client " + name + " is not registered with hub " + hub);
    }
}

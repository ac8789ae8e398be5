package org.dske.hub.client;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.config.PsrdSettings;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.quota.Quotas;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.EnrolmentLedger.Content;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.ledger.RegisteredPeer;
import org.dske.ledger.StoredBlock;
import org.dske.limit.LogLimit;
import org.dske.management.LowWater;
import org.dske.psrd.Block;
import org.dske.psrd.Pool;
import org.dske.time.Ticker;

/** The clients that are registered with a hub. Safe for concurrent use. */
public final class PeerClients implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PeerClients.class.getName());

    /** Lines on clients that come and go, a minute, and encryptors named in one of them. */
    private static final int LINES = 100;

    private static final int SHOWN = 16;

    private final LogLimit comings;
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
    private final Enrolments enrolments;
    private final LowWater lowWater;
    private final AuditLog audit;

    /**
     * The clients that a ledger knows, none of which has registered since.
     *
     * @param directory whose the encryptors are
     * @param ids makes random IDs
     * @param clock by which packages expire
     */
    public PeerClients(
            NodeName hub,
            AcceptedClients accepted,
            Quotas quotas,
            PsrdSettings psrd,
            PsrdLedger ledger,
            ClientDirectory directory,
            Supplier<UUID> ids,
            InstantSource clock,
            Ticker ticker,
            AuditLog audit) {
        this.hub = hub;
        this.accepted = accepted;
        this.quotas = quotas;
        this.psrd = psrd;
        this.ledger = ledger;
        this.directory = directory;
        this.ids = ids;
        this.ticker = ticker;
        this.audit = audit;
        this.comings = new LogLimit(LOG, ticker, LINES);
        this.lowWater = new LowWater(ticker);
        this.enrolments = new Enrolments(ledger.enrolment(), clock);
        Stream.concat(ledger.peers().stream().map(RegisteredPeer::name), enrolments.peers().stream())
                .distinct()
                .forEach(this::know);
    }

    private PeerClient know(PeerName name) {
        PeerClient client = clients.computeIfAbsent(name, this::newClient);
        owners.update(client);
        return client;
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
        takeUpAll(client, registration.knownBlocks());
        client.register(registration);
        if (news) {
            audit.note(AuditEntry.of(AuditEvent.CLIENT_REGISTERED)
                    .with("client", peer)
                    .with("encryptors", encryptors.stream().sorted().toList())
                    .with("suite", client.suite().wireName()));
            comings.log(
                    Level.INFO,
                    () -> "client " + peer + " registered, with " + shown(encryptors) + " and the suite "
                            + client.suite().wireName(),
                    null);
        }
        owners.update(client);
        return client;
    }

    /**
     * Registers a client that has signed its registration, or renews it.
     *
     * @throws org.dske.error.RequestException as {@link #register}; also with 403 if it is another client than the one that signed, or it has
     *     no package that names one of its encryptors
     */
    public synchronized PeerClient registerEnrolled(PeerClient signer, ClientRegistration registration) {
        if (!registration.client().equals(signer.peer())) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "the registration names another client than the one that signed it");
        }
        enrolments.require(signer.name(), registration.encryptors());
        return register(registration);
    }

    /**
     * Issues a package: from now on the client is one that the hub takes in. Its blocks are kept apart until the client comes with them.
     *
     * @throws org.dske.error.RequestException with 403 if the hub does not accept it, 409 if an encryptor belongs to another client
     */
    public synchronized PeerClient enrol(Enrolment enrolment, List<Content> contents) {
        NodeName name = enrolment.peer().name();
        accepted.require(name, enrolment.encryptors());
        enrolments.requireFree(name, enrolment.encryptors());
        for (SaeId encryptor : enrolment.encryptors()) {
            directory
                    .find(encryptor)
                    .map(ClientDirectory.Owner::client)
                    .filter(owner -> !owner.equals(name))
                    .ifPresent(owner -> {
                        throw ClientDirectory.belongsTo(encryptor, owner);
                    });
        }
        quotas.encryptors()
                .require(
                        "encryptors of client " + name,
                        0,
                        enrolment.encryptors().size());
        enrolments.add(enrolment, contents);
        return know(enrolment.peer());
    }

    /** {@return the packages that no client has come with yet, the first to expire first} */
    public List<Enrolment> issued() {
        return enrolments.issued();
    }

    /** A client's message, which has verified, names bytes of a package that it has come with, or lists its blocks. */
    synchronized void takeUpAll(PeerClient client, Collection<UUID> blocks) {
        for (UUID block : blocks) {
            enrolments
                    .issuedWith(block)
                    .filter(issued -> issued.peer().equals(client.peer()))
                    .ifPresent(issued -> {
                        enrolments.takeUp(issued);
                        List<UUID> names =
                                issued.blocks().stream().map(StoredBlock::uuid).toList();
                        client.pools().forEach(pool -> pool.takeIn(names));
                        owners.update(client);
                        audit.note(AuditEntry.of(AuditEvent.PACKAGE_TAKEN_UP)
                                .with("package", issued.id())
                                .with("client", client.peer()));
                        comings.log(
                                Level.INFO,
                                () -> "client " + client.peer() + " has come with its package " + issued.id(),
                                null);
                    });
        }
    }

    /**
     * Takes a client out, all machines of it: its PSRD is erased, and its encryptors are free. Its shares are not here.
     *
     * @return whether there was such a client
     */
    public synchronized boolean takeOut(NodeName name) {
        List<PeerClient> machines = clients.values().stream()
                .filter(client -> client.name().equals(name))
                .toList();
        for (PeerClient client : machines) {
            List<UUID> blocks =
                    client.pools().flatMap(pool -> pool.blockUuids().stream()).toList();
            // While the ledger still knows which blocks they are: their names have to outlive the process.
            enrolments.takeOut(client.peer(), blocks);
            forget(client);
            audit.note(AuditEntry.of(AuditEvent.CLIENT_UNENROLLED).with("client", client.peer()));
        }
        return !machines.isEmpty();
    }

    private PeerClient newClient(PeerName peer) {
        return new PeerClient(peer, hub, psrd, quotas, ledger, ids, ticker);
    }

    /** Forgets a client, if it is registered, and wipes the PSRD that the hub shares with it. */
    public synchronized void unregister(PeerName name) {
        PeerClient client = clients.get(name);
        if (client == null) {
            Durable.await(directory.unregister(name));
        } else {
            forget(client);
            Durable.await(ledger.forget(name));
        }
        audit.note(AuditEntry.of(AuditEvent.CLIENT_UNREGISTERED).with("client", name));
        comings.log(Level.INFO, () -> "client " + name + " unregistered", null);
    }

    /** A client can have many, with long names. */
    private static String shown(Set<SaeId> encryptors) {
        return encryptors.size() <= SHOWN ? "encryptors " + encryptors : encryptors.size() + " encryptors";
    }

    private void forget(PeerClient client) {
        Durable.await(directory.unregister(client.peer()));
        clients.remove(client.peer());
        owners.remove(client);
        client.close();
    }

    /** {@return the client of a name, whether it has registered or not} */
    public Optional<PeerClient> find(PeerName name) {
        return Optional.ofNullable(clients.get(name));
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
        enrolments.expire().forEach(over -> {
            audit.note(AuditEntry.of(AuditEvent.PACKAGE_EXPIRED)
                    .with("package", over.id())
                    .with("client", over.peer()));
            LOG.warning(() -> "package " + over.id() + " for client " + over.peer()
                    + " has expired, and the client has not come with it: its PSRD is erased");
        });
    }

    /** The client that a block of a client's pool belongs to, if there is or was one. */
    Optional<PeerClient> ownerOf(UUID block) {
        return owners.find(block);
    }

    /** Whom the hub has enrolled. */
    Enrolments enrolments() {
        return enrolments;
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

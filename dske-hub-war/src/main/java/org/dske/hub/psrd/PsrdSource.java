package org.dske.hub.psrd;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.quota.Quotas;
import org.dske.key.Uuids;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.StoredBlock;
import org.dske.protocol.PsrdBlock;
import org.dske.psrd.Block;
import org.dske.psrd.Pool;
import org.dske.secret.SecretBytes;

/**
 * Makes blocks of random data, one copy for the hub and one for the client, as long as the hub holds no more than it may. A
 * copy counts until it is on its way, because a client that reads it slowly makes the hub hold it.
 */
public final class PsrdSource {
    /** What a block takes beside its bytes, about. */
    private static final int BLOCK_OVERHEAD = 512;

    private final SecureRandom random;
    private final int maxBlockSize;
    private final PeerClients clients;
    private final Quotas quotas;
    private final AuditLog audit;

    /** Bytes of copies that are not on their way yet, by block. */
    private final Map<UUID, Integer> undelivered = new ConcurrentHashMap<>();

    public PsrdSource(SecureRandom random, int maxBlockSize, PeerClients clients, Quotas quotas, AuditLog audit) {
        this.random = random;
        this.maxBlockSize = maxBlockSize;
        this.clients = clients;
        this.quotas = quotas;
        this.audit = audit;
    }

    /** {@return the largest block that the hub hands out, in bytes} */
    public int maxBlockSize() {
        return maxBlockSize;
    }

    /**
     * Makes a block of a size in bytes, adds it to the hub's side of a pool and gives it out for the client's side; its bytes
     * are secret, and count until they are {@link #delivered}.
     *
     * @throws org.dske.error.RequestException with 429 if the hub would hold too much for this client, or for all; 503 if it has to be
     *     recorded, and cannot be
     * @throws org.dske.error.InvalidException if the client is not registered any more
     */
    PsrdBlock share(PeerClient client, PoolOwner owner, int size, Origin origin) {
        return client.refill(owner, () -> make(client, owner, size, origin));
    }

    /** One at a time: what is held does not grow between the check and the use of it. */
    private synchronized PsrdBlock make(PeerClient client, PoolOwner owner, int size, Origin origin) {
        require(client, client.pool(owner), size, 1);
        requireAll(client.name().name(), held(client), size);
        UUID uuid = Uuids.random(random);
        audit.require(List.of(AuditEntry.of(AuditEvent.PSRD_SUPPLIED)
                .with("to", client.peer())
                .with("block", uuid)
                .with("pool", owner.wireName())
                .with("bytes", size)
                .with("way", origin.name().toLowerCase(Locale.ROOT))));
        SecretBytes data = bytes(size);
        PsrdBlock message = new PsrdBlock(uuid, data.expose().clone());
        clients.add(client, owner, new Block(uuid, data, origin));
        undelivered.put(uuid, size);
        return message;
    }

    private void require(PeerClient client, Pool pool, int size, int blocks) {
        String whose = " of client " + client.name() + " for pool owner "
                + pool.owner().wireName();
        quotas.blocks().require("PSRD blocks" + whose, pool.blockCount(), blocks);
        quotas.psrdBytes().require("bytes of PSRD" + whose, pool.size() + issued(client.peer()) / 2, size);
    }

    private void requireAll(String client, long held, long size) {
        quotas.allPsrdBytes()
                .shareOf(clients.sharers())
                .require("bytes of PSRD of client " + client, held, size + BLOCK_OVERHEAD);
        quotas.allPsrdBytes().require("bytes of PSRD of all clients", held(), 2 * size + BLOCK_OVERHEAD);
    }

    /**
     * Makes sure that a package may have so many bytes for each of a client's two pools.
     *
     * @throws org.dske.error.RequestException with 429 if the hub would hold too much for this client, or for all
     */
    public void require(PeerName peer, int size) {
        quotas.psrdBytes().require("bytes of PSRD of client " + peer + " in one pool", issued(peer) / 2, size);
        clients.find(peer)
                .ifPresent(client ->
                        client.pools().forEach(pool -> require(client, pool, size, 1 + size / maxBlockSize)));
        requireAll(peer.toString(), clients.find(peer).map(PsrdSource::held).orElse(0L) + issued(peer), 2L * size);
    }

    /** {@return fresh random bytes} */
    public SecretBytes bytes(int size) {
        // The operating system's own bytes. nextBytes would XOR them with a SHA-1 generator, at ten times the price.
        return SecretBytes.owning(random.generateSeed(size));
    }

    /** Bytes of packages that a client has not come with, for both pools. */
    private long issued(PeerName peer) {
        return clients.issued().stream()
                .filter(issued -> issued.peer().equals(peer))
                .mapToLong(PsrdSource::bytes)
                .sum();
    }

    private static long bytes(Enrolment issued) {
        return issued.blocks().stream().mapToLong(StoredBlock::size).sum();
    }

    /** Takes note that a block's copy is out of the hub's hands. */
    void delivered(PsrdBlock message) {
        undelivered.remove(message.blockUuid());
    }

    /** {@return the bytes of PSRD that the hub holds for all clients, with what blocks take beside, and with the copies that are not sent yet} */
    public long held() {
        return undelivered.values().stream().mapToLong(Integer::longValue).sum()
                + clients.issued().stream().mapToLong(PsrdSource::bytes).sum()
                + clients.all().stream().mapToLong(PsrdSource::held).sum();
    }

    private static long held(PeerClient client) {
        return client.pools()
                .mapToLong(pool -> pool.size() + (long) BLOCK_OVERHEAD * pool.blockCount())
                .sum();
    }
}

package org.dske.hub.client;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.allocation.InvalidAllocationException;
import org.dske.ledger.Durable;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.UnknownBlockException;
import org.dske.secret.SecretBytes;
import org.dske.signature.SigningKey;

/** The signing keys that clients' messages name: whose they are, what they are, and that each is used once. Safe for concurrent use. */
public final class SigningKeys {
    private final PeerClients clients;
    private final PsrdLedger ledger;

    /** Those of a hub's clients, and of packages in its ledger. */
    public SigningKeys(PeerClients clients, PsrdLedger ledger) {
        this.clients = clients;
        this.ledger = ledger;
    }

    /**
     * The client that shares the blocks of an allocation with the hub: a block belongs to one client. Whoever has no client's
     * bytes to name costs one look-up, and takes no pool's lock.
     *
     * @param use for a registration also one that has not registered, or whose package has those blocks
     * @throws UnknownBlockException if no client has the blocks, or it has not registered since the hub started: before that
     *     nobody knows how far they are used
     * @throws org.dske.error.RequestException with 403 if the client was taken out
     */
    public PeerClient ownerOf(Allocation allocation, Use use) {
        UUID first = allocation.fragments().get(0).blockUuid();
        clients.enrolments().requireNotTakenOut(first);
        return issuedWith(first, use)
                .flatMap(issued -> clients.find(issued.peer()))
                .or(() -> clients.ownerOf(first).filter(client -> use == Use.REGISTRATION || client.isRegistered()))
                .orElseThrow(() -> new UnknownBlockException(first));
    }

    private Optional<Enrolment> issuedWith(UUID block, Use use) {
        return use == Use.REGISTRATION ? clients.enrolments().issuedWith(block) : Optional.empty();
    }

    /**
     * A copy of the signing key that a message names, which stays where it is.
     *
     * @throws org.dske.error.DskeException as {@link org.dske.psrd.PeerPool#peek}
     */
    public SecretBytes peek(PeerClient client, Allocation allocation, Use use) {
        if (issuedWith(allocation.fragments().get(0).blockUuid(), use).isEmpty()) {
            return client.clientPool().peek(use, allocation, SigningKey.SIZE, Duration.ZERO);
        }
        // It is the first message by far, and names the first bytes of a block.
        if (allocation.size() != SigningKey.SIZE || allocation.fragments().size() > 1) {
            throw new InvalidAllocationException(
                    "a signing key that is not " + SigningKey.SIZE + " bytes of one block");
        }
        Fragment key = allocation.fragments().get(0);
        SecretBytes bytes = Durable.await(
                ledger.pool(client.peer(), PoolOwner.CLIENT).read(key.blockUuid(), key.start(), key.end()));
        if (bytes.size() != key.size()) {
            throw new InvalidAllocationException("an allocation lies outside of its block");
        }
        return bytes;
    }

    /**
     * Uses up the signing key of a message that has verified, which may be the first one with a package.
     *
     * @throws InvalidAllocationException if it is a registration that was made before one that has been here, and was held back
     * @throws org.dske.error.DskeException as {@link org.dske.psrd.PeerPool#consume}
     */
    public void consume(PeerClient client, Allocation allocation, Use use) {
        if (use == Use.REGISTRATION) {
            clients.takeUpAll(client, allocation.blockUuids().toList());
            client.consumeForRegistration(allocation);
        } else {
            client.clientPool().consume(allocation);
        }
    }
}

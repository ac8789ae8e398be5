package org.dske.hub.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.dske.allocation.InvalidAllocationException;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.EnrolmentLedger;
import org.dske.ledger.EnrolmentLedger.Content;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.PeerName;
import org.dske.ledger.StoredBlock;
import org.dske.protocol.RegistrationRequest;

/**
 * Whom a hub has enrolled, by the packages that it has issued; and the blocks of those that are kept apart, until the client comes with
 * them. Safe for concurrent use. Source: protocol, section 7.
 */
final class Enrolments {
    /** For how long a client that was taken out hears that it was. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final EnrolmentLedger ledger;
    private final InstantSource clock;
    private final Map<UUID, Enrolment> all = new ConcurrentHashMap<>();
    private final Map<UUID, Enrolment> byIssuedBlock = new ConcurrentHashMap<>();
    private final Set<UUID> takenOut = ConcurrentHashMap.newKeySet();

    Enrolments(EnrolmentLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
        Durable.await(ledger.expire(clock.instant()));
        ledger.enrolments().forEach(this::put);
        takenOut.addAll(ledger.takenOut());
    }

    private void put(Enrolment enrolment) {
        all.put(enrolment.id(), enrolment);
        enrolment.blocks().forEach(block -> byIssuedBlock.put(block.uuid(), enrolment));
    }

    /** {@return whom the packages are for} */
    Set<PeerName> peers() {
        return all.values().stream().map(Enrolment::peer).collect(Collectors.toUnmodifiableSet());
    }

    /** {@return the packages that no client has come with yet, the first to expire first} */
    List<Enrolment> issued() {
        return all.values().stream()
                .filter(Enrolment::issued)
                .sorted((one, other) -> one.expires().compareTo(other.expires()))
                .toList();
    }

    /** {@return the package that a block is of, if no client has come with it yet, and it has not expired} */
    Optional<Enrolment> issuedWith(UUID block) {
        return Optional.ofNullable(byIssuedBlock.get(block))
                .filter(enrolment -> clock.instant().isBefore(enrolment.expires()));
    }

    /** {@return the encryptors of a client, by all of its packages; none if it is not enrolled} */
    Set<SaeId> encryptors(NodeName client) {
        return all.values().stream()
                .filter(enrolment -> enrolment.peer().name().equals(client))
                .flatMap(enrolment -> enrolment.encryptors().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Makes sure that a client's packages name its encryptors.
     *
     * @throws RequestException with 403 if not
     */
    void require(NodeName client, Set<SaeId> encryptors) {
        Set<SaeId> enrolled = encryptors(client);
        if (enrolled.isEmpty()) {
            throw notEnrolled(client);
        }
        encryptors.stream()
                .filter(encryptor -> !enrolled.contains(encryptor))
                .findFirst()
                .ifPresent(other -> {
                    throw new RequestException(
                            ErrorCode.NOT_PERMITTED,
                            "encryptor " + other + " is in no package of client " + client
                                    + ": it needs one that names it");
                });
    }

    private static RequestException notEnrolled(Object client) {
        return new RequestException(
                ErrorCode.NOT_PERMITTED,
                "client " + client + " is not enrolled with this hub",
                Map.of(InvalidAllocationException.REASON, RegistrationRequest.NOT_ENROLLED));
    }

    /**
     * Fails with 409 if an encryptor is in a package of another client.
     */
    void requireFree(NodeName client, Set<SaeId> encryptors) {
        for (Enrolment other : all.values()) {
            if (!other.peer().name().equals(client)) {
                other.encryptors().stream()
                        .filter(encryptors::contains)
                        .findFirst()
                        .ifPresent(taken -> {
                            throw new RequestException(
                                    ErrorCode.CONFLICT,
                                    "encryptor " + taken + " is in a package of client "
                                            + other.peer().name());
                        });
            }
        }
    }

    /** Adds a package, durably. */
    void add(Enrolment enrolment, List<Content> contents) {
        Durable.await(ledger.add(enrolment, contents));
        put(enrolment.with(contents.stream().map(Content::block).toList()));
    }

    /** A client has come with a package: its blocks belong into the pools from now on, durably. */
    void takeUp(Enrolment issued) {
        Durable.await(ledger.takeUp(issued.id()));
        all.put(issued.id(), issued.takenUp());
        forgetBlocks(issued);
    }

    private void forgetBlocks(Enrolment enrolment) {
        enrolment.blocks().stream().map(StoredBlock::uuid).forEach(byIssuedBlock::remove);
    }

    /** Takes a client's machine out, durably: its blocks are erased, and their names remembered. */
    void takeOut(PeerName peer, Collection<UUID> blocks) {
        Durable.await(ledger.takeOut(peer, clock.instant().plus(REMEMBERED)));
        takenOut.addAll(blocks);
        for (Enrolment enrolment : List.copyOf(all.values())) {
            if (enrolment.peer().equals(peer)) {
                all.remove(enrolment.id());
                takenOut.addAll(
                        enrolment.blocks().stream().map(StoredBlock::uuid).toList());
                forgetBlocks(enrolment);
            }
        }
    }

    /**
     * Fails with 403 if a block is one of a client that was taken out.
     */
    void requireNotTakenOut(UUID block) {
        if (takenOut.contains(block)) {
            throw notEnrolled("of block " + block);
        }
    }

    /** Forgets packages that have expired, and erases their blocks. */
    List<Enrolment> expire() {
        List<Enrolment> over = issued().stream()
                .filter(enrolment -> !clock.instant().isBefore(enrolment.expires()))
                .toList();
        if (!over.isEmpty()) {
            Durable.await(ledger.expire(clock.instant()));
        }
        over.forEach(enrolment -> {
            all.remove(enrolment.id());
            forgetBlocks(enrolment);
        });
        return over;
    }
}

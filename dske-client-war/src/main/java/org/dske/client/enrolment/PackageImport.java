package org.dske.client.enrolment;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.PeerHubSettings;
import org.dske.client.hub.PeerHubs;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.EnrolmentLedger;
import org.dske.ledger.EnrolmentLedger.Content;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.StoredBlock;
import org.dske.protocol.enrolment.PackageHead;

/** Imports enrolment packages: all of one, or nothing. Safe for concurrent use. */
public final class PackageImport {
    private static final Logger LOG = Logger.getLogger(PackageImport.class.getName());

    private final PeerHubSettings self;
    private final PeerHubs hubs;
    private final EnrolmentLedger ledger;
    private final InstantSource clock;
    private final AuditLog audit;

    /**
     * Of a client.
     *
     * @param self the client, and its encryptors
     */
    public PackageImport(
            PeerHubSettings self, PeerHubs hubs, EnrolmentLedger ledger, InstantSource clock, AuditLog audit) {
        this.self = self;
        this.hubs = hubs;
        this.ledger = ledger;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Imports a package; the client registers with what is in it. The file's bytes stay the caller's.
     *
     * @return what was imported
     * @throws InvalidException if it is no package, was cut off or altered
     * @throws RequestException with 409 if it is not for this client, of a hub that this client does not know, or knows by another number,
     *     has expired, or was imported before; nothing was taken then
     */
    public ImportReport take(byte[] file) {
        try (EnrolmentPackage given = EnrolmentPackage.read(file)) {
            PackageHead head = given.head();
            require(head);
            PeerHub hub = hub(head);
            PeerName machine = machine(hub, head);
            List<Content> contents = contents(given);
            store(
                    new Enrolment(
                            head.id(), machine, encryptors(head), Instant.parse(head.expires()), false, List.of()),
                    contents);
            List<UUID> blocks =
                    contents.stream().map(content -> content.block().uuid()).toList();
            hub.takeIn(machine, blocks);
            audit.note(AuditEntry.of(AuditEvent.PACKAGE_IMPORTED)
                    .with("package", head.id())
                    .with("hub", machine)
                    .with(
                            "bytes",
                            contents.stream()
                                    .mapToLong(each -> each.block().size())
                                    .sum()));
            LOG.info(() -> "package " + head.id() + " of hub " + machine + " was imported, with "
                    + bytes(head, PoolOwner.CLIENT) + " and " + bytes(head, PoolOwner.HUB) + " bytes of PSRD");
            return new ImportReport(
                    head.id().toString(),
                    head.hub().name(),
                    given.words(),
                    bytes(head, PoolOwner.CLIENT),
                    bytes(head, PoolOwner.HUB));
        } catch (InvalidException e) {
            throw new InvalidException("the package " + e.getMessage());
        }
    }

    private void require(PackageHead head) {
        PeerName wanted = head.client().peer();
        if (!wanted.equals(self.client())) {
            throw refused("is for client " + wanted + ", and this is client " + self.client());
        }
        if (head.isOver(clock.instant())) {
            throw refused("has expired, on " + head.expires());
        }
        Set<SaeId> named = Stream.concat(
                        encryptors(head).stream(),
                        ledger.enrolments().stream()
                                .filter(other -> other.peer()
                                        .name()
                                        .name()
                                        .equals(head.hub().name()))
                                .flatMap(other -> other.encryptors().stream()))
                .collect(Collectors.toSet());
        self.encryptors().stream()
                .filter(each -> !named.contains(each))
                .findFirst()
                .ifPresent(missing -> {
                    throw refused("does not name encryptor " + missing + " of this client: it needs one that does");
                });
    }

    private PeerHub hub(PackageHead head) {
        PackageHead.Hub theirs = head.hub();
        PeerHub hub = hubs.all().stream()
                .filter(known -> known.name().name().equals(theirs.name()))
                .findFirst()
                .orElseThrow(() ->
                        refused("is of hub " + theirs.name() + ", which is none of this client's: if it is to be, put "
                                + theirs.number() + "=" + theirs.urls().getFirst() + " into dske.client.hubs"));
        if (hub.number() != theirs.number()) {
            throw refused("says that the number of hub " + theirs.name() + " is " + theirs.number()
                    + ", and this client knows it by " + hub.number());
        }
        return hub;
    }

    private static PeerName machine(PeerHub hub, PackageHead head) {
        return hub.machineAt(head.hub().urls().stream().map(URI::create).toList())
                .orElseThrow(() -> refused("is of a machine of hub " + hub.name() + " at "
                        + head.hub().urls() + ", and this client knows it at " + hub.urls()));
    }

    private void store(Enrolment enrolment, List<Content> contents) {
        try {
            Durable.await(ledger.add(enrolment, contents));
        } catch (InvalidException e) {
            throw refused("is worth nothing any more: " + e.getMessage());
        }
    }

    private static List<Content> contents(EnrolmentPackage given) {
        List<Content> contents = new ArrayList<>();
        for (int i = 0; i < given.data().size(); i++) {
            PackageHead.Block block = given.head().blocks().get(i);
            contents.add(new Content(
                    PoolOwner.parse(block.poolOwner()),
                    new StoredBlock(block.blockUuid(), block.size(), Origin.COURIER, 0),
                    given.data().get(i)));
        }
        return contents;
    }

    private static Set<SaeId> encryptors(PackageHead head) {
        return head.client().encryptors().stream().map(SaeId::new).collect(Collectors.toSet());
    }

    private static long bytes(PackageHead head, PoolOwner owner) {
        return head.blocks().stream()
                .filter(block -> block.poolOwner().equals(owner.wireName()))
                .mapToLong(PackageHead.Block::size)
                .sum();
    }

    private static RequestException refused(String why) {
        return new RequestException(ErrorCode.CONFLICT, "the package " + why);
    }
}

package org.dske.hub.enrolment;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Logger;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.enrolment.PackageLimit;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.client.PeerClients;
import org.dske.hub.psrd.PsrdSource;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.Uuids;
import org.dske.ledger.EnrolmentLedger.Content;
import org.dske.ledger.EnrolmentLedger.Enrolment;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.StoredBlock;
import org.dske.protocol.enrolment.PackageHead;
import org.dske.protocol.enrolment.PackageRequest;
import org.dske.secret.SecretBytes;

/** Makes enrolment packages, as its operator wants them. */
public final class PackageMaker {
    private static final Logger LOG = Logger.getLogger(PackageMaker.class.getName());

    private final NodeName hub;
    private final Identity identity;
    private final PackageLimit limit;
    private final PeerClients clients;
    private final PsrdSource source;
    private final SecureRandom random;
    private final InstantSource clock;
    private final AuditLog audit;

    /**
     * What a hub's packages say of it.
     *
     * @param number 1 to 255; 0 if it is not configured
     * @param urls its base URLs; none if they are not configured
     */
    public record Identity(int number, List<String> urls) {
        public Identity {
            urls = List.copyOf(urls);
        }

        /** Reads the settings. */
        public static Identity of(Settings settings) {
            List<String> urls = settings.list(Setting.HUB_URLS);
            for (String url : urls) {
                if (!PackageHead.Hub.isUrl(url)) {
                    throw settings.invalid(
                            Setting.HUB_URLS, "a list of base URLs, such as https://hub.example.org/hub/hank");
                }
            }
            return new Identity(settings.isSet(Setting.HUB_NUMBER) ? settings.number(Setting.HUB_NUMBER) : 0, urls);
        }

        private PackageHead.Hub of(NodeName hub) {
            if (number == 0 || urls.isEmpty()) {
                throw new RequestException(
                        ErrorCode.CONFLICT,
                        "this hub does not know what to say of itself: set " + Setting.HUB_NUMBER.key() + " and "
                                + Setting.HUB_URLS.key());
            }
            return new PackageHead.Hub(hub.name(), number, urls);
        }
    }

    public PackageMaker(
            NodeName hub,
            Identity identity,
            PackageLimit limit,
            PeerClients clients,
            PsrdSource source,
            SecureRandom random,
            InstantSource clock,
            AuditLog audit) {
        this.hub = hub;
        this.identity = identity;
        this.limit = limit;
        this.clients = clients;
        this.source = source;
        this.random = random;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Makes a package: from now on the hub takes the client in. What it is given is the only copy beside the hub's.
     *
     * @return the package, which is the caller's
     * @throws RequestException with 403, 409 or 429, as {@link PeerClients#enrol} and {@link PsrdSource#require}; also with 409 if the hub
     *     does not know its own number or URL, and 503 if it has to be recorded, and cannot be
     */
    public EnrolmentPackage make(PackageRequest request) {
        PackageHead.Hub self = identity.of(hub);
        requireSize(request.psrdBytes());
        source.require(request.peer(), request.psrdBytes());
        Instant created = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = created.plus(Duration.ofSeconds(request.validSeconds()));
        List<Content> contents = new ArrayList<>();
        for (PoolOwner owner : PoolOwner.values()) {
            contents.addAll(blocks(owner, request.psrdBytes()));
        }
        PackageHead head = new PackageHead(
                Uuids.random(random),
                self,
                new PackageHead.Client(request.client(), request.instance(), request.encryptors()),
                created.toString(),
                expires.toString(),
                contents.stream()
                        .map(content -> new PackageHead.Block(
                                content.block().uuid(),
                                content.owner().wireName(),
                                content.block().size()))
                        .toList());
        EnrolmentPackage made =
                new EnrolmentPackage(head, contents.stream().map(Content::data).toList());
        try {
            audit.require(List.of(AuditEntry.of(AuditEvent.PACKAGE_MADE)
                    .with("package", head.id())
                    .with("client", request.peer())
                    .with("encryptors", request.encryptors())
                    .with("bytes", 2L * request.psrdBytes())
                    .with("expires", expires)));
            clients.enrol(
                    new Enrolment(head.id(), request.peer(), request.saeIds(), expires, true, List.of()), contents);
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        LOG.info(() -> "package " + head.id() + " was made for client " + request.peer() + ", with encryptors "
                + request.saeIds().stream().sorted().map(SaeId::name).toList() + " and " + request.psrdBytes()
                + " bytes of PSRD for each pool; it can be imported until " + expires);
        return made;
    }

    private void requireSize(int eachPool) {
        if (eachPool > limit.psrdBytes() / PoolOwner.values().length) {
            throw new RequestException(
                    ErrorCode.TOO_MANY,
                    "this hub makes packages with up to " + limit.psrdBytes() / PoolOwner.values().length
                            + " bytes of PSRD for each pool: make several, or give it more memory");
        }
    }

    private List<Content> blocks(PoolOwner owner, int bytes) {
        List<Content> blocks = new ArrayList<>();
        for (int left = bytes; left > 0; ) {
            int size = Math.min(left, source.maxBlockSize());
            UUID uuid = Uuids.random(random);
            SecretBytes data = source.bytes(size);
            blocks.add(new Content(owner, new StoredBlock(uuid, size, Origin.COURIER, 0), data));
            left -= size;
        }
        return blocks;
    }
}

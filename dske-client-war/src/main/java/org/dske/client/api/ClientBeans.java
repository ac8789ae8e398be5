package org.dske.client.api;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.dske.administrator.Administrators;
import org.dske.auditlog.AuditLog;
import org.dske.auditlog.AuditSettings;
import org.dske.client.ahead.AheadSettings;
import org.dske.client.ahead.KeysAhead;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.caller.Callers;
import org.dske.client.encryptor.EncryptorDirectory;
import org.dske.client.enrolment.PackageImport;
import org.dske.client.establishment.KeyEstablisher;
import org.dske.client.establishment.SharingPolicy;
import org.dske.client.etsi014.KeyLimits;
import org.dske.client.etsi014.LinkStatusReport;
import org.dske.client.etsi014.Partners;
import org.dske.client.hub.KnownHub;
import org.dske.client.hub.PeerHubSettings;
import org.dske.client.hub.PeerHubs;
import org.dske.client.hub.RelaySettings;
import org.dske.client.management.ManagedClient;
import org.dske.client.retrieval.KeyRetriever;
import org.dske.config.ManagementSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.PsrdSupply;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.documentation.OpenApiDocument;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.Uuids;
import org.dske.ledger.PsrdLedger;
import org.dske.limit.KeyMemory;
import org.dske.management.ManagedNode;
import org.dske.management.Refusals;
import org.dske.memory.MemoryExposure;
import org.dske.node.NodeBeans;
import org.dske.random.RandomSource;
import org.dske.sharing.NetworkSharing;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.dske.time.SteadyClock;
import org.dske.time.Ticker;
import org.dske.tls.MutualTls;
import org.dske.tls.PeerCertificates;
import org.dske.tls.PemKeyManager;
import org.dske.tls.TrustedAuthorities;
import org.jspecify.annotations.Nullable;

/** The beans of a client that are its own, one of each, made out of its settings; see {@link org.dske.node.NodeBeans} for the others. */
@Dependent
public class ClientBeans {
    /** Of the memory, for the keys that are worked on; what each hub gets of them takes as much again. */
    private static final int PART_FOR_KEYS = 32;

    @Resource
    private @Nullable ManagedThreadFactory threads;

    @Produces
    @Singleton
    static PeerHubSettings peerHubSettings(Settings settings) {
        try {
            return PeerHubSettings.of(settings);
        } catch (InvalidException e) {
            throw settings.invalid(Setting.CLIENT_ENCRYPTORS, "a list of SAE IDs");
        }
    }

    @Produces
    @Singleton
    static Administrators administrators(Settings settings, SecureRandom random) {
        return settings.file(Setting.MANAGEMENT_TOKENS)
                .or(() -> StoreSettings.of("client", settings).directory())
                .map(directory -> Administrators.in(directory, random))
                .orElseGet(Administrators::none);
    }

    @Produces
    @Singleton
    static NodeStore store(Settings settings, SteadyClock clock, SecureRandom random) {
        return NodeStore.open(StoreSettings.of("client", settings), clock, random);
    }

    @Produces
    @Singleton
    static AuditLog audit(Settings settings, InstantSource clock, SecureRandom random) {
        return AuditLog.open(AuditSettings.of("client", settings), clock, random);
    }

    /** Also after a start that failed, so that the next one finds the file free. */
    static void close(@Disposes AuditLog audit) {
        audit.close();
    }

    @Produces
    @Singleton
    PeerHubs hubs(
            Settings settings,
            PeerHubSettings peerHubSettings,
            PeerCertificates certificates,
            PsrdLedger ledger,
            SecureRandom random,
            InstantSource clock,
            Ticker ticker,
            AuditLog audit) {
        List<KnownHub> known = KnownHub.list(settings);
        known.stream()
                .filter(hub -> peerHubSettings.supplies().of(hub.name()) == PsrdSupply.TLS && !hub.allTls())
                .findFirst()
                .ifPresent(hub -> {
                    throw settings.invalid(
                            Setting.CLIENT_HUBS,
                            "hubs at https: URLs, where PSRD comes from them by tls, as it is to from " + hub.name());
                });
        return new PeerHubs(
                known,
                peerHubSettings,
                ledger,
                () -> Uuids.random(random),
                clock,
                ticker,
                audit,
                known.stream().anyMatch(KnownHub::anyTls) ? Optional.of(tls(settings, certificates)) : Optional.empty(),
                Objects.requireNonNull(threads));
    }

    private static SSLContext tls(Settings settings, PeerCertificates certificates) {
        TrustedAuthorities authorities = certificates
                .authorities()
                .orElseThrow(() ->
                        settings.invalid(Setting.TLS_CA_FILE, "the CAs of hubs, some of which are at https: URLs"));
        Path certificate = settings.file(Setting.TLS_CERTIFICATE_FILE)
                .orElseThrow(() -> settings.invalid(
                        Setting.TLS_CERTIFICATE_FILE, "this client's certificate, since some hubs are at https: URLs"));
        Path key = settings.file(Setting.TLS_KEY_FILE)
                .orElseThrow(() -> settings.invalid(Setting.TLS_KEY_FILE, "the key of this client's certificate"));
        try {
            return MutualTls.context(authorities, new PemKeyManager(certificate, key));
        } catch (IOException | GeneralSecurityException e) {
            throw settings.invalid(
                    Setting.TLS_CERTIFICATE_FILE,
                    "a certificate whose key is in " + Setting.TLS_KEY_FILE.key() + ": " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    static PackageImport packages(
            PeerHubSettings peerHubSettings, PeerHubs hubs, PsrdLedger ledger, InstantSource clock, AuditLog audit) {
        return new PackageImport(peerHubSettings, hubs, ledger.enrolment(), clock, audit);
    }

    @Produces
    @Singleton
    static NetworkSharing sharing(Settings settings, SecureRandom random) {
        List<KnownHub> hubs = KnownHub.list(settings);
        int n = hubs.size();
        int k = settings.number(Setting.SHARING_THRESHOLD);
        if (k > n) {
            throw settings.invalid(Setting.SHARING_THRESHOLD, "at most the number of hubs, " + n);
        }
        if (settings.isSet(Setting.CLIENT_INSTANCE) && 2 * k <= n) {
            // Each hub gives its share to one of the machines; k hubs may give theirs to one, and k others to another.
            throw settings.invalid(
                    Setting.CLIENT_INSTANCE,
                    "nothing where k is " + k + " of " + n
                            + " hubs: two machines could give a slave the same key unless k is more"
                            + " than half of them");
        }
        return NetworkSharing.of(KnownHub.places(hubs), k, random);
    }

    @Produces
    @Singleton
    static SharingPolicy sharingPolicy(
            Settings settings, NetworkSharing sharing, PeerHubSettings peerHubSettings, EncryptorDirectory directory) {
        int its = Math.toIntExact(
                KnownHub.list(settings).stream().filter(hub -> !hub.classic()).count());
        if (peerHubSettings.requireIts() && its < sharing.threshold()) {
            throw settings.invalid(
                    Setting.CLIENT_HUBS,
                    "at least " + sharing.threshold() + " hubs without the word classic, unless "
                            + Setting.SECURITY_REQUIRE_ITS.key() + " is false");
        }
        return new SharingPolicy(its, sharing, peerHubSettings.requireIts(), directory);
    }

    @Produces
    @Singleton
    static RelaySettings relaySettings(Settings settings) {
        return RelaySettings.of(settings);
    }

    @Produces
    @Singleton
    ShareAuditor auditor() {
        return new ShareAuditor(Objects.requireNonNull(threads));
    }

    @Produces
    @Singleton
    static KeyEstablisher establisher(
            PeerHubs hubs, NetworkSharing sharing, RelaySettings settings, SecureRandom random, AuditLog audit) {
        return new KeyEstablisher(hubs.all(), sharing, settings, random, audit);
    }

    @Produces
    @Singleton
    static AheadSettings aheadSettings(Settings settings) {
        return AheadSettings.of(settings, settings.memory(Runtime.getRuntime().maxMemory()));
    }

    @Produces
    @Singleton
    KeysAhead ahead(
            AheadSettings settings,
            KeyEstablisher establisher,
            PeerHubs hubs,
            SharingPolicy sharing,
            RandomSource random,
            Ticker ticker,
            AuditLog audit) {
        return new KeysAhead(
                settings, establisher, hubs.all(), sharing, random, ticker, audit, Objects.requireNonNull(threads));
    }

    @Produces
    @Singleton
    static KeyRetriever retriever(
            PeerHubs hubs,
            NetworkSharing sharing,
            RelaySettings settings,
            ShareAuditor auditor,
            NodeStore store,
            SteadyClock clock,
            AheadSettings ahead,
            SecureRandom random,
            Ticker ticker,
            AuditLog audit) {
        return new KeyRetriever(
                hubs.all(), sharing, settings, auditor, store.deliveries(), clock, ahead, random, ticker, audit);
    }

    @Produces
    @Singleton
    static EncryptorDirectory directory(
            PeerHubSettings peerHubSettings,
            PeerHubs hubs,
            NetworkSharing sharing,
            RelaySettings settings,
            Ticker ticker) {
        return new EncryptorDirectory(
                peerHubSettings.client().name(),
                peerHubSettings.encryptors(),
                hubs.all(),
                sharing.threshold(),
                settings,
                ticker);
    }

    @Produces
    @Singleton
    static KeyMemory keyMemory(Settings settings) {
        return keyMemory(settings, settings.memory(Runtime.getRuntime().maxMemory()));
    }

    static KeyMemory keyMemory(Settings settings, long memory) {
        return new KeyMemory(memory / PART_FOR_KEYS / KnownHub.list(settings).size());
    }

    @Produces
    @Singleton
    static KeyLimits limits(Settings settings) {
        return KeyLimits.of(settings);
    }

    @Produces
    @Singleton
    static Callers callers(PeerHubSettings peerHubSettings, Settings settings, InstantSource clock) {
        return new Callers(
                peerHubSettings.encryptors(),
                plainHttp(settings),
                NodeBeans.authorities(settings, Setting.ETSI_CA_FILE, Setting.ETSI_CRL_FILE, clock));
    }

    /** In a laboratory, unless encryptors are to show certificates. */
    private static boolean plainHttp(Settings settings) {
        return settings.flag(
                Setting.ETSI_PLAIN_HTTP,
                settings.flag(Setting.LABORATORY)
                        && settings.file(Setting.ETSI_CA_FILE).isEmpty());
    }

    @Produces
    @Singleton
    static Partners partners(Settings settings, KeyLimits limits) {
        return new Partners(settings.flag(Setting.ETSI_LOOPBACK), limits.maxSaeIdCount());
    }

    @Produces
    @Singleton
    static LinkStatusReport report(
            NodeName name,
            PeerHubs hubs,
            SharingPolicy sharing,
            EncryptorDirectory directory,
            KeyLimits limits,
            Callers callers,
            KeysAhead ahead,
            Settings settings) {
        return new LinkStatusReport(
                name,
                hubs.all(),
                sharing,
                directory,
                limits,
                callers,
                ahead,
                PsrdSettings.of(settings).blockSize());
    }

    @Produces
    @Singleton
    static OpenApiDocument document() {
        return new OpenApiDocument(ClientApplication.class);
    }

    @Produces
    @Singleton
    static Refusals refusals() {
        return new Refusals();
    }

    @Produces
    @Singleton
    static ManagedNode node(
            PeerHubSettings peerHubSettings,
            PeerHubs hubs,
            SharingPolicy sharing,
            KeyLimits limits,
            KeyEstablisher establisher,
            KeysAhead ahead,
            KeyRetriever retriever,
            Refusals refusals,
            NodeStore store,
            AuditLog audit,
            RandomSource random,
            MemoryExposure memory,
            ManagementSettings settings) {
        return new ManagedClient(
                peerHubSettings,
                hubs,
                sharing,
                limits.keySize() / Byte.SIZE,
                establisher,
                ahead,
                retriever,
                refusals,
                store,
                audit,
                random,
                memory,
                settings);
    }
}

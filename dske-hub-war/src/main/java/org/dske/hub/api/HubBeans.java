package org.dske.hub.api;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.dske.administrator.Administrators;
import org.dske.auditlog.AuditLog;
import org.dske.auditlog.AuditSettings;
import org.dske.config.HttpSettings;
import org.dske.config.ManagementSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.PsrdSupplies;
import org.dske.config.PsrdSupply;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.documentation.OpenApiDocument;
import org.dske.enrolment.PackageLimit;
import org.dske.hub.client.AcceptedClients;
import org.dske.hub.client.PeerClients;
import org.dske.hub.client.SigningKeys;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.enrolment.PackageMaker;
import org.dske.hub.keyshare.KeyShareDelivery;
import org.dske.hub.keyshare.KeyShareIntake;
import org.dske.hub.keyshare.KeyShareSettings;
import org.dske.hub.keyshare.KeyShares;
import org.dske.hub.management.ManagedHub;
import org.dske.hub.psrd.PsrdSource;
import org.dske.hub.quota.Quotas;
import org.dske.hub.registration.OutOfBandAccess;
import org.dske.hub.registration.RegistrationAnswers;
import org.dske.hub.signature.LargeBodies;
import org.dske.hub.signature.RequestVerifier;
import org.dske.hub.store.HubStore;
import org.dske.key.NodeName;
import org.dske.key.Uuids;
import org.dske.ledger.PsrdLedger;
import org.dske.management.ManagedNode;
import org.dske.management.Refusals;
import org.dske.memory.MemoryExposure;
import org.dske.random.RandomSource;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.dske.time.SteadyClock;
import org.dske.time.Ticker;
import org.dske.tls.PeerCertificates;

/** The beans of a hub that are its own, one of each, made out of its settings; see {@link org.dske.node.NodeBeans} for the others. */
@Dependent
public class HubBeans {
    @Produces
    @Singleton
    static Suites suites(Settings settings) {
        return Suites.of(
                ClassicSuite.of(settings.word(Setting.SIGNATURE_HASH)),
                settings.flag(Setting.SECURITY_REQUIRE_ITS, !settings.flag(Setting.LABORATORY)));
    }

    @Produces
    @Singleton
    static Quotas quotas(Settings settings) {
        return Quotas.of(settings, settings.memory(Runtime.getRuntime().maxMemory()));
    }

    @Produces
    @Singleton
    static Administrators administrators(Settings settings, SecureRandom random) {
        return settings.file(Setting.MANAGEMENT_TOKENS)
                .or(() -> StoreSettings.of("hub", settings).directory())
                .map(directory -> Administrators.in(directory, random))
                .orElseGet(Administrators::none);
    }

    @Produces
    @Singleton
    static NodeStore store(Settings settings, SteadyClock clock, SecureRandom random) {
        return NodeStore.open(StoreSettings.of("hub", settings), clock, random, HubStore.SCHEMA);
    }

    @Produces
    @Singleton
    static AuditLog audit(Settings settings, InstantSource clock, SecureRandom random) {
        return AuditLog.open(AuditSettings.of("hub", settings), clock, random);
    }

    /** Also after a start that failed, so that the next one finds the file free. */
    static void close(@Disposes AuditLog audit) {
        audit.close();
    }

    @Produces
    @Singleton
    static PeerClients clients(
            NodeName hub,
            Settings settings,
            Quotas quotas,
            PsrdSettings psrd,
            PsrdLedger ledger,
            ClientDirectory directory,
            SecureRandom random,
            InstantSource clock,
            Ticker ticker,
            AuditLog audit) {
        return new PeerClients(
                hub,
                AcceptedClients.of(settings),
                quotas,
                psrd,
                ledger,
                directory,
                () -> Uuids.random(random),
                clock,
                ticker,
                audit);
    }

    @Produces
    @Singleton
    static PsrdSource source(
            SecureRandom random, Settings settings, PeerClients clients, Quotas quotas, AuditLog audit) {
        return new PsrdSource(random, settings.number(Setting.PSRD_MAX_BLOCK_SIZE), clients, quotas, audit);
    }

    @Produces
    @Singleton
    static PackageMaker packages(
            NodeName hub,
            Settings settings,
            PackageLimit limit,
            PeerClients clients,
            PsrdSource source,
            SecureRandom random,
            InstantSource clock,
            AuditLog audit) {
        return new PackageMaker(hub, PackageMaker.Identity.of(settings), limit, clients, source, random, clock, audit);
    }

    @Produces
    @Singleton
    static OutOfBandAccess outOfBandAccess(Settings settings, PsrdSupplies supplies, PeerCertificates certificates) {
        if (supplies.has(PsrdSupply.TLS) && certificates.authorities().isEmpty()) {
            throw settings.invalid(Setting.TLS_CA_FILE, "the CAs that say who clients are, whose PSRD comes over TLS");
        }
        if (supplies.usual() == PsrdSupply.TLS
                && AcceptedClients.of(settings).clients().isEmpty()) {
            throw settings.invalid(
                    Setting.HUB_CLIENTS,
                    "the clients, with their encryptors, that the hub takes in by their certificates, since "
                            + Setting.PSRD_SUPPLY.key() + " is tls");
        }
        return new OutOfBandAccess(supplies, certificates);
    }

    @Produces
    @Singleton
    static RegistrationAnswers registrationAnswers(NodeName hub) {
        return new RegistrationAnswers(hub);
    }

    @Produces
    @Singleton
    static HubStore hubStore(NodeStore store, Settings settings, NodeName hub, SteadyClock clock, SecureRandom random) {
        UUID instance = Uuids.random(random);
        String shared = settings.word(Setting.STORE_SHARES);
        if (!shared.isEmpty()) {
            return HubStore.shared(shared, StoreSettings.of("hub", settings), clock, random, instance);
        }
        return store.file()
                .map(file -> HubStore.in(file, hub, clock, instance))
                .orElseGet(() -> HubStore.inMemory(hub, clock));
    }

    @Produces
    @Singleton
    static ClientDirectory directory(HubStore store) {
        return store.clients();
    }

    @Produces
    @Singleton
    static KeyShares shares(Settings settings, Quotas quotas, PeerClients clients, HubStore store) {
        return new KeyShares(KeyShareSettings.of(settings), quotas, clients::sharers, store.shares(), store.clock());
    }

    @Produces
    @Singleton
    static KeyShareIntake intake(KeyShares shares, AuditLog audit) {
        return new KeyShareIntake(shares, audit);
    }

    @Produces
    @Singleton
    static KeyShareDelivery delivery(KeyShares shares, HttpSettings http, AuditLog audit) {
        return new KeyShareDelivery(shares, http, audit);
    }

    @Produces
    @Singleton
    static LargeBodies largeBodies(HttpSettings http, Ticker ticker) {
        return new LargeBodies(http, ticker);
    }

    @Produces
    @Singleton
    static RequestVerifier verifier(
            NodeName hub, PeerClients clients, PsrdLedger ledger, LargeBodies large, Suites suites, PsrdSettings psrd) {
        return new RequestVerifier(hub, new SigningKeys(clients, ledger), large, suites, psrd);
    }

    @Produces
    @Singleton
    static OpenApiDocument document() {
        return new OpenApiDocument(HubApplication.class);
    }

    @Produces
    @Singleton
    static Refusals refusals() {
        return new Refusals();
    }

    @Produces
    @Singleton
    static ManagedNode node(
            NodeName name,
            PeerClients clients,
            KeyShares shares,
            Quotas quotas,
            PsrdSource source,
            Refusals refusals,
            NodeStore store,
            AuditLog audit,
            RandomSource random,
            MemoryExposure memory,
            ManagementSettings settings) {
        return new ManagedHub(name, clients, shares, quotas, source, refusals, store, audit, random, memory, settings);
    }
}

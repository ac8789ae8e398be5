package org.dske.node;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Logger;
import org.dske.administrator.CertifiedAdministrators;
import org.dske.administrator.RefusedAttempts;
import org.dske.body.BodyBudget;
import org.dske.config.HttpSettings;
import org.dske.config.ListenerPorts;
import org.dske.config.ManagementSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.PsrdSupplies;
import org.dske.config.RequestLimits;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.enrolment.PackageLimit;
import org.dske.key.NodeName;
import org.dske.ledger.PsrdLedger;
import org.dske.limit.UnderWay;
import org.dske.management.ManagedNode;
import org.dske.management.StopSwitch;
import org.dske.memory.MemoryExposure;
import org.dske.memory.MemoryInspection;
import org.dske.random.RandomSource;
import org.dske.store.NodeStore;
import org.dske.time.SteadyClock;
import org.dske.time.Ticker;
import org.dske.tls.PeerCertificates;
import org.dske.tls.TrustedAuthorities;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The beans that hub and client have alike, one of each a node, and the only place where MicroProfile Config is read. */
@Dependent
public class NodeBeans {
    private static final Logger LOG = Logger.getLogger(NodeBeans.class.getName());

    @Resource
    private @Nullable ManagedThreadFactory threads;

    @Produces
    @Singleton
    static ContextPath contextPath() {
        return new ContextPath();
    }

    @Produces
    @Singleton
    static Settings settings(ContextPath path) {
        return new Settings(NodeName.lastPartOf(path.get()), properties(ConfigProvider.getConfig()));
    }

    /**
     * What is configured, as it was written. MicroProfile Config would put other properties in place of {@code ${...}}, and an
     * encryptor's name may have that in it: whose certificate has the name that came out would get its keys.
     */
    static Map<String, String> properties(Config config) {
        Map<String, String> properties = new HashMap<>();
        for (String key : config.getPropertyNames()) {
            String value =
                    key.startsWith(Setting.PREFIX) ? config.getConfigValue(key).getRawValue() : null;
            if (value != null && !value.isEmpty()) {
                properties.put(key, value);
            }
        }
        return properties;
    }

    @Produces
    @Singleton
    static NodeName name(Settings settings) {
        return settings.node();
    }

    @Produces
    @Singleton
    static PsrdSettings psrdSettings(Settings settings) {
        return PsrdSettings.of(settings);
    }

    @Produces
    @Singleton
    static HttpSettings httpSettings(Settings settings) {
        return HttpSettings.of(settings);
    }

    @Produces
    @Singleton
    static BodyBudget bodyBudget(HttpSettings http, Settings settings) {
        return new BodyBudget(http, settings.memory(Runtime.getRuntime().maxMemory()));
    }

    @Produces
    @Singleton
    static UnderWay underWay(Settings settings) {
        return new UnderWay(RequestLimits.of(settings));
    }

    @Produces
    @Singleton
    static Ticker ticker() {
        return Ticker.SYSTEM;
    }

    @Produces
    @Singleton
    static ListenerPorts listenerPorts(Settings settings) {
        return ListenerPorts.of(settings);
    }

    @Produces
    @Singleton
    static ManagementSettings managementSettings(Settings settings) {
        return ManagementSettings.of(settings);
    }

    @Produces
    @Singleton
    static PsrdSupplies psrdSupplies(Settings settings) {
        return PsrdSupplies.of(settings);
    }

    @Produces
    @Singleton
    public static PeerCertificates peerCertificates(Settings settings, InstantSource clock) {
        return new PeerCertificates(authorities(settings, Setting.TLS_CA_FILE, Setting.TLS_CRL_FILE, clock));
    }

    @Produces
    @Singleton
    static CertifiedAdministrators certifiedAdministrators(Settings settings, PeerCertificates certificates) {
        return CertifiedAdministrators.of(settings, certificates);
    }

    /**
     * The CAs that a setting names, with the CRLs that another one does; nothing if none is set.
     *
     * @throws org.dske.config.ConfigurationException if they cannot be read
     */
    public static Optional<TrustedAuthorities> authorities(
            Settings settings, Setting ca, Setting crl, InstantSource clock) {
        Optional<Path> certificates = settings.file(ca);
        Optional<Path> crls = settings.file(crl);
        if (certificates.isEmpty()) {
            if (crls.isPresent()) {
                throw settings.invalid(crl, "nothing without " + ca.key());
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new TrustedAuthorities(certificates.get(), crls, clock));
        } catch (IOException | GeneralSecurityException e) {
            throw settings.invalid(ca, "a file with certificates, and CRLs of theirs: " + e);
        }
    }

    @Produces
    @Singleton
    static PackageLimit packageLimit(Settings settings) {
        return PackageLimit.of(settings.memory(Runtime.getRuntime().maxMemory()));
    }

    @Produces
    @Singleton
    static InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    RandomSource randomSource(Settings settings) {
        return NodeRandom.open(settings, systemRandom(), Objects.requireNonNull(threads));
    }

    private static SecureRandom systemRandom() {
        try {
            // On Unix the default but for its seed bytes, which come out of a source that never blocks.
            return SecureRandom.getInstance("NativePRNGNonBlocking");
        } catch (NoSuchAlgorithmException e) {
            return new SecureRandom();
        }
    }

    static void close(@Disposes RandomSource source) {
        source.close();
    }

    @Produces
    @Singleton
    static SecureRandom random(RandomSource source) {
        return source.random();
    }

    @Produces
    @Singleton
    @Typed(SteadyClock.class)
    static SteadyClock steadyClock(InstantSource clock, Ticker ticker) {
        return new SteadyClock(clock, ticker);
    }

    @Produces
    @Singleton
    static MemoryExposure memoryExposure() {
        MemoryExposure exposure = MemoryInspection.ofThisProcess();
        exposure.warnings().forEach(LOG::warning);
        return exposure;
    }

    @Produces
    @Singleton
    static PsrdLedger ledger(NodeStore store) {
        return store.ledger();
    }

    @Produces
    @Singleton
    static RefusedAttempts refusedAttempts(Ticker ticker) {
        return new RefusedAttempts(ticker);
    }

    @Produces
    @Singleton
    static StopSwitch stopSwitch(ManagedNode node, ManagementSettings settings) {
        return new StopSwitch(node, settings);
    }
}

package org.dske.hub.api;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.administrator.Administrators;
import org.dske.administrator.CertifiedAdministrators;
import org.dske.administrator.RefusedAttempts;
import org.dske.auditlog.AuditLog;
import org.dske.body.BodyBudget;
import org.dske.body.BodyFilter;
import org.dske.config.HttpSettings;
import org.dske.config.ListenerPorts;
import org.dske.config.ManagementSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.PsrdSupplies;
import org.dske.config.RequestLimits;
import org.dske.config.Settings;
import org.dske.documentation.OpenApiDocument;
import org.dske.enrolment.PackageLimit;
import org.dske.http.ConnectionFilter;
import org.dske.http.FramingFilter;
import org.dske.http.ServletErrorFilter;
import org.dske.http.UnderWayFilter;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.enrolment.PackageMaker;
import org.dske.hub.keyshare.KeyShareDelivery;
import org.dske.hub.keyshare.KeyShareIntake;
import org.dske.hub.keyshare.KeyShares;
import org.dske.hub.psrd.PsrdSource;
import org.dske.hub.quota.Quotas;
import org.dske.hub.registration.OutOfBandAccess;
import org.dske.hub.registration.RegistrationAnswers;
import org.dske.hub.signature.RequestVerifier;
import org.dske.hub.store.HubStore;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.limit.UnderWay;
import org.dske.management.ManagedNode;
import org.dske.management.Refusals;
import org.dske.management.StopSwitch;
import org.dske.memory.MemoryExposure;
import org.dske.node.NodeBeans;
import org.dske.node.NodeRandom;
import org.dske.psrd.Block;
import org.dske.random.RandomSource;
import org.dske.secret.SecretBytes;
import org.dske.signature.Suites;
import org.dske.store.NodeStore;
import org.dske.testing.DependentScope;
import org.dske.testing.FakeConnection;
import org.dske.testing.MutableClock;
import org.dske.time.SteadyClock;
import org.dske.tls.PeerCertificates;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * A hub on a free port of this machine, without an application server: the beans of {@link HubBeans} and the classes of
 * {@link HubApplication}, served by Jersey in a servlet container. Its clock stands still until a test moves it.
 */
public final class TestHub implements AutoCloseable {
    /** As many as our launcher gives a node. */
    private static final int THREADS = 192;

    /** As much as our launcher gives a node. */
    private static final long MEMORY = 128 << 20;

    /** The time of this hub. */
    public final MutableClock clock = new MutableClock();
    /** The clients that are registered. */
    public final PeerClients clients;
    /** The requests that it serves. */
    public final UnderWay underWay;
    /** The shares that it holds. */
    public final KeyShares shares;

    /** How requests arrive: over plain HTTP, until a test says otherwise. */
    public final FakeConnection connection = new FakeConnection();

    /** Its audit log: none, unless its file is configured. */
    public final AuditLog audit;

    private final HttpServer server = new HttpServer();
    private final NodeStore store;
    private final Refusals refusals;
    private final RandomSource randomSource;
    private final URI base;

    /**
     * Starts a hub.
     *
     * @param name the hub's name
     * @param properties its configuration
     */
    public TestHub(String name, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent("dske.laboratory", "true");
        all.putIfAbsent("dske.store", "memory");
        all.putIfAbsent("dske.hub.number", "1");
        all.putIfAbsent("dske.hub.urls", "http://127.0.0.1:8100/hub/" + name);
        Settings settings = new Settings(new NodeName(name), all);
        NodeName node = settings.node();
        PsrdSettings psrd = PsrdSettings.of(settings);
        HttpSettings http = HttpSettings.of(settings);
        ManagementSettings management = ManagementSettings.of(settings);
        randomSource = NodeRandom.open(settings, new SecureRandom(), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        SecureRandom random = randomSource.random();
        audit = HubBeans.audit(settings, clock, random);
        store = HubBeans.store(settings, new SteadyClock(clock, clock), random);
        Suites suites = HubBeans.suites(settings);
        Quotas quotas = HubBeans.quotas(settings);
        HubStore hubStore = HubBeans.hubStore(store, settings, node, new SteadyClock(clock, clock), random);
        clients = HubBeans.clients(
                node, settings, quotas, psrd, store.ledger(), hubStore.clients(), random, clock, clock, audit);
        shares = HubBeans.shares(settings, quotas, clients, hubStore);
        PsrdSource source = HubBeans.source(random, settings, clients, quotas, audit);
        PackageLimit limit = PackageLimit.of(MEMORY);
        PackageMaker packages = HubBeans.packages(node, settings, limit, clients, source, random, clock, audit);
        KeyShareIntake intake = HubBeans.intake(shares, audit);
        KeyShareDelivery delivery = HubBeans.delivery(shares, http, audit);
        RequestVerifier verifier =
                HubBeans.verifier(node, clients, store.ledger(), HubBeans.largeBodies(http, clock), suites, psrd);
        refusals = HubBeans.refusals();
        ManagedNode managed = HubBeans.node(
                node,
                clients,
                shares,
                quotas,
                source,
                refusals,
                store,
                audit,
                randomSource,
                new MemoryExposure(false, true, false, null),
                management);
        PeerCertificates certificates = NodeBeans.peerCertificates(settings, clock);
        OutOfBandAccess outOfBand = HubBeans.outOfBandAccess(settings, PsrdSupplies.of(settings), certificates);
        CertifiedAdministrators certified = CertifiedAdministrators.of(settings, certificates);
        StopSwitch stopSwitch = new StopSwitch(managed, management);
        BodyFilter bodies = new BodyFilter(new BodyBudget(http, MEMORY));
        underWay = new UnderWay(RequestLimits.of(settings));
        ListenerPorts ports = ListenerPorts.of(settings);
        IntStream.concat(ports.outOfBand().stream(), ports.management().stream())
                .forEach(port -> server.addListener(new NetworkListener("own-" + port, "127.0.0.1", port)));
        base = serve("/hub/" + name, bodies, new UnderWayFilter(underWay), new AbstractBinder() {
            @Override
            protected void configure() {
                bind(node).to(NodeName.class);
                bind(http).to(HttpSettings.class);
                bind(clients).to(PeerClients.class);
                bind(hubStore.clients()).to(ClientDirectory.class);
                bind(suites).to(Suites.class);
                bind(source).to(PsrdSource.class);
                bind(packages).to(PackageMaker.class);
                bind(outOfBand).to(OutOfBandAccess.class);
                bind(certified).to(CertifiedAdministrators.class);
                bind(HubBeans.registrationAnswers(node)).to(RegistrationAnswers.class);
                bind(shares).to(KeyShares.class);
                bind(intake).to(KeyShareIntake.class);
                bind(delivery).to(KeyShareDelivery.class);
                bind(verifier).to(RequestVerifier.class);
                bind(HubBeans.document()).to(OpenApiDocument.class);
                bind(underWay).to(UnderWay.class);
                bind(refusals).to(Refusals.class);
                bind(managed).to(ManagedNode.class);
                bind(stopSwitch).to(StopSwitch.class);
                bind(HubBeans.administrators(settings, random)).to(Administrators.class);
                bind(new RefusedAttempts(clock)).to(RefusedAttempts.class);
                bind(audit).to(AuditLog.class);
                bind(management).to(ManagementSettings.class);
                bind(ports).to(ListenerPorts.class);
                install(DependentScope.binder());
            }
        });
    }

    /**
     * Starts hub hank.
     *
     * @param properties its configuration: keys and values, one after the other, keys without {@code dske.}
     * @return the hub
     */
    public static TestHub start(String... properties) {
        Map<String, String> configuration = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            configuration.put("dske." + properties[i], properties[i + 1]);
        }
        return new TestHub("hank", configuration);
    }

    private URI serve(String contextPath, BodyFilter bodies, UnderWayFilter callers, AbstractBinder beans) {
        ResourceConfig application = ResourceConfig.forApplication(new HubApplication());
        application.register(beans);
        NetworkListener listener = new NetworkListener("hub", "127.0.0.1", 0);
        listener.getTransport()
                .setWorkerThreadPoolConfig(
                        ThreadPoolConfig.defaultConfig().setCorePoolSize(8).setMaxPoolSize(THREADS));
        server.addListener(listener);
        // As the launcher configures Payara: else a GET with a body never gets to the application.
        server.getServerConfiguration().setAllowPayloadForUndefinedHttpMethods(true);
        WebappContext context = new WebappContext("hub", contextPath);
        context.addServlet("hub", new ServletContainer(application)).addMapping("/*");
        context.addFilter("connection", connection).addMappingForUrlPatterns(null, "/*");
        context.addFilter("framing", new FramingFilter()).addMappingForUrlPatterns(null, "/*");
        context.addFilter("port", new ConnectionFilter()).addMappingForUrlPatterns(null, "/*");
        context.addFilter("errors", new ServletErrorFilter()).addMappingForUrlPatterns(null, "/*");
        context.addFilter("callers", callers).addMappingForUrlPatterns(null, "/*");
        context.addFilter("bodies", bodies).addMappingForUrlPatterns(null, "/*");
        context.deploy(server);
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException("no free port?", e);
        }
        return URI.create("http://127.0.0.1:" + listener.getPort() + contextPath);
    }

    /**
     * The hub's base URL.
     *
     * @return such as {@code http://127.0.0.1:40000/hub/hank}
     */
    public URI base() {
        return base;
    }

    /**
     * A client that is registered.
     *
     * @param name its name
     * @return the client
     */
    public PeerClient client(String name) {
        return clients.get(PeerName.of(new NodeName(name)));
    }

    /**
     * Adds a block of known bytes to the hub's side of a pool.
     *
     * @param client the client's name
     * @param owner whose pool
     * @param uuid the block
     * @param data its bytes
     */
    public void addBlock(String client, PoolOwner owner, UUID uuid, byte[] data) {
        clients.add(client(client), owner, new Block(uuid, SecretBytes.copyOf(data)));
    }

    /**
     * All there is to know of the clients and their pools but the secret bytes, to compare before and after.
     *
     * @return a text
     */
    public String pools() {
        return clients.all().stream()
                .map(client -> client.name() + " " + client.encryptors() + " "
                        + Stream.of(PoolOwner.values())
                                .map(owner -> client.pool(owner).status(false).toString())
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Bytes used out of a pool, as the hub counts, of the blocks that it still holds.
     *
     * @param client the client's name
     * @param owner whose pool
     * @return bytes
     */
    public long used(String client, PoolOwner owner) {
        return client(client).pool(owner).status(false).used();
    }

    /**
     * Requests that were refused.
     *
     * @param status the HTTP status
     * @return how many
     */
    public long refused(int status) {
        return refusals.all().stream()
                .filter(refusal -> refusal.status() == status)
                .mapToLong(Refusals.Refusal::count)
                .sum();
    }

    @Override
    public void close() {
        randomSource.close();
        server.shutdownNow();
        shares.close();
        store.close();
        audit.close();
    }
}

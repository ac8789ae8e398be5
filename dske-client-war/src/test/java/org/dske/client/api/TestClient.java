package org.dske.client.api;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.dske.administrator.Administrators;
import org.dske.administrator.CertifiedAdministrators;
import org.dske.administrator.RefusedAttempts;
import org.dske.auditlog.AuditLog;
import org.dske.body.BodyBudget;
import org.dske.body.BodyFilter;
import org.dske.client.ahead.AheadSettings;
import org.dske.client.ahead.KeysAhead;
import org.dske.client.audit.ShareAuditor;
import org.dske.client.caller.Callers;
import org.dske.client.encryptor.EncryptorDirectory;
import org.dske.client.enrolment.PackageImport;
import org.dske.client.establishment.KeyEstablisher;
import org.dske.client.establishment.KeyRequest;
import org.dske.client.establishment.SharingPolicy;
import org.dske.client.etsi014.KeyLimits;
import org.dske.client.etsi014.LinkStatusReport;
import org.dske.client.etsi014.Partners;
import org.dske.client.hub.KnownHub;
import org.dske.client.hub.PeerHub;
import org.dske.client.hub.PeerHubSettings;
import org.dske.client.hub.PeerHubs;
import org.dske.client.hub.RelaySettings;
import org.dske.client.retrieval.KeyRetriever;
import org.dske.config.HttpSettings;
import org.dske.config.ListenerPorts;
import org.dske.config.ManagementSettings;
import org.dske.config.RequestLimits;
import org.dske.config.Settings;
import org.dske.documentation.OpenApiDocument;
import org.dske.enrolment.PackageLimit;
import org.dske.http.ConnectionFilter;
import org.dske.http.FramingFilter;
import org.dske.http.ServletErrorFilter;
import org.dske.http.UnderWayFilter;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.UserKey;
import org.dske.limit.KeyMemory;
import org.dske.limit.UnderWay;
import org.dske.management.ManagedNode;
import org.dske.management.Refusals;
import org.dske.management.StopSwitch;
import org.dske.memory.MemoryExposure;
import org.dske.node.NodeBeans;
import org.dske.node.NodeRandom;
import org.dske.random.RandomSource;
import org.dske.sharing.NetworkSharing;
import org.dske.store.NodeStore;
import org.dske.testing.DependentScope;
import org.dske.testing.FakeConnection;
import org.dske.testing.Http;
import org.dske.testing.MutableClock;
import org.dske.testing.Response;
import org.dske.testing.hub.FakeHub;
import org.dske.time.SteadyClock;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** A client on a free port of this machine, without an application server: its objects, built with new, served by Jersey. */
public final class TestClient implements AutoCloseable {
    private static final long MEMORY = 128L << 20;

    /** Its hubs. */
    public final PeerHubs hubs;
    /** Makes keys. */
    public final KeyEstablisher establisher;
    /** Gives keys, of those that were made ahead of demand if there are any. */
    public final KeysAhead ahead;
    /** Delivers keys. */
    public final KeyRetriever retriever;
    /** Tells how keys are shared. */
    public final SharingPolicy sharingPolicy;
    /** The requests that it serves. */
    public final UnderWay underWay;
    /** Knows where encryptors are. */
    public final EncryptorDirectory directory;
    /** Its time, which stands still. */
    public final MutableClock clock = new MutableClock();

    /** How encryptors are connected: over plain HTTP, until a test says something else. */
    public final FakeConnection connection = new FakeConnection();

    /** Its audit log: none, unless its file is configured. */
    public final AuditLog audit;

    private final HttpServer server = new HttpServer();
    private final RandomSource randomSource;
    private final URI base;

    /**
     * Starts a client.
     *
     * @param name its name
     * @param encryptors its encryptors, separated by commas
     * @param fakes its hubs
     * @param properties its configuration without {@code dske.}
     */
    public TestClient(String name, String encryptors, List<FakeHub> fakes, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>();
        all.put("dske.client.encryptors", encryptors);
        all.put(
                "dske.client.hubs",
                fakes.stream()
                        .map(hub -> hub.base() + (hub.suites.contains("its") ? "" : " classic"))
                        .collect(Collectors.joining(",")));
        if (fakes.stream().anyMatch(hub -> !hub.suites.contains("its"))) {
            all.put("dske.security.require-its", "false");
        }
        all.put("dske.hub-retry.min", "20ms");
        all.put("dske.hub-retry.max", "100ms");
        all.put("dske.etsi.plain-http", "true");
        all.put("dske.laboratory", "true");
        all.put("dske.store", "memory");
        properties.forEach((key, value) -> all.put("dske." + key, value));
        Settings settings = new Settings(new NodeName(name), all);
        PeerHubSettings peerHubSettings = ClientBeans.peerHubSettings(settings);
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
        randomSource = NodeRandom.open(settings, new SecureRandom(), threads);
        SecureRandom random = randomSource.random();
        NodeStore store = NodeStore.inMemory();
        audit = ClientBeans.audit(settings, clock, random);
        hubs = new PeerHubs(
                KnownHub.list(settings),
                peerHubSettings,
                store.ledger(),
                UUID::randomUUID,
                clock,
                clock,
                audit,
                Optional.empty(),
                threads);
        ShareAuditor auditor = new ShareAuditor(threads);
        NetworkSharing sharing = ClientBeans.sharing(settings, random);
        RelaySettings relaySettings = ClientBeans.relaySettings(settings);
        directory = ClientBeans.directory(peerHubSettings, hubs, sharing, relaySettings, clock);
        sharingPolicy = ClientBeans.sharingPolicy(settings, sharing, peerHubSettings, directory);
        establisher = ClientBeans.establisher(hubs, sharing, relaySettings, random, audit);
        AheadSettings aheadSettings = AheadSettings.of(settings, MEMORY);
        ahead = new KeysAhead(
                aheadSettings, establisher, hubs.all(), sharingPolicy, randomSource, clock, audit, threads);
        retriever = ClientBeans.retriever(
                hubs,
                sharing,
                relaySettings,
                auditor,
                store,
                new SteadyClock(clock, clock),
                aheadSettings,
                random,
                clock,
                audit);
        HttpSettings http = HttpSettings.of(settings);
        underWay = new UnderWay(RequestLimits.of(settings));
        ManagementSettings management = ManagementSettings.of(settings);
        Refusals refusals = ClientBeans.refusals();
        ManagedNode node = ClientBeans.node(
                peerHubSettings,
                hubs,
                sharingPolicy,
                ClientBeans.limits(settings),
                establisher,
                ahead,
                retriever,
                refusals,
                store,
                audit,
                randomSource,
                new MemoryExposure(false, true, false, null),
                management);
        StopSwitch stopSwitch = new StopSwitch(node, management);
        KeyLimits limits = ClientBeans.limits(settings);
        Callers callers = ClientBeans.callers(peerHubSettings, settings, clock);
        Partners partners = ClientBeans.partners(settings, limits);
        LinkStatusReport report =
                ClientBeans.report(settings.node(), hubs, sharingPolicy, directory, limits, callers, ahead, settings);
        ResourceConfig application = ResourceConfig.forApplication(new ClientApplication());
        application.register(new AbstractBinder() {
            @Override
            protected void configure() {
                bind(ClientBeans.keyMemory(settings, MEMORY)).to(KeyMemory.class);
                bind(http).to(HttpSettings.class);
                bind(limits).to(KeyLimits.class);
                bind(callers).to(Callers.class);
                bind(partners).to(Partners.class);
                bind(sharingPolicy).to(SharingPolicy.class);
                bind(ahead).to(KeysAhead.class);
                bind(retriever).to(KeyRetriever.class);
                bind(report).to(LinkStatusReport.class);
                bind(ClientBeans.packages(peerHubSettings, hubs, store.ledger(), clock, audit))
                        .to(PackageImport.class);
                bind(PackageLimit.of(MEMORY)).to(PackageLimit.class);
                bind(node).to(ManagedNode.class);
                bind(ClientBeans.document()).to(OpenApiDocument.class);
                bind(refusals).to(Refusals.class);
                bind(settings.node()).to(NodeName.class);
                bind(stopSwitch).to(StopSwitch.class);
                bind(ClientBeans.administrators(settings, random)).to(Administrators.class);
                bind(CertifiedAdministrators.of(settings, NodeBeans.peerCertificates(settings, clock)))
                        .to(CertifiedAdministrators.class);
                bind(new RefusedAttempts(clock)).to(RefusedAttempts.class);
                bind(audit).to(AuditLog.class);
                bind(management).to(ManagementSettings.class);
                bind(ListenerPorts.of(settings)).to(ListenerPorts.class);
                install(DependentScope.binder());
            }
        });
        NetworkListener listener = new NetworkListener(name, "127.0.0.1", 0);
        listener.getKeepAlive().setMaxRequestsCount(-1);
        server.addListener(listener);
        // As the launcher configures Payara: else a GET with a body never gets to the application.
        server.getServerConfiguration().setAllowPayloadForUndefinedHttpMethods(true);
        WebappContext context = new WebappContext(name, "/client/" + name);
        context.addServlet(name, new ServletContainer(application)).addMapping("/*");
        context.addFilter("connection", connection).addMappingForUrlPatterns(null, "/*");
        context.addFilter("framing", new FramingFilter()).addMappingForUrlPatterns(null, "/*");
        context.addFilter("port", new ConnectionFilter()).addMappingForUrlPatterns(null, "/*");
        context.addFilter("errors", new ServletErrorFilter()).addMappingForUrlPatterns(null, "/*");
        context.addFilter("callers", new UnderWayFilter(underWay)).addMappingForUrlPatterns(null, "/*");
        context.addFilter("bodies", new BodyFilter(new BodyBudget(http, MEMORY)))
                .addMappingForUrlPatterns(null, "/*");
        context.deploy(server);
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException("no free port?", e);
        }
        base = URI.create("http://127.0.0.1:" + listener.getPort() + "/client/" + name);
        hubs.start();
    }

    /**
     * Asks the client.
     *
     * @param method the HTTP method
     * @param path behind the base URL
     * @param headers names and values, one after the other
     * @return its answer
     */
    public Response call(String method, String path, String... headers) {
        return Http.send(method, base + path, "", headers);
    }

    /**
     * Sends a body.
     *
     * @param method the HTTP method
     * @param path behind the base URL
     * @param body the body
     * @param headers names and values, one after the other
     * @return the client's answer
     */
    public Response send(String method, String path, byte[] body, String... headers) {
        return Http.send(method, base + path, body, headers);
    }

    /**
     * Asks for keys with a JSON body.
     *
     * @param sae who asks
     * @param rest the other end and the method: such as {@code sofia/enc_keys}
     * @param json the body
     * @return the answer
     */
    public Response post(String sae, String rest, String json) {
        return send(
                "POST",
                "/etsi/api/v1/keys/" + rest,
                json.getBytes(StandardCharsets.UTF_8),
                "Authorization",
                sae,
                "Content-Type",
                "application/json");
    }

    /**
     * Makes keys.
     *
     * @param master who asks
     * @param slave the other end
     * @param number how many
     * @param size the size of each in bytes
     * @return the keys
     */
    public List<UserKey> establish(SaeId master, SaeId slave, int number, int size) {
        return establish(new KeyRequest(master, List.of(slave), number, size, sharingPolicy.mode()));
    }

    /**
     * Makes keys, as the interface for encryptors does: the slaves are looked up before.
     *
     * @param request which keys
     * @return the keys
     */
    public List<UserKey> establish(KeyRequest request) {
        var unused = sharingPolicy.mode(null, request.slaves());
        return establisher.establish(request);
    }

    /**
     * The client's base URL.
     *
     * @return such as {@code http://127.0.0.1:40000/client/carol}
     */
    public URI base() {
        return base;
    }

    /**
     * Gets a key.
     *
     * @param sae who asks
     * @param rest the other end, the method and its parameters: such as {@code sofia/enc_keys?size=128}
     * @return the answer
     */
    public Response keys(String sae, String rest) {
        return call("GET", "/etsi/api/v1/keys/" + rest, "Authorization", sae);
    }

    /**
     * A hub as this client sees it.
     *
     * @param name the hub's name
     * @return the hub
     */
    public PeerHub hub(String name) {
        return hubs.all().stream()
                .filter(hub -> hub.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Stops serving, and takes leave of the hubs. */
    @Override
    public void close() {
        randomSource.close();
        server.shutdownNow();
        ahead.close();
        hubs.close();
        retriever.close();
        audit.close();
    }
}

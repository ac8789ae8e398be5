package org.dske.client.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dske.client.etsi014.KeyResource;
import org.dske.client.peerhub.PeerHub;
import org.dske.client.peerhub.PeerHubSettings;
import org.dske.client.peerhub.PeerHubs;
import org.dske.client.relay.EncryptorDirectory;
import org.dske.client.relay.Relay;
import org.dske.client.relay.RelaySettings;
import org.dske.client.testing.FakeHub;
import org.dske.config.HttpSettings;
import org.dske.config.ManagementSettings;
import org.dske.config.Settings;
import org.dske.http.HeadFilter;
import org.dske.http.JsonEntityInterceptor;
import org.dske.http.JsonbProvider;
import org.dske.key.NodeName;
import org.dske.management.ManagedNode;
import org.dske.management.ManagementResource;
import org.dske.management.StopSwitch;
import org.dske.management.StoppedFilter;
import org.dske.sharing.SecretSharing;
import org.dske.testing.DependentScope;
import org.dske.testing.MutableClock;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.servlet.WebappContext;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** A client on a free port of this machine, without an application server: its objects, built with new, served by Jersey. */
public final class TestClient implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonProvider JSON = JsonProvider.provider();

    /** Its hubs. */
    public final PeerHubs hubs;
    /** Establishes and fetches keys. */
    public final Relay relay;
    /** Knows where encryptors are. */
    public final EncryptorDirectory directory;
    /** Its time, which stands still. */
    public final MutableClock clock = new MutableClock();

    private final HttpServer server = new HttpServer();
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
                fakes.stream().map(hub -> hub.base().toString()).collect(Collectors.joining(",")));
        all.put("dske.hub-retry.min", "20ms");
        all.put("dske.hub-retry.max", "100ms");
        properties.forEach((key, value) -> all.put("dske." + key, value));
        Settings settings = new Settings(new NodeName(name), all);
        PeerHubSettings peerHubSettings = ClientBeans.peerHubSettings(settings);
        SecureRandom random = new SecureRandom();
        hubs = new PeerHubs(PeerHubs.urls(settings), peerHubSettings, clock, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        SecretSharing sharing = ClientBeans.sharing(settings, hubs, random);
        RelaySettings relaySettings = ClientBeans.relaySettings(settings);
        directory = ClientBeans.directory(peerHubSettings, hubs, sharing, relaySettings, clock);
        relay = ClientBeans.relay(hubs, sharing, relaySettings, directory, random, clock);
        HttpSettings http = HttpSettings.of(settings);
        ManagementSettings management = ManagementSettings.of(settings);
        ManagedNode node = ClientBeans.node(
                new NodeName(name), peerHubSettings, hubs, sharing, ClientBeans.limits(settings), management);
        StopSwitch stopSwitch = new StopSwitch(node, management);
        ResourceConfig application = new ResourceConfig()
                .register(new KeyResource(
                        ClientBeans.callers(peerHubSettings, settings),
                        ClientBeans.limits(settings),
                        relay,
                        ClientBeans.report(
                                new NodeName(name),
                                hubs,
                                sharing,
                                directory,
                                ClientBeans.limits(settings),
                                ClientBeans.callers(peerHubSettings, settings),
                                settings)))
                .register(new ManagementResource(node, stopSwitch))
                .register(new StoppedFilter(stopSwitch))
                .register(new HeadFilter())
                .register(new JsonbProvider())
                .register(new JsonEntityInterceptor(http))
                .register(new EtsiFailureMapper())
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        install(DependentScope.binder());
                    }
                });
        application.addProperties(new ClientApplication().getProperties());
        NetworkListener listener = new NetworkListener(name, "127.0.0.1", 0);
        listener.getKeepAlive().setMaxRequestsCount(-1);
        server.addListener(listener);
        WebappContext context = new WebappContext(name, "/client/" + name);
        context.addServlet(name, new ServletContainer(application)).addMapping("/*");
        context.deploy(server);
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException("no free port?", e);
        }
        base = URI.create("http://127.0.0.1:" + listener.getPort() + "/client/" + name);
        hubs.start();
    }

    /** An answer of the client. */
    public record Answer(HttpResponse<String> response) {
        /**
         * The status.
         *
         * @return such as 200
         */
        public int status() {
            return response.statusCode();
        }

        /**
         * The body.
         *
         * @return an object
         */
        public JsonObject json() {
            return JSON.createReader(
                            new ByteArrayInputStream(response.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .readObject();
        }

        /**
         * The message of an error.
         *
         * @return one sentence
         */
        public String message() {
            return json().getString("message");
        }

        /**
         * The key in a container of one key.
         *
         * @return in base64
         */
        public String key() {
            return first().getString("key");
        }

        /**
         * The name of the key in a container.
         *
         * @return a UUID
         */
        public String keyId() {
            return first().getString("key_ID");
        }

        private JsonObject first() {
            JsonValue keys = json().get("keys");
            if (keys == null) {
                throw new AssertionError(status() + " " + response.body());
            }
            return keys.asJsonArray().getJsonObject(0);
        }

        @Override
        public String toString() {
            return status() + " " + response.body();
        }
    }

    /**
     * Asks the client.
     *
     * @param method the HTTP method
     * @param path behind the base URL
     * @param headers names and values, one after the other
     * @return its answer
     */
    public Answer call(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gets a key.
     *
     * @param sae who asks
     * @param rest the other end, the method and its parameters: such as {@code sofia/enc_keys?size=128}
     * @return the answer
     */
    public Answer keys(String sae, String rest) {
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
        server.shutdownNow();
        hubs.close();
    }
}

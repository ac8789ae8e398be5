package org.dske.client.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hub's side of the wire, written anew from the protocol alone and sharing no code with the project: what a client
 * needs to be tested against. It remembers every byte that was ever used, and every request, and can be told to misbehave.
 */
public final class FakeHub implements AutoCloseable {
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int SIGNING_KEY = 32;

    /** What came in, in the order in which it came. */
    public final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    /** What to do wrong with a request. */
    public volatile Function<Call, Fault> fault = call -> Fault.NONE;
    /** Whether registrations are answered with the blocks that the hub holds. */
    public volatile boolean answersKnownBlocks = true;
    /** Whether it writes as another implementation does: %, null for an empty object, members that nobody knows. */
    public volatile boolean foreign;
    /** Whether it has the interface that tells where encryptors are. */
    public volatile boolean knowsEncryptors = true;
    /** What it calls itself. */
    public volatile String callsItself;
    /** Encryptors that somebody else has registered: the name and the client. */
    public volatile Map<String, String> elsewhere = Map.of();

    private final String name;
    private final HubState state = new HubState();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-hub");
        thread.setDaemon(true);
        return thread;
    });
    private volatile CountDownLatch gate = new CountDownLatch(1);
    private volatile HttpServer server;
    private int port;

    /**
     * A hub that runs.
     *
     * @param name its name
     */
    public FakeHub(String name) {
        this.name = name;
        this.callsItself = name;
        start();
    }

    /** Starts again after {@link #stop}, on the same port and with all that it remembers. */
    public void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Refuses connections from now on. */
    public void stop() {
        server.stop(0);
    }

    /** Loses all memory, as a restart does. */
    public void forget() {
        synchronized (state) {
            state.forget();
        }
    }

    /** Lets the requests go on that hang, and hangs no more. */
    public void release() {
        fault = call -> Fault.NONE;
        gate.countDown();
        gate = new CountDownLatch(1);
    }

    /**
     * The hub's name.
     *
     * @return the last part of its URL
     */
    public String name() {
        return name;
    }

    /**
     * The hub's base URL.
     *
     * @return such as {@code http://127.0.0.1:40000/hub/hank}
     */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port + "/hub/" + name);
    }

    /**
     * How often something was asked for.
     *
     * @param what such as {@code GET psrd}
     * @return the number of requests
     */
    public long count(String what) {
        return calls.stream().filter(call -> call.what().equals(what)).count();
    }

    /**
     * Bytes that a client has used, as the hub saw it.
     *
     * @param client the client
     * @return bytes
     */
    public long usedByClient(String client) {
        synchronized (state) {
            return state.usedByClient(client);
        }
    }

    /**
     * Bytes that the hub has used for a client.
     *
     * @param client the client
     * @return bytes
     */
    public long usedByHub(String client) {
        synchronized (state) {
            return state.usedByHub(client);
        }
    }

    /**
     * Bytes that the hub can still allocate for a client.
     *
     * @param client the client
     * @return bytes
     */
    public long leftForHub(String client) {
        synchronized (state) {
            HubState.Registered registered = state.clients.get(client);
            return registered == null ? 0 : registered.left();
        }
    }

    /**
     * Uses bytes of its own pool for messages that get lost, so that the client thinks that more is left than there is.
     *
     * @param client the client
     * @param left how many bytes to leave
     */
    public void waste(String client, int left) {
        synchronized (state) {
            HubState.Registered registered = state.clients.get(client);
            registered.allocate(Math.toIntExact(Math.max(0, registered.left() - left)));
            state.tidy(registered);
        }
    }

    /**
     * Whether a client is registered.
     *
     * @param client the client
     * @return whether it is
     */
    public boolean knows(String client) {
        synchronized (state) {
            return state.clients.containsKey(client);
        }
    }

    /**
     * The number of shares held.
     *
     * @return shares
     */
    public int shares() {
        synchronized (state) {
            return state.shares.size();
        }
    }

    /**
     * What clients did that they must never do.
     *
     * @return one text each
     */
    public List<String> violations() {
        return List.copyOf(state.violations);
    }

    @Override
    public void close() {
        release();
        stop();
        threads.shutdownNow();
    }

    /** An answer before it is signed. */
    private record Answer(int status, byte[] body, boolean signed) {
        Answer(int status, JsonObjectBuilder body, boolean signed) {
            this(status, body.build().toString().getBytes(StandardCharsets.UTF_8), signed);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getRawPath();
        String prefix = "/hub/" + name + "/dske/";
        String resource = path.startsWith(prefix + "oob/v1/") || path.startsWith(prefix + "api/v1/")
                ? path.substring((prefix + "api/v1/").length())
                : path;
        String signature = Optional.ofNullable(exchange.getRequestHeaders().getFirst("DSKE-Signature"))
                .orElse("");
        Call call = new Call(
                exchange.getRequestMethod(),
                resource,
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                signature,
                body);
        if (exchange.getRequestHeaders().containsKey("Upgrade")) {
            // Many servers close such a connection after the answer, or complain.
            state.violations.add(call.what() + " asks for another protocol");
        }
        CountDownLatch opened = gate;
        Fault wrong = fault.apply(call);
        calls.add(call);
        try (exchange) {
            if (path.startsWith(prefix + "oob/")) {
                answer(exchange, outOfBand(call, wrong), wrong, "", opened);
            } else {
                inBand(exchange, call, wrong, opened);
            }
        } catch (RuntimeException e) {
            state.violations.add(call.what() + " broke the fake hub: " + e);
            throw e;
        }
    }

    private void inBand(HttpExchange exchange, Call call, Fault wrong, CountDownLatch opened) throws IOException {
        Answer answer;
        String header = "";
        synchronized (state) {
            List<HubState.Run> runs = new ArrayList<>();
            byte[] tag = parse(call.signature(), runs);
            Optional<HubState.Registered> signer = runs.isEmpty() ? Optional.empty() : state.ownerOf(runs);
            if (wrong == Fault.DRY) {
                answer = dry(SIGNING_KEY, 0, false);
            } else if (signer.isEmpty()) {
                answer = error(401, "unknown PSRD block", false);
            } else {
                HubState.Registered client = signer.get();
                byte[] key = client.bytes(client.clientPool, runs);
                boolean fits = MessageDigest.isEqual(tag, hmac(key, call.query(), call.body()));
                if (!fits) {
                    state.violations.add(call.what() + " has a signature that does not fit");
                }
                if (runs.stream().mapToInt(HubState.Run::size).sum() != SIGNING_KEY) {
                    state.violations.add(call.what() + " has a signing key of another size");
                }
                boolean fresh = state.use(client, runs, call.signature());
                if (!fits || !fresh) {
                    answer = error(401, "these bytes were used", false);
                } else if (client.left() < SIGNING_KEY) {
                    answer = dry(SIGNING_KEY, client.left(), false);
                } else {
                    answer = work(client, call, wrong);
                    header = sign(client, answer.body(), wrong);
                }
            }
        }
        answer(exchange, answer, wrong, header, opened);
    }

    private Answer work(HubState.Registered client, Call call, Fault wrong) {
        if (wrong == Fault.FOREIGN_404) {
            return new Answer(404, Json.createObjectBuilder().add("detail", "Not Found"), true);
        }
        if (wrong == Fault.GARBAGE) {
            return new Answer(200, "{\"share_index\": }}".getBytes(StandardCharsets.UTF_8), true);
        }
        if (call.what().equals("POST key-share")) {
            return post(client, call);
        }
        if (call.what().equals("GET key-share")) {
            return get(client, call, wrong);
        }
        if (knowsEncryptors && call.what().startsWith("GET encryptors/")) {
            return find(call);
        }
        return error(404, "no such resource", true);
    }

    private Answer post(HubState.Registered client, Call call) {
        JsonObject message = json(call.body());
        List<HubState.Run> runs = runs(message.getJsonObject("encryption_key_allocation"));
        if (!runs.stream().allMatch(run -> client.clientPool.containsKey(run.block()))) {
            return error(400, "unknown PSRD block", true);
        }
        byte[] pad = client.bytes(client.clientPool, runs);
        if (!state.use(client, runs, "pad of " + call.signature())) {
            return error(400, "used bytes", true);
        }
        if (!message.getString("master_client_name").equals(client.name)
                || !client.encryptors.contains(message.getString("master_sae_id"))) {
            return error(403, "not yours", true);
        }
        byte[] value = xor(pad, Base64.getDecoder().decode(message.getString("encrypted_share_value")));
        HubState.Stored share = new HubState.Stored(
                message.getString("master_sae_id"),
                message.getString("slave_sae_id"),
                message.getInt("share_index"),
                value);
        if (state.shares.putIfAbsent(UUID.fromString(message.getString("user_key_id")), share) != null) {
            return error(409, "there already", true);
        }
        return foreign
                ? new Answer(200, "null".getBytes(StandardCharsets.UTF_8), true)
                : new Answer(200, Json.createObjectBuilder(), true);
    }

    private Answer get(HubState.Registered client, Call call, Fault wrong) {
        HubState.Stored share = state.shares.get(UUID.fromString(call.parameter("key_id")));
        if (share == null) {
            return error(404, "no such key", true);
        }
        if (!call.parameter("client_name").equals(client.name)
                || !client.encryptors.contains(call.parameter("slave_sae_id"))
                || !share.slave().equals(call.parameter("slave_sae_id"))
                || !share.master().equals(call.parameter("master_sae_id"))) {
            return error(403, "not yours", true);
        }
        int size = share.value().length;
        if (client.left() < size + SIGNING_KEY) {
            return dry(size + SIGNING_KEY, client.left(), true);
        }
        List<HubState.Run> runs = client.allocate(size);
        byte[] pad = client.bytes(client.hubPool, runs);
        state.countHub(client, size);
        byte[] value = share.value().clone();
        if (wrong == Fault.WRONG_SHARE) {
            value[0] ^= 1;
        }
        int index = wrong == Fault.INDEX_254 ? 254 : wrong == Fault.INDEX_ZERO ? 0 : share.index();
        JsonArrayBuilder fragments = Json.createArrayBuilder();
        for (HubState.Run run : runs) {
            fragments.add(Json.createObjectBuilder()
                    .add("block_uuid", run.block().toString())
                    .add("start", run.start())
                    .add("size", run.size()));
        }
        JsonObjectBuilder message = Json.createObjectBuilder()
                .add("share_index", index)
                .add("encryption_key_allocation", Json.createObjectBuilder().add("fragments", fragments))
                .add("encrypted_share_value", Base64.getEncoder().encodeToString(xor(pad, value)));
        if (foreign) {
            message.add("weather", "fine").addNull("sharing");
        }
        return new Answer(200, message, true);
    }

    private Answer find(Call call) {
        String sae = java.net.URLDecoder.decode(
                call.resource().substring("encryptors/".length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        String client = state.clients.values().stream()
                .filter(registered -> registered.encryptors.contains(sae))
                .map(registered -> registered.name)
                .findFirst()
                .orElse(elsewhere.getOrDefault(sae, ""));
        return client.isEmpty()
                ? error(404, "no such encryptor", true)
                : new Answer(200, Json.createObjectBuilder().add("sae_id", sae).add("client_name", client), true);
    }

    private Answer outOfBand(Call call, Fault wrong) {
        if (wrong == Fault.NULL_BODY) {
            return new Answer(200, "null".getBytes(StandardCharsets.UTF_8), false);
        }
        if (wrong == Fault.GARBAGE) {
            return new Answer(200, "[\"hub_name".getBytes(StandardCharsets.UTF_8), false);
        }
        if (wrong == Fault.DRY) {
            return error(503, "not now", false);
        }
        synchronized (state) {
            return switch (call.what()) {
                case "PUT registration" -> register(json(call.body()));
                case "DELETE registration" -> {
                    state.clients.remove(call.parameter("client_name"));
                    yield new Answer(200, Json.createObjectBuilder(), false);
                }
                case "GET psrd" -> psrd(call);
                default -> error(404, "no such resource", false);
            };
        }
    }

    private Answer register(JsonObject message) {
        String client = message.getString("client_name");
        Set<String> encryptors = new HashSet<>();
        message.getJsonArray("encryptor_names")
                .getValuesAs(JsonString.class)
                .forEach(encryptor -> encryptors.add(encryptor.getString()));
        HubState.Registered before = state.clients.get(client);
        HubState.Registered registered = new HubState.Registered(client, encryptors);
        Set<UUID> known = new HashSet<>();
        if (before != null && answersKnownBlocks && message.containsKey("known_blocks")) {
            message.getJsonArray("known_blocks")
                    .getValuesAs(JsonString.class)
                    .forEach(uuid -> known.add(UUID.fromString(uuid.getString())));
            registered.clientPool.putAll(before.clientPool);
            registered.hubPool.putAll(before.hubPool);
            registered.clientPool.keySet().retainAll(known);
            registered.hubPool.keySet().retainAll(known);
        }
        state.clients.put(client, registered);
        JsonObjectBuilder answer = Json.createObjectBuilder().add("hub_name", callsItself);
        if (answersKnownBlocks) {
            JsonArrayBuilder held = Json.createArrayBuilder();
            registered.clientPool.keySet().forEach(uuid -> held.add(uuid.toString()));
            registered.hubPool.keySet().forEach(uuid -> held.add(uuid.toString()));
            answer.add("suite", "classic").add("known_blocks", held);
        }
        if (foreign) {
            answer.add("motto", "ex nihilo");
        }
        return new Answer(200, answer, false);
    }

    private Answer psrd(Call call) {
        HubState.Registered client = state.clients.get(call.parameter("client_name"));
        if (client == null) {
            return error(400, "the client is not registered", false);
        }
        HubState.Shared block = new HubState.Shared(Integer.parseInt(call.parameter("size")));
        (call.parameter("pool_owner").equals("client") ? client.clientPool : client.hubPool).put(block.uuid, block);
        return new Answer(
                200,
                Json.createObjectBuilder()
                        .add("block_uuid", block.uuid.toString())
                        .add("data", Base64.getEncoder().encodeToString(block.data)),
                false);
    }

    private String sign(HubState.Registered client, byte[] body, Fault wrong) {
        if (client.left() < SIGNING_KEY) {
            return "";
        }
        List<HubState.Run> runs = client.allocate(SIGNING_KEY);
        byte[] tag = hmac(client.bytes(client.hubPool, runs), "", body);
        state.countHub(client, SIGNING_KEY);
        state.tidy(client);
        StringBuilder header = new StringBuilder();
        for (HubState.Run run : runs) {
            header.append(header.isEmpty() ? "" : ",")
                    .append(wrong == Fault.UNKNOWN_BLOCK ? UUID.randomUUID() : run.block())
                    .append(":")
                    .append(run.start())
                    .append(":")
                    .append(run.size());
        }
        if (wrong == Fault.WRONG_TAG) {
            tag[3] ^= 4;
        }
        return header + (foreign ? "%" : ";") + Base64.getEncoder().encodeToString(tag);
    }

    private void answer(HttpExchange exchange, Answer answer, Fault wrong, String header, CountDownLatch opened)
            throws IOException {
        switch (wrong) {
            case DROP -> {
                return;
            }
            case DIE -> {
                server.stop(0);
                return;
            }
            case HANG -> await(opened);
            default -> {}
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (!header.isEmpty() && wrong != Fault.UNSIGNED) {
            exchange.getResponseHeaders().set("DSKE-Signature", header);
        }
        if (wrong == Fault.HUGE) {
            sendHuge(exchange);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private static void sendHuge(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] chunk = new byte[100_000];
        Arrays.fill(chunk, (byte) 'A');
        try (OutputStream stream = exchange.getResponseBody()) {
            stream.write("{\"hub_name\": \"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1_000; i++) {
                stream.write(chunk);
            }
            stream.write("\"}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer error(int status, String message, boolean signed) {
        return new Answer(status, Json.createObjectBuilder().add("message", message), signed);
    }

    private static Answer dry(long wanted, long left, boolean signed) {
        return new Answer(
                503,
                Json.createObjectBuilder()
                        .add("message", "PSRD pool has run dry")
                        .add(
                                "details",
                                Json.createObjectBuilder()
                                        .add("pool", "hub")
                                        .add("wanted", wanted)
                                        .add("left", left)),
                signed);
    }

    /** Reads a signature; leaves the runs empty if it is none. */
    private static byte[] parse(String header, List<HubState.Run> runs) {
        int separator = Math.max(header.indexOf(';'), header.indexOf('%'));
        if (separator < 0) {
            return new byte[0];
        }
        for (String fragment : header.substring(0, separator).split(",", -1)) {
            String[] parts = fragment.split(":", -1);
            runs.add(new HubState.Run(
                    UUID.fromString(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
        }
        return Base64.getDecoder().decode(header.substring(separator + 1));
    }

    private static List<HubState.Run> runs(JsonObject allocation) {
        return allocation.getJsonArray("fragments").getValuesAs(JsonObject.class).stream()
                .map(fragment -> new HubState.Run(
                        UUID.fromString(fragment.getString("block_uuid")),
                        fragment.getInt("start"),
                        fragment.getInt("size")))
                .toList();
    }

    private static JsonObject json(byte[] body) {
        return JSON.createReader(new ByteArrayInputStream(body)).readObject();
    }

    private static byte[] xor(byte[] a, byte[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("a pad of another size");
        }
        byte[] result = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = (byte) (a[i] ^ b[i]);
        }
        return result;
    }

    private static byte[] hmac(byte[] key, String query, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(query.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

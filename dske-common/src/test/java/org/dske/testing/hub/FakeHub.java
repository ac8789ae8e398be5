package org.dske.testing.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * The hub's side of the wire, written anew from the protocol alone and sharing no code with the project: what a client
 * needs to be tested against. It remembers every byte that was ever used, and every request, and can be told to misbehave.
 */
public final class FakeHub implements AutoCloseable {
    static {
        // It sends header and body one after the other, and else would wait for 40 ms between the two now and then.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What came in, in the order in which it came: of an exchange also each of its entries, as the request that it would be by itself. */
    public final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    /** What to do wrong with a request; with an exchange also what is to be done wrong with one of its entries. */
    public volatile Function<Call, Fault> fault = call -> Fault.NONE;
    /** Whether registrations are answered with the blocks that the hub holds. */
    public volatile boolean answersKnownBlocks = true;
    /** Whether it writes as another implementation does: %, null for an empty object, members that nobody knows. */
    public volatile boolean foreign;
    /** Whether it takes and gives many shares in one exchange. */
    public volatile boolean knowsBatches = true;
    /** Whether it takes and gives what is waiting at a client in one exchange, as hubs did not at first. */
    public volatile boolean knowsExchanges = true;
    /** What it says of an entry of an exchange in the place of doing what it asks for; 0 if it does that. */
    public volatile ToIntFunction<JsonObject> refuses = entry -> 0;
    /** Whether it has the interface that tells where encryptors are. */
    public volatile boolean knowsEncryptors = true;
    /** Whether it answers look-ups with another encryptor than it was asked for. */
    public volatile boolean confusesEncryptors;
    /**
     * The suites that it speaks. One that speaks {@code classic} alone knows nothing of the others, nor that there are any: it
     * does not say what it speaks.
     */
    public volatile Set<String> suites = Set.of("its", "classic");
    /** The suite that it says it picked, whatever was offered; empty if it does as it should. */
    public volatile String insistsOn = "";
    /** What it calls itself. */
    public volatile String callsItself;
    /** What it makes of the places that an initiator said, when it gives a share out. */
    public volatile UnaryOperator<JsonObject> places = said -> said;
    /** The number that others know it by; 0 if it does not mind. */
    public volatile int number;
    /** The suite that it says the clients of encryptors speak; empty if it says what is true. */
    public volatile String saysOfClients = "";
    /** Encryptors that somebody else has registered: the name and the client. */
    public volatile Map<String, String> elsewhere = Map.of();

    private final String name;
    private final HubState state = new HubState();
    private final FakeOutOfBand outOfBand = new FakeOutOfBand(this, state);
    private final FakeInBand inBand = new FakeInBand(this, state, outOfBand);
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

    /**
     * Shares blocks with a client that have come to it by a package, so that it can register in band.
     *
     * @param client the client
     * @param encryptors those of the package
     * @param clientBlocks those that the client allocates from
     * @param hubBlocks those that this hub allocates from
     */
    public void enrol(
            String client, Set<String> encryptors, Map<UUID, byte[]> clientBlocks, Map<UUID, byte[]> hubBlocks) {
        HubState.Registered enrolled = new HubState.Registered(client, encryptors, "its");
        clientBlocks.forEach((uuid, data) -> enrolled.clientPool.put(uuid, new HubState.Shared(uuid, data)));
        hubBlocks.forEach((uuid, data) -> enrolled.hubPool.put(uuid, new HubState.Shared(uuid, data)));
        synchronized (state) {
            state.clients.put(client, enrolled);
        }
    }

    /** Lets the requests go on that hang, and hangs no more. */
    public void release() {
        release(call -> Fault.NONE);
    }

    /** Lets the requests go on that hang, and does something else wrong from now on. */
    public void release(Function<Call, Fault> then) {
        fault = then;
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
     * Changes the suite of a client as a registration does of which the client does not know: its answer got lost, perhaps.
     *
     * @param client the client
     * @param suite how messages are signed from now on
     */
    public void settle(String client, String suite) {
        synchronized (state) {
            state.clients.get(client).suite = suite;
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
     * Hides shares, as if the initiator had not handed them over yet.
     *
     * @param keyIds the keys
     */
    public void takeAway(List<UUID> keyIds) {
        synchronized (state) {
            keyIds.forEach(keyId -> state.hidden.put(keyId, state.shares.remove(keyId)));
        }
    }

    /** Shows the shares again that were hidden. */
    public void giveBack() {
        synchronized (state) {
            state.shares.putAll(state.hidden);
            state.hidden.clear();
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

    /** Whoever knows no batches does not know what came later, either. */
    boolean takesExchanges() {
        return knowsBatches && knowsExchanges;
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
        List<Call> asked = takesExchanges() ? call.withEntries() : List.of(call);
        Fault wrong = asked.stream()
                .map(fault)
                .filter(each -> each != Fault.NONE)
                .findFirst()
                .orElse(Fault.NONE);
        calls.addAll(asked);
        try (exchange) {
            if (path.startsWith(prefix + "oob/")) {
                answer(exchange, outOfBand.answer(call, wrong), wrong, "", opened);
            } else {
                FakeInBand.Signed signed = inBand.answer(call, wrong);
                answer(exchange, signed.answer(), wrong, signed.signature(), opened);
            }
        } catch (RuntimeException e) {
            state.violations.add(call.what() + " broke the fake hub: " + e);
            throw e;
        }
    }

    private void answer(HttpExchange exchange, Wire.Answer answer, Fault wrong, String header, CountDownLatch opened)
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
        send(answer.body(), exchange.getResponseBody(), wrong, opened);
    }

    private static void send(byte[] body, OutputStream stream, Fault wrong, CountDownLatch opened) throws IOException {
        int half = body.length / 2;
        switch (wrong) {
            case HALF -> {
                stream.write(body, 0, half);
                stream.flush();
                await(opened);
                stream.write(body, half, body.length - half);
            }
            case TRICKLE -> {
                for (int i = 0; i < body.length; i++) {
                    stream.write(body, i, 1);
                    stream.flush();
                    awaitAWhile(opened);
                }
            }
            case CUT -> stream.write(body, 0, half);
            default -> stream.write(body);
        }
    }

    private static void awaitAWhile(CountDownLatch latch) {
        try {
            latch.await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
}

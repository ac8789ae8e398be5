package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network with a proxy before each machine of a hub, and load, so that nodes can die under it. Whatever dies, no byte of PSRD is named
 * twice, as a ledger on the wire counts them, no old message is taken a second time, and every key that a master got is got by its slave.
 */
final class ProxiedNetwork implements AutoCloseable {
    /** Messages between the begin of a round and the damage. */
    private static final int MOST_MESSAGES = 250;

    private static final int MOST_MACHINES = 12;

    private final RecordedWire wire = new RecordedWire();
    private final LaunchedNetwork hubs;
    private final List<WireProxy> proxies;
    private final LaunchedNetwork clients;
    private final KeyTraffic traffic;

    /**
     * A network that is not started yet.
     *
     * @param name its directory
     * @param k how many shares give a key back
     * @param hubsYaml the topology's entries of hubs, as a list in brackets
     * @param clientsYaml those of clients
     * @param encryptors each asks for keys with the next
     */
    ProxiedNetwork(String name, int k, String hubsYaml, String clientsYaml, String... encryptors) {
        // One row: of two, the second could lie in the first, as long as nothing is started.
        int basePort = FreePorts.row(MOST_MACHINES);
        hubs = LaunchedNetwork.of(name + "-hubs", """
            k: %d
            base-port: %d
            settings:
              laboratory: true
              psrd.block-size: 100000
              # What a client had fetched when it died, it can fetch again when all are back, on a slow machine too.
              key-share.grace: 10m
            hubs: %s
            """.formatted(k, basePort, hubsYaml));
        proxies = hubs.hubs().stream().map(wire::proxy).toList();
        clients = LaunchedNetwork.of(
                name + "-clients", """
            k: %d
            base-port: %d
            settings:
              laboratory: true
              psrd.block-size: 100000
              etsi.plain-http: true
            hubs: %s
            clients: %s
            """.formatted(k, basePort + hubs.hubs().size(), hubsBehindProxies(), clientsYaml));
        traffic = new KeyTraffic(Stream.of(encryptors).map(clients::encryptor).toList());
    }

    /** Starts all nodes, which begin anew. */
    void start() {
        // Left over by a run that was killed.
        close(false);
        hubs.run("start", "--fresh");
        clients.run("start", "--fresh");
        awaitReady();
    }

    /** The hubs' machines. */
    List<Node> hubs() {
        return hubs.hubs();
    }

    /** The clients' machines. */
    List<Node> clients() {
        return clients.clients();
    }

    /** A node, or one of its machines, such as {@code hank/a}. */
    Node node(String name) {
        return Stream.concat(hubs().stream(), clients().stream())
                .filter(node -> node.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no node " + name));
    }

    /** An encryptor at its client, of several machines at the first. */
    Encryptor encryptor(String name) {
        return clients.encryptor(name);
    }

    /** How many keys masters have got under load. */
    int given() {
        return traffic.given();
    }

    /** Starts nodes that are dead: hubs and clients side by side, whichever is there first. */
    void start(List<Node> nodes) {
        Node[] here = nodes.stream().filter(node -> !node.isClient()).toArray(Node[]::new);
        Node[] there = nodes.stream().filter(Node::isClient).toArray(Node[]::new);
        try {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> start(hubs, here)),
                            CompletableFuture.runAsync(() -> start(clients, there)))
                    .join();
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause().getMessage(), e);
        }
    }

    private static void start(LaunchedNetwork network, Node... nodes) {
        if (nodes.length > 0) {
            network.start(nodes);
        }
    }

    /** Starts the nodes that are dead, and waits until all are ready. */
    void heal() {
        start(Stream.concat(hubs().stream(), clients().stream())
                .filter(node -> !node.isRunning())
                .toList());
        awaitReady();
    }

    /** Waits until all nodes are ready. */
    void awaitReady() {
        hubs.awaitReady();
        clients.awaitReady();
    }

    /**
     * Does damage at a random point under load, mends it under load, and checks what holds whatever happens.
     *
     * @param name for the failure's message
     * @param repair is done when keys can be made and fetched again
     */
    void round(String name, Random random, Runnable damage, Runnable repair) {
        long begin = System.nanoTime();
        try {
            traffic.during(() -> {
                wire.awaitMessages(random.nextInt(MOST_MESSAGES));
                damage.run();
                repair.run();
                traffic.awaitKeys();
            });
            wire.assertNoByteIsNamedTwice();
            traffic.assertAllAreGotOnce();
            wire.assertNothingOldIsTaken(random);
            wire.assertNoByteIsNamedTwice();
        } catch (AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage() + "\n" + logTails(), e);
        }
        System.err.printf(
                "%s: %d keys, %d bytes so far; %.1f s%n",
                name, given(), wire.bytes(), (System.nanoTime() - begin) / 1e9);
    }

    String logTails() {
        return hubs.logTails() + "\n" + clients.logTails();
    }

    /** The ledger has seen what there was to see. */
    void assertWatched(int keys) {
        assertTrue(given() >= keys, "hardly a key was made: " + given());
        assertTrue(wire.bytes() > 3 * 32L * given(), "the proxies have seen " + wire.bytes() + " bytes named");
    }

    /** The topology's entries of hubs that run elsewhere. */
    private String hubsBehindProxies() {
        Map<String, List<String>> machines = new LinkedHashMap<>();
        for (int i = 0; i < proxies.size(); i++) {
            Node hub = hubs.hubs().get(i);
            String name = hub.instance().isEmpty() ? "only" : hub.instance();
            machines.computeIfAbsent(hub.name(), key -> new ArrayList<>())
                    .add("{name: %s, url: '%s'}".formatted(name, proxies.get(i).url()));
        }
        return machines.entrySet().stream()
                .map(hub -> "{name: %s, instances: %s}".formatted(hub.getKey(), hub.getValue()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public void close() {
        close(true);
    }

    private void close(boolean withProxies) {
        clients.close();
        if (withProxies) {
            proxies.forEach(WireProxy::close);
        }
        hubs.close();
    }
}

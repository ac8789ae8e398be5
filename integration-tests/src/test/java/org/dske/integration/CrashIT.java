package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.dske.testing.Await;
import org.dske.testing.Seed;
import org.dske.testing.WireMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Kills nodes at random points under load, again and again, and starts them again. Whatever dies, no byte of PSRD is named twice, as
 * a ledger on the wire counts them, no old message is taken a second time, and every key that a master got is got by its slave.
 * {@code -Dcrash.rounds} says how often; which nodes and when can be repeated with {@code -Ddske.seed}, as far as processes can.
 */
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("dske.crash.rounds", 0);
    /** Messages between the begin of a round and the kill. */
    private static final int MOST_MESSAGES = 400;

    private static final int REPLAYS = 20;

    /** A request, and where it went. */
    private record Sent(URI hub, WireMessage request) {}

    private final WireLedger ledger = new WireLedger();
    private final AtomicLong messages = new AtomicLong();
    private final List<Sent> taken = Collections.synchronizedList(new ArrayList<>());
    private final LaunchedNetwork hubs = LaunchedNetwork.of("crash-hubs", """
            k: 3
            base-port: %d
            settings:
              psrd.block-size: 100000
              # What a client had fetched when it died, it can fetch again when all are back, on a slow machine too.
              key-share.grace: 10m
            hubs:
              - name: hank
              - name: helen
              - name: hilary
              - name: holly
              - name: hugo
            """.formatted(FreePorts.row(5)));
    private final List<WireProxy> proxies =
            hubs.hubs().stream().map(this::proxy).toList();
    private final LaunchedNetwork clients =
            LaunchedNetwork.of("crash-clients", """
            k: 3
            base-port: %d
            settings:
              psrd.block-size: 100000
              etsi.plain-http: true
            hubs:
            %sclients:
              - name: carol
                encryptors: [sam, sara]
              - name: connie
                encryptors: [sofia, susan]
            """.formatted(FreePorts.row(2), hubsBehindProxies()));
    private final KeyTraffic traffic = new KeyTraffic(
            Stream.of("sam", "sofia", "sara", "susan").map(clients::encryptor).toList());

    @AfterEach
    void stop() {
        clients.close();
        proxies.forEach(WireProxy::close);
        hubs.close();
    }

    @Test
    void noCrashLosesAKeyOrBringsAByteBack() {
        assumeTrue(ROUNDS > 0, "-Dcrash.rounds says how often nodes are killed");
        hubs.run("start", "--fresh");
        clients.run("start", "--fresh");
        awaitReady();
        Seed.check(random -> {
            for (int round = 1; round <= ROUNDS; round++) {
                round(random, round);
            }
        });
        assertTrue(traffic.given() >= ROUNDS, "hardly a key was made: " + traffic.given());
        assertTrue(
                ledger.bytes() > 3 * 32L * traffic.given(), "the proxies have seen " + ledger.bytes() + " bytes named");
    }

    private void round(Random random, int round) {
        List<Node> victims = victims(random);
        String name = "round " + round + ", in which " + victims + " died";
        try {
            traffic.during(() -> {
                awaitMessages(random.nextInt(MOST_MESSAGES));
                victims.forEach(Node::kill);
                start(victims);
                awaitReady();
            });
            assertEquals(List.of(), ledger.faults());
            traffic.assertAllAreGotOnce();
            assertNothingOldIsTaken(random);
            assertEquals(List.of(), ledger.faults());
            System.err.println(name + ": " + traffic.given() + " keys, " + ledger.bytes() + " bytes so far");
        } catch (AssertionError e) {
            throw new AssertionError(
                    name + ": " + e.getMessage() + "\n" + hubs.logTails() + "\n" + clients.logTails(), e);
        }
    }

    /** One hub, one client, one of each, or any of them, in any order. */
    private List<Node> victims(Random random) {
        List<Node> all = new ArrayList<>(hubs.hubs());
        List<Node> initiators = new ArrayList<>(clients.clients());
        Collections.shuffle(all, random);
        Collections.shuffle(initiators, random);
        Node hub = all.get(0);
        Node client = initiators.get(0);
        all.addAll(initiators);
        Collections.shuffle(all, random);
        return switch (random.nextInt(4)) {
            case 0 -> List.of(hub);
            case 1 -> List.of(client);
            case 2 -> random.nextBoolean() ? List.of(hub, client) : List.of(client, hub);
            default -> all.subList(0, 2 + random.nextInt(all.size() - 1));
        };
    }

    private void awaitMessages(int number) {
        long until = messages.get() + number;
        Await.until(Await.LONG, () -> assertTrue(messages.get() >= until, "there is no traffic"));
    }

    private void start(List<Node> nodes) {
        start(hubs, nodes.stream().filter(node -> !node.isClient()).toArray(Node[]::new));
        start(clients, nodes.stream().filter(Node::isClient).toArray(Node[]::new));
    }

    private static void start(LaunchedNetwork network, Node... nodes) {
        if (nodes.length > 0) {
            network.start(nodes);
        }
    }

    private void awaitReady() {
        hubs.awaitReady();
        clients.awaitReady();
    }

    /** Who recorded requests, and sends them again after a crash, gets nothing done. */
    private void assertNothingOldIsTaken(Random random) {
        for (int i = 0; i < REPLAYS; i++) {
            Sent sent = taken.get(random.nextInt(taken.size()));
            int status = WireProxy.send(sent.hub(), sent.request()).status();
            assertTrue(
                    status == 401 || status == 403,
                    () -> "sent again: " + sent.request().startLine() + " is answered with " + status);
        }
    }

    private WireProxy proxy(Node hub) {
        URI url = URI.create(hub.url(""));
        return new WireProxy(url, new Watch(url));
    }

    private String hubsBehindProxies() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < proxies.size(); i++) {
            yaml.append("  - name: %s\n    url: %s\n"
                    .formatted(hubs.hubs().get(i), proxies.get(i).url()));
        }
        return yaml.toString();
    }

    /** Shows what passes a proxy to the ledger. What is out of band is not signed, and names no bytes. */
    private final class Watch implements WireProxy.Wire {
        private final URI hub;

        Watch(URI hub) {
            this.hub = hub;
        }

        @Override
        public void request(WireMessage request) {
            messages.incrementAndGet();
            if (isInBand(request)) {
                ledger.request(request);
            }
        }

        @Override
        public boolean passes(WireMessage request, WireMessage response) {
            messages.incrementAndGet();
            if (isInBand(request)) {
                ledger.response(request, response);
                if (response.status() == 200) {
                    taken.add(new Sent(hub, request));
                }
            }
            return true;
        }

        private static boolean isInBand(WireMessage request) {
            return request.path().contains("/dske/api/");
        }
    }
}

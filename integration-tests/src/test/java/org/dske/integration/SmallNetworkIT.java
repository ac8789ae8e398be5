package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.administrator.Administrators;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Networks of two hubs and two clients, with the defaults of a real network and nothing but the suite its, from their start to
 * their stop.
 */
class SmallNetworkIT {
    private LaunchedNetwork network;

    @BeforeEach
    void write() {
        network = LaunchedNetwork.of("small", """
                k: 2
                base-port: %d
                settings:
                  laboratory: true
                  etsi.plain-http: true
                  security.require-its: true
                hubs:
                  - name: hank
                  - name: helen
                clients:
                  - name: carol
                    encryptors: [sam]
                  - name: connie
                    encryptors: [sofia]
                """.formatted(FreePorts.row(4)));
        // Left over by a run that was killed.
        network.close();
    }

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aSingleProcessRunsAllNodesAndStopsWithThem() {
        network.run("start", "--single-process");
        Set<Long> pids = network.nodes().stream().map(Node::pid).collect(Collectors.toSet());
        assertEquals(1, pids.size());
        network.nodes().forEach(Node::assertReady);
        DeliveredKey first = network.encryptor("sam").keyPair(network.encryptor("sofia"));
        DeliveredKey second = network.encryptor("sofia").keyPair(network.encryptor("sam"));
        assertSpeaksNothingButIts();
        // Every node is on any of the ports: the path names it.
        Encryptor elsewhere =
                new Encryptor("sam", "http://localhost:" + network.node("helen").port() + "/client/carol");
        elsewhere.keyPair(network.encryptor("sofia"));
        Launcher.Result part = network.launcher().run("--hub", "hank", "stop");
        assertNotEquals(0, part.status(), part::toString);
        Launcher.Result status = network.run("status");
        assertTrue(status.out().contains("\nSecurity, "), status::toString);

        network.run("audit", "verify");
        network.stop();
        assertEquals(List.of(), network.processes());
        network.nodes().forEach(node -> assertFalse(node.isRunning(), node + " still runs"));
        assertAudited(List.of(first, second));
    }

    /** Every node has lines of every key, from its start to its stop, that fit one after the other, and no byte of a key. */
    private void assertAudited(List<DeliveredKey> keys) {
        Launcher.Result verified = network.run("audit", "verify");
        assertEquals(4, verified.out().lines().count(), verified::toString);
        for (Node node : network.nodes()) {
            List<String> lines = node.auditLog();
            assertTrue(lines.getLast().contains("node-stopped"), lines::toString);
            for (DeliveredKey key : keys) {
                List<String> events = lines.stream()
                        .filter(line -> line.contains(key.id()))
                        .map(line -> line.replaceFirst(".*\"event\":\"([a-z-]*)\".*", "$1"))
                        .distinct()
                        .toList();
                assertTrue(
                        node.isClient()
                                ? events.contains("key-delivered")
                                : events.equals(List.of("share-taken", "share-given")),
                        node + ": " + events);
                assertFalse(lines.stream().anyMatch(line -> line.contains(key.key())), node + " tells a key");
            }
        }
    }

    private void assertSpeaksNothingButIts() {
        assertEquals("its", network.node("carol").status().getString("sharing"));
        Http.send(
                        "PUT",
                        network.node("hank").url("/dske/oob/v1/registration"),
                        "{\"client_name\":\"cindy\",\"encryptor_names\":[\"susan\"],\"suites\":[\"classic\"]}",
                        "Content-Type",
                        "application/json")
                .error(403);
        network.encryptor("sam")
                .post(
                        network.encryptor("sofia"),
                        "enc_keys",
                        "{\"extension_mandatory\":[{\"dske_sharing\":\"classic\"}]}")
                .error(400);
    }

    @Test
    void theDemonstrationShowsAKeyAtBothEndsAndLeavesNothing() {
        Launcher.Result demo = network.run("demo", "--single-process");
        assertTrue(demo.out().contains("the keys match"), "the demonstration does not say that the keys match");
        assertEquals(List.of(), network.processes());
    }

    @Test
    void clientsThatAreThereBeforeTheHubsFindThem() {
        Node[] clients = network.clients().toArray(Node[]::new);
        network.start(clients);
        Encryptor sam = network.encryptor("sam");
        Encryptor sofia = network.encryptor("sofia");
        assertEquals(Set.of("hank", "helen"), sam.encKeys(sofia).details(503).keySet());
        assertNotEquals(0, network.launcher().run("status").status());

        network.start(network.hubs().toArray(Node[]::new));
        network.awaitReady();
        sam.keyPair(sofia);
        nodesThatAreAskedToStopSayThatTheyWill();
    }

    private void nodesThatAreAskedToStopSayThatTheyWill() {
        for (Node node : List.of(network.node("hank"), network.node("carol"))) {
            Http.send(
                            "POST",
                            node.managementUrl("/mgmt/v1/stop"),
                            "",
                            "Authorization",
                            node.token(Administrators.Role.OPERATE))
                    .ok();
            Await.until(Await.LONG, () -> assertFalse(node.isRunning(), node + " still runs"));
        }
    }
}

package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is live in the heaps of nodes after load: no key that was delivered, no share of one, no pad that was used, no key of a store and no
 * token. One client has TLS, the other has not; both have keys ahead of demand. All hubs are in one process, and all clients in another.
 */
class HeapDumpIT {
    /** The options of the user come last. */
    private static final Map<String, String> ATTACHABLE = Map.of("DSKE_JAVA_OPTIONS", "-XX:-DisableAttachMechanism");

    private static final int ROUNDS = 5;

    private final RecordedPsrd psrd = new RecordedPsrd();
    private List<WireProxy> proxies = List.of();
    private LaunchedNetwork hubs;
    private LaunchedNetwork clients;

    @BeforeEach
    void start() {
        int ports = FreePorts.rowWithHttps(4);
        hubs = LaunchedNetwork.of("heap-hubs", """
                k: 2
                base-port: %d
                settings:
                  laboratory: true
                hubs: [{name: hank}, {name: helen}]
                """.formatted(ports));
        proxies = hubs.hubs().stream()
                .map(hub -> new WireProxy(URI.create(hub.url("")), psrd))
                .toList();
        // Blocks that are used up by the load, and fit into the buffers that they are read with.
        clients = LaunchedNetwork.of("heap-clients", """
                k: 2
                base-port: %d
                pki: certificates
                settings:
                  laboratory: true
                  psrd.block-size: 10000
                  relay.ahead: 8
                hubs: [{name: hank, url: '%s'}, {name: helen, url: '%s'}]
                clients:
                  - name: carol
                    tls: true
                    encryptors: [sam]
                  - name: connie
                    settings: {etsi.plain-http: true}
                    encryptors: [sofia]
                """.formatted(
                        ports + 2, proxies.get(0).url(), proxies.get(1).url()));
        // Left over by a run that was killed.
        clients.close();
        hubs.close();
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> start(hubs)), CompletableFuture.runAsync(() -> start(clients)))
                .join();
        hubs.awaitReady();
        clients.awaitReady();
    }

    private static void start(LaunchedNetwork network) {
        network.run(ATTACHABLE, "start", "--fresh", "--single-process");
    }

    @AfterEach
    void stop() {
        clients.close();
        proxies.forEach(WireProxy::close);
        hubs.close();
    }

    @Test
    void nothingThatANodeIsDoneWithIsLiveInItsHeap() {
        // Soon after PSRD has come, when little else has gone the same way; and after load.
        assertNothingIsLive(deliver(1));
        assertNothingIsLive(deliver(ROUNDS));
    }

    private void assertNothingIsLive(List<DeliveredKey> keys) {
        Patterns secrets = new Patterns();
        keys.forEach(
                key -> secrets.secret("a delivered key", Base64.getDecoder().decode(key.key())));
        psrd.shares().forEach(share -> secrets.secret("a share", share));
        psrd.used()
                .forEach(pad ->
                        secrets.raw("a used pad", psrd.block(pad.block()), pad.start(), pad.start() + pad.size()));
        // Used or not, it is not to stay in the buffers that it has come and gone with.
        psrd.blocks().forEach(block -> secrets.base64("PSRD on its way", block, 0, block.length));
        for (LaunchedNetwork network : List.of(hubs, clients)) {
            for (Node node :
                    network.nodes().stream().filter(each -> !each.isElsewhere()).toList()) {
                secrets.hex("a store's key", secretOf(network, node, "store/store.key"));
                secrets.hex("a token", secretOf(network, node, "management.token"));
            }
        }
        for (Node node : List.of(hubs.node("hank"), clients.node("carol"))) {
            assertOnlyAttachingIsOpen(node);
            // What is between nodes just now is looked for again when it has arrived.
            Await.until(Await.LONG, () -> assertEquals(Map.of(), find(node, secrets), () -> "live in " + node));
            assertTrue(
                    find(node, unused()).containsKey("an unused pad, raw"),
                    "not even PSRD was found that the node is to have");
        }
    }

    /** Some of which are in the memory of a node. */
    private Patterns unused() {
        Patterns patterns = new Patterns();
        psrd.unused()
                .forEach(pad ->
                        patterns.raw("an unused pad", psrd.block(pad.block()), pad.start(), pad.start() + pad.size()));
        return patterns;
    }

    private static Map<String, Integer> find(Node node, Patterns patterns) {
        Path file = LaunchedNetwork.file("heap-dumps/" + node.pid() + ".hprof", "");
        try {
            // The virtual machine writes over no file.
            Files.delete(file);
            Map<String, Integer> found = HeapDump.of(node.pid(), file).find(patterns);
            Files.delete(file);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the dump. Without it, as the launcher starts servers, nothing is open. */
    private static void assertOnlyAttachingIsOpen(Node node) {
        JsonObject memory = node.status().getJsonObject("memory");
        assertEquals(
                List.of(false, true, false),
                List.of(memory.getBoolean("core_dumps"), memory.getBoolean("attach"), memory.getBoolean("heap_dumps")));
    }

    private static byte[] secretOf(LaunchedNetwork network, Node node, String file) {
        Path path = network.launcher().state().path().resolve(node.name()).resolve(file);
        try {
            return HexFormat.of()
                    .parseHex(Files.readString(path, StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has keys made and fetched in both directions, large ones and several at a time. */
    private List<DeliveredKey> deliver(int rounds) {
        Encryptor sam = clients.encryptor("sam");
        Encryptor sofia = clients.encryptor("sofia");
        List<DeliveredKey> keys = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            keys.add(sam.keyPair(sofia));
            keys.add(sofia.keyPair(sam));
            DeliveredKey large = sam.key(sofia, 4_096);
            sofia.getsTheSame(sam, large);
            keys.add(large);
            List<DeliveredKey> several = sofia.keys(sam, 5);
            sam.getsTheSame(sofia, several);
            keys.addAll(several);
        }
        return keys;
    }
}

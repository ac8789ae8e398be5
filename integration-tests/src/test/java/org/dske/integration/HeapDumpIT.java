package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is live in the heaps of nodes after load: no key that was delivered, no pad that was used, no key of a store, no token. One client
 * has TLS, the other has not.
 */
class HeapDumpIT {
    private static final Map<String, String> ATTACHABLE =
            Map.of("DSKE_JAVA_OPTIONS", "-XX:-DisableAttachMechanism");

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
                  psrd.block-size: 100000
                hubs: [{name: hank}, {name: helen}]
                """.formatted(ports));
        proxies = hubs.hubs().stream()
                .map(hub -> new WireProxy(URI.create(hub.url("")), psrd))
                .toList();
        clients = LaunchedNetwork.of(
                "heap-clients", """
                k: 2
                base-port: %d
                pki: certificates
                settings:
                  laboratory: true
                  psrd.block-size: 100000
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
        hubs.run(ATTACHABLE, "start", "--fresh", "--single-process");
        clients.run(ATTACHABLE, "start", "--fresh", "--single-process");
        hubs.awaitReady();
        clients.awaitReady();
    }

    @AfterEach
    void stop() {
        clients.close();
        proxies.forEach(WireProxy::close);
        hubs.close();
    }

    @Test
    void noSecretThatIsDoneWithIsLiveInTheHeapOfANode() throws IOException {
        Patterns secrets = new Patterns();
        List<DeliveredKey> keys = deliver();
        keys.forEach(key -> secrets.secret("a delivered key", Base64.getDecoder().decode(key.key())));
        List<WireLedger.Named> used = psrd.used();
        for (WireLedger.Named pad : used) {
            byte[] block = psrd.block(pad.block());
            secrets.raw("a used pad", Arrays.copyOfRange(block, pad.start(), pad.start() + pad.size()));
            secrets.base64("a used pad", block, pad.start(), pad.start() + pad.size());
        }
        for (LaunchedNetwork network : List.of(hubs, clients)) {
            for (Node node : network.nodes()) {
                if (!node.isElsewhere()) {
                    secrets.hex("a store's key", digits(network, node, "store/store.key"));
                    secrets.hex("a token", digits(network, node, "management.token"));
                }
            }
        }
        for (Node node : List.of(hubs.node("hank"), clients.node("carol"))) {
            HeapDump dump = HeapDump.of(node.pid(), node.name());
            System.err.println(node + " " + Files.size(dump.file()) + " " + dump.find(secrets));
        }
    }

    private byte[] digits(LaunchedNetwork network, Node node, String file) throws IOException {
        return HexFormat.of()
                .parseHex(Files.readString(network.launcher().state().path().resolve(node.name()).resolve(file))
                        .strip());
    }

    private List<DeliveredKey> deliver() {
        Encryptor sam = clients.encryptor("sam");
        Encryptor sofia = clients.encryptor("sofia");
        List<DeliveredKey> keys = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
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

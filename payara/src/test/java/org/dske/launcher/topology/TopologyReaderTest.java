package org.dske.launcher.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dske.config.Setting;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyReaderTest {
    @Test
    void theExampleHasFiveHubsAndFiveClientsOnPortsFrom8100() {
        Topology topology = TopologyReader.read(Path.of("..", "topology.yaml"));

        assertEquals(3, topology.k());
        assertEquals(
                List.of("hank", "helen", "hilary", "holly", "hugo", "carol", "celia", "cindy", "connie", "curtis"),
                topology.nodes().stream().map(node -> node.name().toString()).toList());
        assertEquals(
                List.of(8100, 8101, 8102, 8103, 8104, 8105, 8106, 8107, 8108, 8109),
                topology.nodes().stream().map(node -> node.port().orElseThrow()).toList());
        assertEquals(
                URI.create("http://localhost:8108/client/connie"),
                topology.clientsOf(new SaeId("sofia")).getFirst().url());
    }

    @Test
    void anAddressOfIpv6IsInBracketsInUrls() {
        for (String host : List.of("'::1'", "'[::1]'")) {
            Topology topology = parse("k: 2\nhost: " + host + "\nhubs: [{name: a}, {name: b}]\n");

            assertEquals("::1", topology.host());
            assertEquals(
                    URI.create("http://[::1]:8100/hub/a"),
                    topology.find(NodeType.HUB, new NodeName("a")).orElseThrow().url());
        }
    }

    @Test
    void portsGoToHubsThenClientsByNameAndSkipTheOnesThatAreNamed() {
        Topology topology = parse("""
                k: 2
                base-port: 9000
                host: 127.0.0.1
                hubs:
                  - name: zoe
                  - name: abe
                    port: 9001
                  - name: far
                    url: https://example.org/dske/hub/far/
                clients:
                  - name: bob
                    encryptors: [b]
                """);

        assertEquals(OptionalInt.of(9001), port(topology, NodeType.HUB, "abe"));
        assertEquals(OptionalInt.of(9000), port(topology, NodeType.HUB, "zoe"));
        assertEquals(OptionalInt.of(9002), port(topology, NodeType.CLIENT, "bob"));
        TopologyNode far = topology.find(NodeType.HUB, new NodeName("far")).orElseThrow();
        assertTrue(far.isElsewhere());
        assertEquals(URI.create("https://example.org/dske/hub/far"), far.url());
    }

    @Test
    void outsideOfALaboratoryTheManagementInterfaceHasAPortOfItsOwnAtTheLoopbackInterface() {
        Topology topology = parse("""
                k: 2
                host: hub.example
                hubs:
                  - {name: hank, settings: {laboratory: true}}
                  - name: helen
                  - {name: hilary, settings: {management.port: 9999, management.host: "::1"}}
                  - {name: holly, tls: true, settings: {management.host: 0.0.0.0}}
                  - {name: hugo, tls: true, settings: {management.port: 9998, oob.port: 9998}}
                  - {name: far, number: 9, url: 'http://far.example:1/hub/far'}
                """);

        assertEquals(
                List.of(
                        "http://far.example:1/hub/far",
                        "http://hub.example:8100/hub/hank",
                        "http://127.0.0.1:8301/hub/helen",
                        "http://[::1]:9999/hub/hilary",
                        "https://hub.example:8303/hub/holly",
                        "https://hub.example:9998/hub/hugo"),
                topology.hubs().stream()
                        .map(hub -> hub.managementUrl().toString())
                        .toList());
    }

    @Test
    void aNodesOwnSettingsWinOverThoseOfAllNodes() {
        Topology topology = parse("""
                settings:
                  psrd.block-size: 4000
                  psrd.demonstration: true
                hubs:
                  - name: hank
                    settings:
                      psrd.block-size: 8000
                  - name: hugo
                """);

        Map<Setting, String> hank = topology.hubs().get(0).settings();
        assertEquals(
                Map.of(
                        Setting.PSRD_BLOCK_SIZE,
                        "8000",
                        Setting.PSRD_DEMONSTRATION,
                        "true",
                        Setting.MANAGEMENT_PORT,
                        "8300"),
                hank);
        assertEquals("4000", topology.hubs().get(1).settings().get(Setting.PSRD_BLOCK_SIZE));
    }

    @Test
    void tlsIsOfAllClientsOrOfOneAndGivesThemAPortAHundredAbove() {
        Topology topology = parse("""
                tls: true
                k: 2
                base-port: 9000
                hubs: [{name: hank}, {name: helen}]
                clients:
                  - {name: carol, encryptors: [sam]}
                  - {name: connie, encryptors: [sofia], tls: false, settings: {etsi.plain-http: true}}
                """);

        TopologyNode carol = topology.clients().get(0);
        assertEquals(OptionalInt.of(9102), carol.httpsPort());
        assertEquals(Optional.of(URI.create("https://localhost:9102/client/carol")), carol.httpsUrl());
        assertEquals(URI.create("https://localhost:9102/client/carol"), carol.servedUrl());
        assertEquals(URI.create("http://localhost:9002/client/carol"), carol.url());
        assertEquals(List.of(9002, 9102, 9202), carol.ports());
        TopologyNode connie = topology.clients().get(1);
        assertEquals(List.of(9003, 9203), connie.ports());
        assertEquals(connie.url(), connie.servedUrl());
        assertTrue(topology.hubs().stream().noneMatch(TopologyNode::tls));
    }

    @Test
    void aHubSpeaksTlsIfItsOwnEntrySaysSo() {
        Topology topology = parse("""
                k: 2
                base-port: 9000
                hubs: [{name: hank, tls: true}, {name: helen}, {name: far, number: 9, url: 'https://far.example/hub/far'}]
                clients:
                  - {name: carol, encryptors: [sam]}
                """);

        assertEquals(
                List.of(
                        "9=https://far.example/hub/far",
                        "1=https://localhost:9100/hub/hank",
                        "2=http://localhost:9001/hub/helen"),
                topology.hubEntries());
        assertTrue(topology.hasTlsToHubs());
        assertEquals(
                List.of(9000, 9100, 9200),
                topology.find(NodeType.HUB, new NodeName("hank")).orElseThrow().ports());
    }

    @Test
    void theManagementInterfaceIsReachedFromElsewhereOverTlsOnly() {
        String hubs = "k: 2\nhubs: [{name: hank, settings: {management.host: 0.0.0.0%s}}, {name: helen}]\n";

        String message = String.valueOf(assertThrows(LauncherException.class, () -> parse(hubs.formatted("")))
                .getMessage());
        assertTrue(message.contains("the management interface of hub hank is at 0.0.0.0"), message);
        assertTrue(message.contains("tls: true"), message);
        parse(hubs.formatted(", laboratory: true"));
    }

    @Test
    void whetherAHubElsewhereSpeaksTlsItsUrlSays() {
        String message = String.valueOf(assertThrows(
                        LauncherException.class,
                        () -> parse("k: 2\nhubs: [{name: a, tls: true, url: 'http://x.example/hub/a'}, {name: b}]\n"))
                .getMessage());
        assertTrue(message.contains("its url says whether it speaks TLS"), message);
    }

    @Test
    void aClientMaySwitchPlainHttpOffForItself() {
        Topology topology = parse("""
                settings: {etsi.plain-http: true}
                hubs: [{name: a}, {name: b}, {name: c}]
                clients:
                  - {name: carol, encryptors: [sam], tls: true, settings: {etsi.plain-http: false}}
                """);

        assertTrue(topology.clients().get(0).tls());
    }

    @Test
    void certificatesAreWhereTheTopologyFileSaysSeenFromThere() {
        String text = "pki: secret/pki\nk: 2\nhubs: [{name: a}, {name: b}]\n";

        assertEquals(
                Optional.of(Path.of("/etc/dske/secret/pki")),
                TopologyReader.parse("/etc/dske/topology.yaml", text).pki());
        assertEquals(Optional.of(Path.of("secret/pki")), parse(text).pki());
        assertEquals(
                Optional.of(Path.of("/srv/pki")),
                parse(text.replace("secret", "/srv")).pki());
    }

    @Test
    void theExampleWithTlsIsTheExampleButForTls() {
        Topology plain = TopologyReader.read(Path.of("..", "topology.yaml"));
        Topology secure = TopologyReader.read(Path.of("..", "topology-tls.yaml"));

        assertEquals(
                plain.nodes().stream().map(TopologyReaderTest::withoutTls).toList(),
                secure.nodes().stream().map(TopologyReaderTest::withoutTls).toList());
        assertTrue(secure.clients().stream().allMatch(TopologyNode::tls));
        assertTrue(plain.clients().stream().noneMatch(TopologyNode::tls));
    }

    private static TopologyNode withoutTls(TopologyNode node) {
        return new TopologyNode(node.type(), node.name(), node.url(), node.port(), node.encryptors(), Map.of(), false);
    }

    /** Nodes are sorted by name, and numbers are not: a hub that is added at the end moves no other one. */
    @Test
    void aHubHasTheNumberThatItIsGivenOrItsPlaceInTheFile() {
        Topology topology = parse("k: 2\nhubs: [{name: b}, {name: a}, {name: c, number: 200, classic: true}]\n");

        assertEquals(
                java.util.List.of(
                        "2=http://localhost:8100/hub/a",
                        "1=http://localhost:8101/hub/b",
                        "200=http://localhost:8102/hub/c classic"),
                topology.hubEntries());
    }

    @Test
    void machinesThatAreTheSameHubHavePortsAndDirectoriesOfTheirOwnAndOneNumber() {
        Topology topology = parse("""
                k: 2
                hubs:
                  - name: hugo
                  - name: hank
                    number: 7
                    instances: [b, a, {name: far, url: 'http://example.org:8100/hub/hank'}, {name: d, port: 9000}]
                    settings: {store.shares: 'jdbc:postgresql://db/hank?user=dske'}
                """);

        List<TopologyNode> hank = topology.hubs().subList(0, 4);
        assertEquals(
                List.of("hub hank/a", "hub hank/b", "hub hank/d", "hub hank/far"),
                hank.stream().map(TopologyNode::title).toList());
        assertEquals(
                List.of("hank-a", "hank-b", "hank-d", "hank-far"),
                hank.stream().map(TopologyNode::directory).toList());
        assertEquals(
                List.of(OptionalInt.of(8100), OptionalInt.of(8101), OptionalInt.of(9000), OptionalInt.empty()),
                hank.stream().map(TopologyNode::port).toList());
        assertEquals(
                List.of(
                        "7=http://localhost:8100/hub/hank|http://localhost:8101/hub/hank|http://localhost:9000/hub/hank"
                                + "|http://example.org:8100/hub/hank",
                        "1=http://localhost:8102/hub/hugo"),
                topology.hubEntries());
    }

    @Test
    void machinesThatAreTheSameClientHaveItsEncryptors() {
        Topology topology = parse("""
                k: 2
                tls: true
                hubs: [{name: a}, {name: b}]
                clients: [{name: carol, instances: [east, west], encryptors: [sam, sara]}]
                """);

        assertEquals(
                List.of("carol/east", "carol/west"),
                topology.clients().stream()
                        .map(node -> node.machine().toString())
                        .toList());
        assertEquals(
                List.of(List.of(8102, 8202, 8302), List.of(8103, 8203, 8303)),
                topology.clients().stream().map(TopologyNode::ports).toList());
        assertEquals(List.of(new SaeId("sam"), new SaeId("sara")), topology.encryptors());
    }

    @Test
    void machinesThatRunElsewhereHaveTheirDatabaseElsewhere() {
        Topology topology = parse("""
                k: 2
                hubs:
                  - name: a
                    instances: [{name: x, url: 'http://x/hub/a'}, {name: y, url: 'http://y/hub/a'}]
                  - name: b
                """);

        assertEquals("1=http://x/hub/a|http://y/hub/a", topology.hubEntries().getFirst());
    }

    @Test
    void aFileThatIsNotThereIsAMistakeOfTheUser(@TempDir Path directory) {
        Path file = directory.resolve("none.yaml");

        LauncherException exception = assertThrows(LauncherException.class, () -> TopologyReader.read(file));

        assertEquals("there is no topology file " + file, exception.getMessage());
        assertEquals(ExitStatus.HERE, exception.exitStatus());
    }

    @Test
    void aFileThatIsNotUtf8IsAMistakeInLineOne(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("latin.yaml"), "hubs: [ä]".getBytes(StandardCharsets.ISO_8859_1));

        LauncherException exception = assertThrows(LauncherException.class, () -> TopologyReader.read(file));

        assertEquals(file + ":1: the file is not UTF-8 text", exception.getMessage());
    }

    private static Topology parse(String text) {
        return TopologyReader.parse("topology.yaml", text);
    }

    private static OptionalInt port(Topology topology, NodeType type, String name) {
        return topology.find(type, new NodeName(name)).orElseThrow().port();
    }
}

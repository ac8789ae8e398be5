package org.dske.launcher.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.config.Setting;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.topology.TopologyReader;
import org.dske.pki.PkiDirectory;
import org.dske.root.ClientPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerPlanTest {
    private static final StateDirectory STATE = new StateDirectory(Path.of("/state"));
    private static final TopologyNode HANK =
            node(NodeType.HUB, "hank", 9000, List.of(), Map.of(Setting.PSRD_BLOCK_SIZE, "4000"));
    private static final TopologyNode HUGO = node(NodeType.HUB, "hugo", 9001, List.of(), Map.of());
    private static final TopologyNode CAROL =
            node(NodeType.CLIENT, "carol", 9002, List.of(new SaeId("sam"), new SaeId("sue")), Map.of());
    private static final TopologyNode CONNIE =
            node(NodeType.CLIENT, "Con.nie", 9003, List.of(new SaeId("sofia")), Map.of(), true);
    private static final PkiDirectory PKI = new PkiDirectory(Path.of("/a b/pki"));
    private static final Topology TOPOLOGY = new Topology(2, "localhost", List.of(HANK, HUGO, CAROL), Optional.empty());

    private static Map<String, String> properties(Topology topology, TopologyNode node, boolean alone) {
        ServerPlan plan = alone
                ? ServerPlan.oneEach(STATE, topology, List.of(node), PKI).getFirst()
                : ServerPlan.together(STATE, topology, List.of(node), PKI);
        return NodeProperties.of(plan, node);
    }

    @Test
    void aHubGetsItsSettingsUnderItsName() {
        assertEquals(
                Map.of(
                        "dske.hank.psrd.block-size", "4000",
                        "dske.hank.hub.number", "1",
                        "dske.hank.hub.urls", "http://localhost:9000/hub/hank",
                        "dske.hank.management.stop-process", "true",
                        "dske.hank.store.directory", "/state/hank/store",
                        "dske.hank.audit.file", "/state/hank/audit.jsonl",
                        "dske.hank.management.tokens", "/state/hank"),
                properties(TOPOLOGY, HANK, true));
    }

    @Test
    void aClientGetsTheHubsItsEncryptorsAndK() {
        assertEquals(
                Map.of(
                        "dske.carol.client.hubs", "http://localhost:9000/hub/hank,http://localhost:9001/hub/hugo",
                        "dske.carol.client.encryptors", "sam,sue",
                        "dske.carol.sharing.threshold", "2",
                        "dske.carol.management.stop-process", "false",
                        "dske.carol.store.directory", "/state/carol/store",
                        "dske.carol.audit.file", "/state/carol/audit.jsonl",
                        "dske.carol.management.tokens", "/state/carol"),
                properties(TOPOLOGY, CAROL, false));
    }

    @Test
    void eachNodeHasItsOwnDirectoryAndProcess() {
        List<ServerPlan> plans = ServerPlan.oneEach(STATE, TOPOLOGY, TOPOLOGY.nodes(), PKI);

        assertEquals(
                List.of(
                        Path.of("/state/hank/node.log"),
                        Path.of("/state/hugo/node.log"),
                        Path.of("/state/carol/node.log")),
                plans.stream().map(ServerPlan::log).toList());
        assertTrue(plans.stream().allMatch(ServerPlan::alone));
        assertEquals(Path.of("/state/hank/node.pid"), StateDirectory.pidFile(STATE.of(HANK)));
    }

    @Test
    void machinesThatAreTheSameNodeHaveDirectoriesAndStoresOfTheirOwn() {
        Topology topology = TopologyReader.parse("topology.yaml", """
                k: 2
                hubs:
                  - {name: hank, instances: [a, b], settings: {store.shares: 'jdbc:postgresql:hank'}}
                  - name: hugo
                clients: [{name: carol, instances: [east, west], encryptors: [sam]}]
                """);

        List<ServerPlan> plans = ServerPlan.oneEach(STATE, topology, topology.nodes(), PKI);

        assertEquals(
                List.of("hank-a", "hank-b", "hugo", "carol-east", "carol-west"),
                plans.stream().map(ServerPlan::name).toList());
        assertEquals(Path.of("/state/hank-b/node.log"), plans.get(1).log());
        assertEquals(
                Map.of(
                        "dske.hank.store.shares", "jdbc:postgresql:hank",
                        "dske.hank.management.port", "8301",
                        "dske.hank.hub.number", "1",
                        "dske.hank.hub.urls", "http://localhost:8101/hub/hank",
                        "dske.hank.management.stop-process", "true",
                        "dske.hank.store.directory", "/state/hank-b/store",
                        "dske.hank.audit.file", "/state/hank-b/audit.jsonl",
                        "dske.hank.management.tokens", "/state/hank-b"),
                properties(topology, topology.hubs().get(1), true));
        assertEquals(
                Map.of(
                        "dske.carol.client.hubs",
                                "1=http://localhost:8100/hub/hank|http://localhost:8101/hub/hank,2=http://localhost:8102/hub/hugo",
                        "dske.carol.client.encryptors", "sam",
                        "dske.carol.client.instance", "west",
                        "dske.carol.management.port", "8304",
                        "dske.carol.sharing.threshold", "2",
                        "dske.carol.management.stop-process", "true",
                        "dske.carol.store.directory", "/state/carol-west/store",
                        "dske.carol.audit.file", "/state/carol-west/audit.jsonl",
                        "dske.carol.management.tokens", "/state/carol-west"),
                properties(topology, topology.clients().get(1), true));
    }

    @Test
    void theNodesOfASingleProcessHaveAListenerAndThreadsEach() {
        ServerPlan plan = ServerPlan.together(STATE, TOPOLOGY, TOPOLOGY.nodes(), PKI);

        List<String> commands = BootCommands.of(plan);

        assertFalse(plan.alone());
        assertTrue(
                commands.contains("create-network-listener --listenerport 9002 --address 127.0.0.1"
                        + " --threadpool threads-9002 --protocol http-listener listener-9002"),
                commands.toString());
        assertEquals(
                2,
                commands.stream()
                        .filter(line -> line.startsWith("create-network-listener"))
                        .count());
        assertEquals(
                2,
                commands.stream()
                        .filter(line -> line.startsWith("create-threadpool"))
                        .count());
    }

    @Test
    void aTopologyForOtherMachinesListensOnEveryAddress() {
        Topology open = new Topology(2, "192.0.2.1", TOPOLOGY.nodes(), Optional.empty());

        List<String> commands = BootCommands.of(ServerPlan.together(STATE, open, List.of(HANK), PKI));

        assertTrue(
                commands.stream().anyMatch(line -> line.endsWith("http-listener.address=0.0.0.0")),
                commands.toString());
    }

    @Test
    void aClientWithTlsHasAListenerThatWantsCertificates() {
        List<String> commands = BootCommands.of(alone(CONNIE));

        String protocol = "set configs.config.server-config.network-config.protocols.protocol.https-9103.";
        assertTrue(
                commands.containsAll(List.of(
                        "create-protocol --securityenabled=true https-9103",
                        "create-http --default-virtual-server server https-9103",
                        "create-ssl --type http-listener --certname s1as https-9103",
                        "create-network-listener --listenerport 9103 --address 127.0.0.1 --threadpool http-thread-pool"
                                + " --protocol https-9103 https-9103-listener",
                        protocol + "ssl.client-auth=need",
                        protocol + "ssl.key-algorithm=PEM/kme/Con.nie",
                        protocol + "ssl.trust-algorithm=PEM",
                        protocol + "ssl.tls12-enabled=true",
                        protocol + "ssl.tls13-enabled=true",
                        protocol + "http.max-connections=1000000",
                        protocol + "http.http2-enabled=false",
                        protocol + "http.encoded-slash-enabled=true")),
                () -> String.join("\n", commands));
        assertTrue(commands.indexOf("create-protocol --securityenabled=true https-9103")
                < commands.indexOf(protocol + "ssl.client-auth=need"));
    }

    @Test
    void noCipherSuiteIsWithoutForwardSecrecy() {
        String suites = BootCommands.of(alone(CONNIE)).stream()
                .filter(command -> command.contains("ssl3-tls-ciphers"))
                .collect(Collectors.joining());

        assertTrue(suites.contains("+TLS_AES_256_GCM_SHA384,"), suites);
        assertFalse(suites.contains("TLS_RSA_") || suites.contains("_CBC_") || suites.contains("_DH_"), suites);
    }

    @Test
    void furtherNodesWithTlsHaveTheirOwnCertificateAndThreads() {
        Topology topology = new Topology(2, "localhost", List.of(HANK, HUGO, CAROL, CONNIE), Optional.empty());

        List<String> commands = BootCommands.of(ServerPlan.together(STATE, topology, topology.nodes(), PKI));

        int threads = commands.indexOf("create-threadpool --minthreadpoolsize 1 --maxthreadpoolsize 192 threads-9003");
        int listener = commands.indexOf("create-network-listener --listenerport 9103 --address 127.0.0.1"
                + " --threadpool threads-9003 --protocol https-9103 https-9103-listener");
        assertTrue(threads >= 0 && threads < listener, () -> String.join("\n", commands));
        assertEquals(
                1,
                commands.stream().filter(line -> line.startsWith("create-ssl")).count());
    }

    @Test
    void aServerWithTlsReadsCertificatesOutOfPemFilesAndIsToldNoPassword(@TempDir Path home) throws Exception {
        List<String> command = new ServerLauncher(installation(home), List.of()).command(alone(CONNIE));

        int main = command.indexOf("org.dske.provider.PemServer");
        assertEquals(
                List.of("/a b/pki", "nobody", "fish.payara.micro.impl.PayaraMicroImpl"),
                command.subList(main + 1, main + 4));
        assertTrue(command.get(main - 1).contains("dske-launcher.jar"), "which has it");
        assertFalse(command.get(main - 1).contains("bctls.jar"));
        assertTrue(BootCommands.of(alone(CONNIE)).stream().noneMatch(line -> line.contains("password")));
        assertEquals("/a b/pki/ca.crt", properties(TOPOLOGY, CONNIE, true).get("dske.Con.nie.etsi.ca-file"));
        assertEquals("/a b/pki/crl.pem", properties(TOPOLOGY, CONNIE, true).get("dske.Con.nie.etsi.crl-file"));
    }

    @Test
    void aHubWithTlsHasAListenerAndItsClientsShowCertificatesThere(@TempDir Path home) throws Exception {
        TopologyNode holly = new TopologyNode(
                NodeType.HUB,
                new NodeName("holly"),
                URI.create("http://localhost:9004/hub/holly"),
                OptionalInt.of(9004),
                List.of(),
                Map.of(
                        Setting.PSRD_SUPPLY,
                        "tls",
                        Setting.OOB_PORT,
                        "9304",
                        Setting.MANAGEMENT_PORT,
                        "9404",
                        Setting.MANAGEMENT_HOST,
                        "0.0.0.0"),
                true);
        Topology topology = new Topology(2, "localhost", List.of(HANK, holly, CAROL), Optional.empty());
        ServerPlan hub =
                ServerPlan.oneEach(STATE, topology, List.of(holly), PKI).getFirst();
        ServerPlan client =
                ServerPlan.oneEach(STATE, topology, List.of(CAROL), PKI).getFirst();

        String commands = String.join("\n", BootCommands.of(hub));
        assertTrue(commands.contains("protocol.https-9104.ssl.key-algorithm=PEM/hub/holly"), commands);
        for (String listener : List.of(
                "9104 --address 127.0.0.1 --threadpool http-thread-pool --protocol https-9104",
                "9304 --address 127.0.0.1 --threadpool http-thread-pool --protocol https-9104",
                "9404 --address 0.0.0.0 --threadpool http-thread-pool --protocol https-9104")) {
            assertTrue(commands.contains("create-network-listener --listenerport " + listener), commands);
        }
        Map<String, String> ofHub = NodeProperties.of(hub, holly);
        assertEquals("https://localhost:9104/hub/holly", ofHub.get("dske.holly.hub.urls"));
        assertEquals("carol:sam+sue", ofHub.get("dske.holly.hub.clients"));
        assertEquals("/a b/pki/ca.crt", ofHub.get("dske.holly.tls.ca-file"));
        Map<String, String> ofClient = NodeProperties.of(client, CAROL);
        assertTrue(
                ofClient.get("dske.carol.client.hubs").contains("https://localhost:9104/hub/holly"),
                ofClient::toString);
        assertEquals("/a b/pki/kme/carol.crt", ofClient.get("dske.carol.tls.certificate-file"));
        assertEquals("/a b/pki/kme/carol.key", ofClient.get("dske.carol.tls.key-file"));
        assertFalse(ofClient.containsKey("dske.carol.etsi.ca-file"), "encryptors show none to it");

        ServerLauncher launcher = new ServerLauncher(installation(home), List.of());
        for (ServerPlan plan : List.of(hub, client)) {
            List<String> command = launcher.command(plan);
            assertTrue(command.contains("-Djdk.tls.namedGroups=X25519MLKEM768,x25519,secp256r1,secp384r1,secp521r1"));
            int main = command.indexOf("org.dske.provider.PemServer");
            assertEquals(plan.equals(hub) ? "all" : "nodes", command.get(main + 2));
            assertTrue(command.get(main - 1).endsWith("bctls.jar"), "behind what a class archive was made with");
        }
    }

    @Test
    void aServerWithoutTlsIsToldNothingOfIt() {
        assertTrue(BootCommands.of(alone(CAROL)).stream().noneMatch(command -> command.contains("ssl")));
        assertFalse(properties(TOPOLOGY, CAROL, true).toString().contains("ca-file"));
    }

    @Test
    void whatTheServerWouldAnswerByItselfAtAllPortsIsOff() {
        assertTrue(BootCommands.of(alone(CONNIE))
                .containsAll(List.of(
                        "set configs.config.server-config.microprofile-metrics-configuration.virtual-servers=none",
                        "set-microprofile-healthcheck-configuration --enabled=false",
                        "set-openapi-configuration --enabled=false --virtualServers=none")));
    }

    @Test
    void noListenerSpeaksHttp2() {
        String listener = "set configs.config.server-config.network-config.protocols.protocol.http-listener.";
        List<String> commands = BootCommands.of(alone(CONNIE));

        assertTrue(commands.contains(listener + "http.http2-enabled=false"), () -> String.join("\n", commands));
    }

    @Test
    void interfacesWithPortsOfTheirOwnHaveListenersAndClientsAreToldTheHubs() {
        TopologyNode holly = node(
                NodeType.HUB,
                "holly",
                9004,
                List.of(),
                Map.of(Setting.OOB_PORT, "9304", Setting.MANAGEMENT_PORT, "9404"));
        Topology topology = new Topology(2, "localhost", List.of(HANK, holly, CAROL), Optional.empty());

        List<String> commands = BootCommands.of(
                ServerPlan.oneEach(STATE, topology, List.of(holly), PKI).get(0));

        for (int port : List.of(9304, 9404)) {
            assertTrue(
                    commands.contains("create-network-listener --listenerport " + port + " --address 127.0.0.1"
                            + " --threadpool http-thread-pool --protocol http-listener listener-" + port),
                    () -> String.join("\n", commands));
        }
        assertEquals("holly=9304", properties(topology, CAROL, true).get("dske.carol.client.oob-ports"));
        assertEquals(
                "http://localhost:9404/hub/holly",
                holly.urlAt(Setting.MANAGEMENT_PORT).toString());
        assertEquals(HANK.url(), HANK.urlAt(Setting.MANAGEMENT_PORT));
        assertEquals(List.of(9004, 9304, 9404), holly.ports());
    }

    @Test
    void theRootIsToldWhichClientHasWhichPort(@TempDir Path directory) throws Exception {
        StateDirectory state = new StateDirectory(directory.resolve("state"));
        Topology topology = new Topology(2, "localhost", List.of(HANK, CAROL, CONNIE), Optional.empty());
        ServerPlan plan = ServerPlan.together(state, topology, topology.nodes(), PKI);

        ServerFiles.write(installation(directory.resolve("home")), plan);

        Properties properties = new Properties();
        try (InputStream content = Files.newInputStream(plan.directory().resolve(ServerFiles.PROPERTIES))) {
            properties.load(content);
        }
        assertEquals(
                "9002=/client/carol,9003=/client/Con.nie,9103=/client/Con.nie",
                properties.getProperty(ClientPorts.PROPERTY));
    }

    @Test
    void theCommandNamesTheRootAndDeploysEachNodeAtItsPath(@TempDir Path home) throws Exception {
        Installation installation = installation(home);

        List<String> command = new ServerLauncher(installation, List.of("-XX:SharedArchiveFile=x"))
                .command(ServerPlan.together(STATE, TOPOLOGY, TOPOLOGY.nodes(), PKI));

        assertTrue(command.containsAll(List.of("--add-opens=a/b=X", "--add-exports=c/d=X", "-XX:SharedArchiveFile=x")));
        assertEquals("/state/.single-process/root", command.get(command.indexOf("--rootdir") + 1));
        assertEquals("9000", command.get(command.indexOf("--port") + 1));
        assertTrue(command.contains("client-carol.war:/client/carol"), command.toString());
    }

    @Test
    void theScriptOfAServerIsItsCommandInItsDirectoryWhateverIsInTheNames(@TempDir Path home) throws Exception {
        StateDirectory state = new StateDirectory(home.resolve("it's $HOME \"here\""));
        ServerLauncher launcher = new ServerLauncher(installation(home), List.of());
        ServerPlan plan =
                ServerPlan.oneEach(state, TOPOLOGY, List.of(CONNIE), PKI).getFirst();

        Path script = launcher.writeScript(plan);

        String shown = Files.readString(script).replace("exec '", "pwd; printf '%s\\n' '");
        Process process = new ProcessBuilder("/bin/sh", "-c", shown).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, process.waitFor());
        assertEquals(plan.directory().toString(), lines.getFirst());
        assertEquals(launcher.command(plan), lines.subList(1, lines.size()));
    }

    @Test
    void theHeapGrowsWithTheNodesAndWithWhatTheyHold(@TempDir Path home) throws Exception {
        Installation installation = installation(home);

        assertEquals("-Xmx560m", heap(installation, network(5, 5, Map.of())));
        // 800 times 2 pools in which 2 blocks of 1 MiB meet.
        assertEquals("-Xmx4400m", heap(installation, network(20, 20, Map.of())));
        assertEquals("-Xmx2000m", heap(installation, network(20, 20, Map.of(Setting.PSRD_DEMONSTRATION, "true"))));
        assertEquals("-Xmx7600m", heap(installation, network(20, 20, Map.of(Setting.PSRD_BLOCK_SIZE, "2097152"))));
    }

    @Test
    void aNodeAloneHasMemoryForAllThatItSharesPoolsWith(@TempDir Path home) throws Exception {
        Installation installation = installation(home);
        Topology small = network(5, 5, Map.of());
        Topology large = network(20, 100, Map.of());

        assertEquals("-Xmx128m", heap(installation, small, small.hubs().get(0)));
        assertEquals("-Xmx128m", heap(installation, small, small.clients().get(0)));
        assertEquals("-Xmx508m", heap(installation, large, large.hubs().get(0)));
        assertEquals("-Xmx188m", heap(installation, large, large.clients().get(0)));
    }

    private static String heap(Installation installation, Topology topology) {
        return heap(installation, ServerPlan.together(STATE, topology, topology.nodes(), PKI));
    }

    private static String heap(Installation installation, Topology topology, TopologyNode node) {
        return heap(
                installation,
                ServerPlan.oneEach(STATE, topology, List.of(node), PKI).get(0));
    }

    private static String heap(Installation installation, ServerPlan plan) {
        return JavaOptions.of(installation, plan).stream()
                .filter(option -> option.startsWith("-Xmx"))
                .collect(Collectors.joining(" "));
    }

    private static Topology network(int hubs, int clients, Map<Setting, String> settings) {
        List<TopologyNode> nodes = new ArrayList<>();
        for (int i = 0; i < hubs; i++) {
            nodes.add(node(NodeType.HUB, "hub" + i, 9100 + i, List.of(), settings));
        }
        for (int i = 0; i < clients; i++) {
            nodes.add(node(NodeType.CLIENT, "client" + i, 9300 + i, List.of(), settings));
        }
        return new Topology(2, "localhost", nodes, Optional.empty());
    }

    private static void writeWar(Path war) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(war, Map.of("create", "true"))) {
            Path libraries = Files.createDirectories(files.getPath("/WEB-INF/lib"));
            for (String library : List.of("dske-common-1.jar", "sqlite-jdbc-3.54.1.0.jar", "swagger-ui-5.34.1.jar")) {
                Files.createFile(libraries.resolve(library));
            }
        }
    }

    private static ServerPlan alone(TopologyNode node) {
        return ServerPlan.oneEach(STATE, TOPOLOGY, List.of(node), PKI).get(0);
    }

    @Test
    void librariesOfTheClassPathAreNotUnpackedForEachNode(@TempDir Path directory) throws IOException {
        Installation installation = installation(directory.resolve("home"));
        TopologyNode hub = TOPOLOGY.hubs().get(0);
        ServerPlan plan = ServerPlan.oneEach(
                        new StateDirectory(directory.resolve("state")), TOPOLOGY, List.of(hub), PKI)
                .get(0);
        ServerFiles.write(installation, plan);
        try (FileSystem war = FileSystems.newFileSystem(plan.directory().resolve(ServerFiles.warName(hub)));
                Stream<Path> libraries = Files.list(war.getPath("/WEB-INF/lib"))) {
            assertEquals(
                    List.of("dske-common-1.jar", "swagger-ui-5.34.1.jar"),
                    libraries
                            .map(library -> String.valueOf(library.getFileName()))
                            .sorted()
                            .toList());
        }
    }

    /** What a build leaves behind, as far as it matters here. */
    private static Installation installation(Path home) throws IOException {
        Installation installation = new Installation(home);
        for (String part : List.of("config", "lib", "docroot")) {
            Files.createDirectories(installation.server().resolve(part));
        }
        Files.writeString(
                installation.server().resolve(".env"), "MICRO_OPENS=\"--add-opens a/b=X --add-exports c/d=X\"\n");
        for (Path war :
                List.of(installation.war(NodeType.HUB), installation.war(NodeType.CLIENT), installation.rootWar())) {
            Files.createDirectories(war.getParent());
            writeWar(war);
        }
        return installation;
    }

    private static TopologyNode node(
            NodeType type, String name, int port, List<SaeId> encryptors, Map<Setting, String> settings) {
        return node(type, name, port, encryptors, settings, false);
    }

    private static TopologyNode node(
            NodeType type, String name, int port, List<SaeId> encryptors, Map<Setting, String> settings, boolean tls) {
        URI url = URI.create("http://localhost:" + port + "/" + type.word() + "/" + name);
        return new TopologyNode(type, new NodeName(name), url, OptionalInt.of(port), encryptors, settings, tls);
    }
}

package org.dske.launcher.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.dske.config.Setting;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerPlanTest {
    private static final StateDirectory STATE = new StateDirectory(Path.of("/state"));
    private static final TopologyNode HANK =
            node(NodeType.HUB, "hank", 9000, List.of(), Map.of(Setting.PSRD_BLOCK_SIZE, "4000"));
    private static final TopologyNode HUGO = node(NodeType.HUB, "hugo", 9001, List.of(), Map.of());
    private static final TopologyNode CAROL =
            node(NodeType.CLIENT, "carol", 9002, List.of(new SaeId("sam"), new SaeId("sue")), Map.of());
    private static final Topology TOPOLOGY = new Topology(2, "localhost", List.of(HANK, HUGO, CAROL));

    @Test
    void aHubGetsItsSettingsUnderItsName() {
        assertEquals(
                Map.of("dske.hank.psrd.block-size", "4000", "dske.hank.management.stop-process", "true"),
                NodeProperties.of(TOPOLOGY, HANK, true));
    }

    @Test
    void aClientGetsTheHubsItsEncryptorsAndK() {
        assertEquals(
                Map.of(
                        "dske.carol.client.hubs", "http://localhost:9000/hub/hank,http://localhost:9001/hub/hugo",
                        "dske.carol.client.encryptors", "sam,sue",
                        "dske.carol.sharing.threshold", "2",
                        "dske.carol.management.stop-process", "false"),
                NodeProperties.of(TOPOLOGY, CAROL, false));
    }

    @Test
    void eachNodeHasItsOwnDirectoryAndProcess() {
        List<ServerPlan> plans = ServerPlan.oneEach(STATE, TOPOLOGY, TOPOLOGY.nodes());

        assertEquals(
                List.of(
                        Path.of("/state/hank/node.log"),
                        Path.of("/state/hugo/node.log"),
                        Path.of("/state/carol/node.log")),
                plans.stream().map(ServerPlan::log).toList());
        assertTrue(plans.stream().allMatch(ServerPlan::alone));
        assertEquals(Path.of("/state/hank/node.pid"), STATE.pidFile(new NodeName("hank")));
    }

    @Test
    void theNodesOfASingleProcessHaveAListenerAndThreadsEach() {
        ServerPlan plan = ServerPlan.together(STATE, TOPOLOGY, TOPOLOGY.nodes());

        List<String> commands = BootCommands.of(plan);

        assertFalse(plan.alone());
        assertTrue(
                commands.contains("create-network-listener --listenerport 9002 --address 127.0.0.1"
                        + " --threadpool carol-threads --protocol http-listener carol-listener"),
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
        Topology open = new Topology(2, "192.0.2.1", TOPOLOGY.nodes());

        List<String> commands = BootCommands.of(ServerPlan.together(STATE, open, List.of(HANK)));

        assertTrue(
                commands.stream().anyMatch(line -> line.endsWith("http-listener.address=0.0.0.0")),
                commands.toString());
    }

    @Test
    void theCommandNamesTheRootAndDeploysEachNodeAtItsPath(@TempDir Path home) throws Exception {
        Installation installation = new Installation(home);
        Files.createDirectories(installation.server());
        Files.writeString(
                installation.server().resolve(".env"), "MICRO_OPENS=\"--add-opens a/b=X --add-exports c/d=X\"\n");

        List<String> command = ServerCommand.of(
                installation,
                ServerPlan.together(STATE, TOPOLOGY, TOPOLOGY.nodes()),
                List.of("-XX:SharedArchiveFile=x"));

        assertTrue(command.containsAll(List.of("--add-opens=a/b=X", "--add-exports=c/d=X", "-XX:SharedArchiveFile=x")));
        assertEquals("/state/.single-process/root", command.get(command.indexOf("--rootdir") + 1));
        assertEquals("9000", command.get(command.indexOf("--port") + 1));
        assertTrue(command.contains("/state/.single-process/client-carol.war:/client/carol"), command.toString());
    }

    private static TopologyNode node(
            NodeType type, String name, int port, List<SaeId> encryptors, Map<Setting, String> settings) {
        URI url = URI.create("http://localhost:" + port + "/" + type.word() + "/" + name);
        return new TopologyNode(type, new NodeName(name), url, OptionalInt.of(port), encryptors, settings);
    }
}

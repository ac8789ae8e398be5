package org.dske.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dske.key.NodeName;
import org.dske.launcher.LauncherException;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProcessTest {
    @TempDir
    private Path directory;

    private Process server;

    @BeforeEach
    void startSomething() throws Exception {
        server = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endIt() throws Exception {
        server.destroyForcibly().waitFor();
    }

    @Test
    void aProcessIsFoundAsLongAsItRuns() throws Exception {
        Path file = pidFile(List.of(9000, 9100), directory.resolve("a.yaml"));

        NodeProcess found = NodeProcess.read(file).orElseThrow();
        assertEquals(server.pid(), found.handle().pid());
        assertEquals(List.of(9000, 9100), found.ports());

        server.destroyForcibly().waitFor();
        assertEquals(Optional.empty(), NodeProcess.read(file));
    }

    @Test
    void anotherProcessWithTheSameIdIsNotTheNodes() throws Exception {
        Path file = pidFile(List.of(9000), directory.resolve("a.yaml"));
        Files.writeString(file, Files.readString(file).replaceFirst("\"start\":\"[^\"]*\"", "\"start\":\"long ago\""));

        assertEquals(Optional.empty(), NodeProcess.read(file));
    }

    @Test
    void whatIsNoPidFileNamesNoProcess() throws Exception {
        assertEquals(Optional.empty(), NodeProcess.read(directory.resolve("none")));
        for (String text : List.of("", "4711\n", "{}", "[]", "{\"pid\":\"x\"}", "{\"pid\":1}")) {
            assertEquals(Optional.empty(), NodeProcess.read(Files.writeString(directory.resolve("file"), text)), text);
        }
    }

    @Test
    void anotherNetworksNodeOfTheSameNameIsRefusedByName() throws Exception {
        Path others = Files.createFile(directory.resolve("others.yaml"));
        Network network = network(9000, Files.createFile(directory.resolve("mine.yaml")));
        pidFile(List.of(9500), others);
        List<TopologyNode> nodes = network.topology().nodes();

        assertRefused(others, () -> new NetworkStop(network, line -> {}).stop(nodes));
        assertRefused(others, () -> StartRequirements.check(network, nodes, false));
        assertEquals(Optional.empty(), network.process(nodes.get(0)));
        assertTrue(server.isAlive());
        assertTrue(Files.exists(network.pidFile(nodes.get(0))), "its pid file");
    }

    @Test
    void aSingleProcessOfAnotherNetworkIsRefusedByNameEvenIfNoNodesNameIsTheSame() throws Exception {
        Path others = Files.createFile(directory.resolve("others.yaml"));
        Network network = network(9000, Files.createFile(directory.resolve("mine.yaml")));
        new NodeProcess(server.toHandle(), true, List.of(9500), others)
                .write(StateDirectory.pidFile(network.state().singleProcess()));

        assertRefused(
                others,
                () -> StartRequirements.check(network, network.topology().nodes(), true));
    }

    @Test
    void aTopologyThatWasMovedIsStillThatOfItsNodes() throws Exception {
        Network network = network(9000, Files.createFile(directory.resolve("mine.yaml")));
        pidFile(List.of(9000), directory.resolve("where it was.yaml"));

        assertTrue(network.process(network.topology().nodes().get(0)).isPresent());
    }

    @Test
    void aTopologyWhosePortsWereChangedIsStillThatOfItsNodes() throws Exception {
        Path file = Files.createFile(directory.resolve("mine.yaml"));
        Network network = network(9000, file);
        pidFile(List.of(9500), file);

        assertTrue(network.process(network.topology().nodes().get(0)).isPresent());
    }

    private static void assertRefused(Path others, Runnable action) {
        String message = assertThrows(LauncherException.class, action::run).getMessage();
        assertTrue(message.contains("of the network of " + others + " is running here"), message);
    }

    private Path pidFile(List<Integer> ports, Path topology) {
        Path file = directory.resolve("state/hank/node.pid");
        new NodeProcess(server.toHandle(), false, ports, topology).write(file);
        return file;
    }

    private Network network(int port, Path file) {
        TopologyNode hank = new TopologyNode(
                NodeType.HUB,
                new NodeName("hank"),
                URI.create("http://localhost:" + port + "/hub/hank"),
                OptionalInt.of(port),
                List.of(),
                Map.of(),
                false);
        Pki pki = new Pki(
                new PkiDirectory(directory.resolve("pki")), Optional.empty(), Clock.systemUTC(), new SecureRandom());
        return new Network(
                new Topology(2, "localhost", List.of(hank), Optional.empty()),
                file,
                new StateDirectory(directory.resolve("state")),
                new NodeProbe(pki, Optional.empty(), Optional.empty()),
                pki);
    }
}

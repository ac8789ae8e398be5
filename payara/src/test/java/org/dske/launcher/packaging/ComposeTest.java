package org.dske.launcher.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.topology.TopologyReader;
import org.junit.jupiter.api.Test;

/** Dockerfile and compose.yaml agree with each other, and with what nodes are told and do. */
class ComposeTest {
    private final Map<?, ?> compose =
            Packaging.yaml(Packaging.read("docker/compose.yaml")).getFirst();
    private final Map<String, Topology> topologies = new TreeMap<>();

    ComposeTest() {
        Packaging.map(compose, "configs")
                .forEach((name, config) ->
                        topologies.put(String.valueOf(name), Packaging.topology(Packaging.at(config, "content"))));
    }

    private Map<?, ?> service(String name) {
        return Packaging.map(compose, "services." + name);
    }

    @Test
    void theHubsAreThoseOfTheExampleAndEachNodeHasItsContainer() {
        Topology example = TopologyReader.read(Packaging.HOME.resolve("topology.yaml"));
        List<String> hubs = new ArrayList<>();
        topologies.forEach((name, topology) -> {
            TopologyNode node = Packaging.nodeOf(topology);
            assertEquals(name, node.name().toString());
            assertEquals(name, topology.host());
            assertTrue(node.isLaboratory(), name);
            assertEquals(List.of(name), service(name).get("command"));
            if (node.type() == NodeType.HUB) {
                hubs.add(name + " " + node.port().orElseThrow());
            }
        });
        assertEquals(
                example.hubs().stream()
                        .map(hub -> hub.name() + " " + hub.port().orElseThrow())
                        .toList(),
                hubs);
        assertEquals(topologies.keySet(), keys("services"));
        assertEquals(topologies.keySet(), keys("volumes"));
        assertEquals(2, topologies.size() - hubs.size(), "clients");
    }

    private Set<String> keys(String part) {
        Set<String> keys = new TreeSet<>();
        Packaging.map(compose, part).keySet().forEach(key -> keys.add(String.valueOf(key)));
        return keys;
    }

    @Test
    void clientsHaveAllHubsWhereTheseAre() {
        List<String> hubs = topologies.values().stream()
                .map(Packaging::nodeOf)
                .filter(node -> node.type() == NodeType.HUB)
                .map(node -> node.url().toString())
                .sorted()
                .toList();
        assertEquals(5, hubs.size());
        topologies.values().stream()
                .filter(topology -> !topology.clients().isEmpty())
                .forEach(topology -> {
                    assertEquals(hubs, Packaging.hubsElsewhere(topology));
                    topology.hubs()
                            .forEach(hub -> assertEquals(
                                    topologies
                                            .get(hub.name().toString())
                                            .numberOf(Packaging.nodeOf(
                                                    topologies.get(hub.name().toString()))),
                                    topology.numberOf(hub)));
                });
    }

    @Test
    void healthIsAskedForWhereTheNodeSaysItAndClientsAreReachedFromThisMachineAlone() {
        topologies.forEach((name, topology) -> {
            TopologyNode node = Packaging.nodeOf(topology);
            int port = node.port().orElseThrow();
            String test = String.valueOf(Packaging.at(service(name), "healthcheck.test.3"));
            assertTrue(test.contains("/dev/tcp/localhost/" + port + " "), test);
            assertTrue(test.contains("GET " + node.contextPath() + "/health/live "), test);
            assertEquals(
                    node.type() == NodeType.CLIENT ? List.of("127.0.0.1:" + port + ":" + port) : null,
                    service(name).get("ports"));
        });
    }

    @Test
    void aContainerMayDoNothingThatItNeedNotAndKeepsItsStateAlone() {
        Map<?, ?> node = Packaging.map(compose, "x-node");
        assertEquals(true, node.get("read_only"));
        assertEquals(List.of("ALL"), node.get("cap_drop"));
        assertEquals(List.of("no-new-privileges:true"), node.get("security_opt"));
        assertEquals(0, Packaging.at(node, "ulimits.core"));
        assertEquals(node.get("mem_limit"), node.get("memswap_limit"), "no swap space");
        String state = Packaging.dockerLine("VOLUME");
        topologies.keySet().forEach(name -> {
            Map<?, ?> service = service(name);
            assertEquals(node, service.get("<<"));
            assertEquals(List.of(name + ":" + state), service.get("volumes"));
        });
    }

    @Test
    void theImageRunsANodeAsNobodyWithTheTopologyThatItIsGiven() {
        List<String> command = Packaging.dockerCommand("ENTRYPOINT");
        assertEquals("run", command.getLast());
        assertEquals(Packaging.dockerLine("VOLUME"), command.get(command.indexOf("--state-directory") + 1));
        topologies
                .keySet()
                .forEach(name -> assertEquals(
                        command.get(command.indexOf("--topology") + 1),
                        Packaging.at(service(name), "configs.0.target")));
        assertTrue(
                Packaging.dockerLine("USER").matches("[1-9][0-9]+:[1-9][0-9]+"), "a number, by which it is not root");
    }
}

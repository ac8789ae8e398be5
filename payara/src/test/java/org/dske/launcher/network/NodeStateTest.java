package org.dske.launcher.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dske.key.NodeName;
import org.dske.launcher.topology.NodeType;
import org.dske.launcher.topology.TopologyNode;
import org.junit.jupiter.api.Test;

class NodeStateTest {
    @Test
    void aClientThatOneHubRefusesIsReadyWithoutItAndSaysWhy() {
        NodeState carol = client("""
                {"ready": false, "threshold": 2, "hubs": [
                  {"name": "hank", "ready": false, "state": "unreachable", "reason": "403: not one of the clients"},
                  {"name": "helen", "ready": true, "state": "registered"},
                  {"name": "hilary", "ready": true, "state": "registered"}]}""");

        assertEquals(NodeState.Stage.READY, carol.stage());
        assertFalse(carol.isComplete());
        assertEquals(List.of("hub hank (403: not one of the clients)"), carol.lacks());
    }

    @Test
    void aClientWithFewerHubsThanAKeyNeedsIsNotReady() {
        NodeState carol = client("""
                {"ready": false, "threshold": 2, "hubs": [
                  {"name": "hank", "ready": false, "state": "registering"},
                  {"name": "helen", "ready": true, "state": "registered"}]}""");

        assertEquals(NodeState.Stage.RUNNING, carol.stage());
        assertEquals(List.of("hub hank"), carol.lacks());
    }

    @Test
    void whatSaysNothingOfHubsIsReadyWhenItSaysSo() {
        assertEquals(NodeState.Stage.READY, client("{\"ready\": true}").stage());
        assertEquals(
                NodeState.Stage.RUNNING,
                client("{\"ready\": false, \"hubs\": 7}").stage());
    }

    @Test
    void ofANodeThatMayNotBeSeenThereIsItsHealth() {
        TopologyNode node = client("{}").node();

        assertEquals("up", new NodeState(node, Optional.empty(), Optional.empty(), Optional.of(true)).word());
        assertEquals("down", new NodeState(node, Optional.empty(), Optional.empty(), Optional.of(false)).word());
        assertEquals("stopped", new NodeState(node, Optional.empty(), Optional.empty(), Optional.empty()).word());
        assertTrue(new NodeState(node, Optional.empty(), Optional.empty(), Optional.of(true)).isReady());
    }

    private static NodeState client(String status) {
        TopologyNode node = new TopologyNode(
                NodeType.CLIENT,
                new NodeName("carol"),
                URI.create("http://localhost:9000/client/carol"),
                OptionalInt.of(9000),
                List.of(),
                Map.of(),
                false);
        return new NodeState(
                node,
                Optional.empty(),
                Optional.of(Json.createReader(new StringReader(status)).readObject()),
                Optional.empty());
    }
}

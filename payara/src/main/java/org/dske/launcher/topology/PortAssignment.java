package org.dske.launcher.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every node that is started here its port: from the base port up, hubs before clients, by name; ports that the topology
 * names are skipped over.
 */
final class PortAssignment {
    private static final int MAX_PORT = 65_535;

    private final String host;
    private final int basePort;

    PortAssignment(String host, int basePort) {
        this.host = host;
        this.basePort = basePort;
    }

    List<TopologyNode> assign(List<NodeDraft> drafts) {
        Map<NodeDraft, Integer> explicit = explicitPorts(drafts);
        List<TopologyNode> nodes = new ArrayList<>();
        int next = basePort;
        for (NodeDraft draft : drafts.stream().sorted(NodeDraft.ORDER).toList()) {
            Integer port = explicit.get(draft);
            if (draft.url().isPresent()) {
                nodes.add(draft.elsewhere(draft.url().get()));
            } else if (port != null) {
                nodes.add(draft.on(host, port));
            } else {
                while (explicit.containsValue(next)) {
                    next++;
                }
                if (next > MAX_PORT) {
                    throw draft.place().mistake("no port is left for " + draft.name() + ": use a lower base-port");
                }
                nodes.add(draft.on(host, next++));
            }
        }
        return nodes;
    }

    private static Map<NodeDraft, Integer> explicitPorts(List<NodeDraft> drafts) {
        Map<NodeDraft, Integer> ports = new HashMap<>();
        for (NodeDraft draft : drafts) {
            YamlValue value = draft.port();
            if (value != null) {
                int port = value.integer(1, MAX_PORT);
                if (ports.containsValue(port)) {
                    throw value.mistake("port " + port + " is there twice");
                }
                ports.put(draft, port);
            }
        }
        return ports;
    }
}

package org.dske.launcher.topology;

import java.util.HashMap;
import java.util.LinkedHashMap;
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
        Map<NodeDraft, TopologyNode> nodes = new LinkedHashMap<>();
        int next = basePort;
        for (NodeDraft draft : drafts.stream().sorted(NodeDraft.ORDER).toList()) {
            Integer port = explicit.get(draft);
            if (draft.url().isPresent()) {
                nodes.put(draft, draft.elsewhere(draft.url().get()));
            } else if (port != null) {
                nodes.put(draft, draft.on(host, port));
            } else {
                while (explicit.containsValue(next)) {
                    next++;
                }
                if (next > MAX_PORT) {
                    throw draft.place().mistake("no port is left for " + draft.name() + ": use a lower base-port");
                }
                nodes.put(draft, draft.on(host, next++));
            }
        }
        checkHttpsPorts(nodes);
        checkOwnPorts(nodes);
        return List.copyOf(nodes.values());
    }

    private static void checkHttpsPorts(Map<NodeDraft, TopologyNode> nodes) {
        nodes.forEach((draft, node) -> node.httpsPort().ifPresent(port -> {
            String what = "the HTTPS port of client " + node.name() + " is its port plus " + TopologyNode.HTTPS_OFFSET
                    + ", " + port;
            if (port > MAX_PORT) {
                throw draft.place().mistake(what + ", which is none: give it a lower port");
            }
            nodes.values().stream()
                    .filter(other -> !other.equals(node) && other.ports().contains(port))
                    .findFirst()
                    .ifPresent(other -> {
                        throw draft.place()
                                .mistake(what + ", and " + other.title()
                                        + " has it already: give one of them another port");
                    });
        }));
    }

    private static void checkOwnPorts(Map<NodeDraft, TopologyNode> nodes) {
        nodes.forEach((draft, node) -> node.ownPorts()
                .forEach(port -> nodes.values().stream()
                        .filter(other -> other.equals(node)
                                ? other.keyPorts().contains(port)
                                : !other.isElsewhere()
                                        && !node.isElsewhere()
                                        && other.ports().contains(port))
                        .findFirst()
                        .ifPresent(other -> {
                            throw draft.place()
                                    .mistake("port " + port + " of " + node.title()
                                            + " is for its out-of-band or management interface alone, and "
                                            + other.title()
                                            + " has it already: give one of them another port");
                        })));
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

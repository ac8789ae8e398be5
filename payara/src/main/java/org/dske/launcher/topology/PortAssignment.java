package org.dske.launcher.topology;

import java.net.URI;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.dske.config.Setting;
import org.dske.key.NodeName;

/**
 * Gives every machine that is started here its port: from the base port up, hubs before clients, by name; ports that the topology
 * names are skipped over.
 */
final class PortAssignment {
    private static final int MAX_PORT = 65_535;

    private final String host;
    private final int basePort;

    /**
     * A machine of a node as the file has it, before ports are assigned.
     *
     * @param type hub or client
     * @param name the node's name
     * @param machine the machine
     * @param at makes it, of its base URL and its port
     */
    record Draft(
            NodeType type,
            NodeName name,
            MachineReader.Machine machine,
            BiFunction<URI, OptionalInt, TopologyNode> at) {
        /** Hubs before clients, each by name. */
        private static final Comparator<Draft> ORDER = Comparator.comparing(Draft::type)
                .thenComparing(Draft::name)
                .thenComparing(draft -> draft.machine().instance());

        YamlValue place() {
            return machine.place();
        }

        Optional<URI> url() {
            return machine.url();
        }
    }

    PortAssignment(String host, int basePort) {
        this.host = host.contains(":") ? "[" + host + "]" : host;
        this.basePort = basePort;
    }

    List<TopologyNode> assign(List<Draft> drafts) {
        Map<Draft, Integer> explicit = explicitPorts(drafts);
        Map<TopologyNode, YamlValue> nodes = new LinkedHashMap<>();
        int next = basePort;
        for (Draft draft : drafts.stream().sorted(Draft.ORDER).toList()) {
            Integer port = explicit.get(draft);
            if (draft.url().isPresent()) {
                nodes.put(draft.at().apply(draft.url().get(), OptionalInt.empty()), draft.place());
            } else if (port != null) {
                nodes.put(here(draft, port), draft.place());
            } else {
                while (explicit.containsValue(next)) {
                    next++;
                }
                if (next > MAX_PORT) {
                    throw draft.place().mistake("no port is left for " + draft.name() + ": use a lower base-port");
                }
                nodes.put(here(draft, next++), draft.place());
            }
        }
        checkHttpsPorts(nodes);
        checkOwnPorts(nodes);
        checkManagement(nodes);
        return List.copyOf(nodes.keySet());
    }

    private TopologyNode here(Draft draft, int port) {
        URI url = URI.create("http://" + host + ":" + port + "/" + draft.type().word() + "/" + draft.name());
        TopologyNode node = draft.at().apply(url, OptionalInt.of(port));
        int management = port + TopologyNode.MANAGEMENT_OFFSET;
        if (node.isLaboratory() || node.settings().containsKey(Setting.MANAGEMENT_PORT) || management > MAX_PORT) {
            return node;
        }
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.putAll(node.settings());
        settings.put(Setting.MANAGEMENT_PORT, String.valueOf(management));
        return node.with(settings);
    }

    /** Outside of a laboratory nobody is to show a token, or a secret, over plain HTTP to a node that is reached from elsewhere. */
    private static void checkManagement(Map<TopologyNode, YamlValue> nodes) {
        nodes.forEach((node, place) -> {
            if (!node.isElsewhere()
                    && !node.isLaboratory()
                    && node.settings().containsKey(Setting.MANAGEMENT_PORT)
                    && !node.isManagementLoopback()
                    && !node.tls()) {
                throw place.mistake("the management interface of " + node.title() + " is at " + node.managementHost()
                        + ", where others reach it: give it tls: true, or another management.host");
            }
        });
    }

    private static void checkHttpsPorts(Map<TopologyNode, YamlValue> nodes) {
        nodes.forEach((node, place) -> node.httpsPort().ifPresent(port -> {
            String what = "the HTTPS port of " + node.title() + " is its port plus " + TopologyNode.HTTPS_OFFSET + ", "
                    + port;
            if (port > MAX_PORT) {
                throw place.mistake(what + ", which is none: give it a lower port");
            }
            nodes.keySet().stream()
                    .filter(other -> !other.equals(node) && other.ports().contains(port))
                    .findFirst()
                    .ifPresent(other -> {
                        throw place.mistake(what + ", and " + hasItAlready(other));
                    });
        }));
    }

    private static void checkOwnPorts(Map<TopologyNode, YamlValue> nodes) {
        nodes.forEach((node, place) -> node.ownPorts()
                .forEach(port -> nodes.keySet().stream()
                        .filter(other -> other.equals(node)
                                ? other.servedPorts().contains(port)
                                : !node.isElsewhere() && other.ports().contains(port))
                        .findFirst()
                        .ifPresent(other -> {
                            throw place.mistake("port " + port + " of " + node.title()
                                    + " is for its out-of-band or management interface alone, and "
                                    + hasItAlready(other));
                        })));
    }

    private static String hasItAlready(TopologyNode other) {
        return other.title() + " has it already: give one of them another port";
    }

    private static Map<Draft, Integer> explicitPorts(List<Draft> drafts) {
        Map<Draft, Integer> ports = new HashMap<>();
        for (Draft draft : drafts) {
            draft.machine().port().ifPresent(value -> {
                int port = value.integer(1, MAX_PORT);
                if (ports.containsValue(port)) {
                    throw value.mistake("port " + port + " is there twice");
                }
                ports.put(draft, port);
            });
        }
        return ports;
    }
}

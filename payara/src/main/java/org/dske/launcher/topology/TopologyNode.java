package org.dske.launcher.topology;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.dske.config.Setting;
import org.dske.key.NodeName;
import org.dske.key.SaeId;

/**
 * One node of a topology.
 *
 * @param type hub or client
 * @param name its name, unique in the topology
 * @param url its base URL, without a slash at the end
 * @param port the port that it is started on; empty if it runs elsewhere
 * @param encryptors a client's encryptors
 * @param settings the settings that the topology gives it
 */
public record TopologyNode(
        NodeType type,
        NodeName name,
        URI url,
        OptionalInt port,
        List<SaeId> encryptors,
        Map<Setting, String> settings) {
    public TopologyNode {
        encryptors = List.copyOf(encryptors);
        settings = Map.copyOf(settings);
    }

    /**
     * The context path that the node's application is deployed at.
     *
     * @return such as {@code /hub/hank}
     */
    public String contextPath() {
        return "/" + type.word() + "/" + name;
    }

    /**
     * Whether the node runs elsewhere, so that it is neither started nor stopped here.
     *
     * @return true if the topology gives its URL
     */
    public boolean isElsewhere() {
        return port.isEmpty();
    }

    /**
     * What the node is called in messages.
     *
     * @return such as {@code hub hank}
     */
    public String title() {
        return type.word() + " " + name;
    }
}

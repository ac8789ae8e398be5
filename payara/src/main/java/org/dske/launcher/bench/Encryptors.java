package org.dske.launcher.bench;

import java.util.List;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;

/** The encryptors that a benchmark can use. */
final class Encryptors {
    private Encryptors() {}

    /**
     * All encryptors of a network, at least two.
     *
     * @param topology the network
     * @return their SAE IDs
     * @throws LauncherException if there are fewer
     */
    static List<SaeId> of(Topology topology) {
        List<SaeId> names = topology.clients().stream()
                .map(TopologyNode::encryptors)
                .flatMap(List::stream)
                .toList();
        if (names.size() < 2) {
            throw new LauncherException("the benchmark needs two encryptors");
        }
        return names;
    }
}

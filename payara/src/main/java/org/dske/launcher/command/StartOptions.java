package org.dske.launcher.command;

import java.time.Duration;
import java.util.List;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStart;
import org.dske.launcher.server.Installation;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Option;

/** How nodes are started. */
final class StartOptions {
    @Option(names = "--single-process", description = "all nodes in one process, each on its own port")
    private boolean singleProcess;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "how long to wait until all nodes are ready (default: ${DEFAULT-VALUE})")
    private int timeout;

    /** Starts nodes and waits until they are ready. */
    void start(Network network, Installation installation, List<TopologyNode> nodes, Output output) {
        new NetworkStart(network, installation, Duration.ofSeconds(timeout), output::progress)
                .start(nodes, singleProcess);
    }
}

package org.dske.launcher.command;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.dske.launcher.network.ClassArchiveTraining;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStart;
import org.dske.launcher.network.StartRequirements;
import org.dske.launcher.pki.PkiDirectory;
import org.dske.launcher.pki.TlsPreparation;
import org.dske.launcher.server.Installation;
import org.dske.launcher.server.ServerLauncher;
import org.dske.launcher.server.ServerPlan;
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
        start(network, installation, nodes, singleProcess, Duration.ofSeconds(timeout), output::progress);
    }

    /** Starts nodes, in one process or one each, and waits until they are ready. */
    static void start(
            Network network,
            Installation installation,
            List<TopologyNode> nodes,
            boolean singleProcess,
            Duration timeout,
            Consumer<String> progress) {
        StartRequirements.check(network, nodes, singleProcess);
        new TlsPreparation(network.pki(), progress)
                .prepare(
                        nodes.stream().filter(TopologyNode::tls).toList(),
                        network.topology().host());
        installation.unpack();
        List<String> archive = new ClassArchiveTraining(installation, network.pki(), progress).options();
        ServerLauncher launcher = new ServerLauncher(installation, archive);
        PkiDirectory pki = network.pki().directory();
        List<ServerPlan> plans = singleProcess
                ? List.of(ServerPlan.together(network.state(), network.topology(), nodes, pki))
                : ServerPlan.oneEach(network.state(), network.topology(), nodes, pki);
        new NetworkStart(network, launcher, timeout, progress).start(plans);
    }
}

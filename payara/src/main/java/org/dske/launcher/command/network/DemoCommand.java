package org.dske.launcher.command.network;

import java.util.List;
import java.util.OptionalInt;
import org.dske.config.Setting;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStop;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole way of a key: starts the network, has both ends get the key, shows that they match, and stops the network. */
@Command(
        name = "demo",
        description = "Starts the network, gets a key at both ends, shows that they match, and stops the network."
                + " A network that is running is used, and left running.")
public final class DemoCommand extends NetworkCommand {
    private static final SaeId SAM = new SaeId("sam");
    private static final SaeId SOFIA = new SaeId("sofia");

    @Mixin
    private StartCommand.Options options = new StartCommand.Options();

    @Override
    public Integer call() {
        Network network = parent.network();
        List<SaeId> ends = ends(network.topology());
        List<TopologyNode> nodes = DskeCommand.here(network.topology().nodes());
        if (network.isRunning(nodes)) {
            output.progress("the network is running already, and stays so");
            return exchange(network, ends);
        }
        // It leaves nothing behind, and nothing that is there is used.
        Network inMemory = network.with(network.topology().with(Setting.STORE, "memory"));
        options.start(
                inMemory,
                parent.installation(),
                DskeCommand.here(inMemory.topology().nodes()),
                false,
                output);
        return new NetworkStop(network, output::progress).after(() -> exchange(network, ends), nodes);
    }

    private int exchange(Network network, List<SaeId> ends) {
        return EtsiCommand.printPairs(
                output,
                ends.get(0),
                ends.get(1),
                network.encryptors().keyPair(ends.get(0), ends.get(1), OptionalInt.empty(), OptionalInt.empty()));
    }

    /** The example's encryptors if the network has them, else the first ones of the first two clients. */
    private static List<SaeId> ends(Topology topology) {
        if (!topology.clientsOf(SAM).isEmpty() && !topology.clientsOf(SOFIA).isEmpty()) {
            return List.of(SAM, SOFIA);
        }
        // Machines that are the same client have the same encryptors.
        List<SaeId> ends = topology.clients().stream()
                .map(client -> client.encryptors().get(0))
                .distinct()
                .limit(2)
                .toList();
        if (ends.size() < 2) {
            throw new LauncherException("the demo needs two clients");
        }
        return ends;
    }
}

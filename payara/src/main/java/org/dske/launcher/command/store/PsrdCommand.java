package org.dske.launcher.command.store;

import jakarta.json.Json;
import jakarta.json.stream.JsonCollectors;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.Table;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.Output;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.psrd.PoolReport;
import org.dske.launcher.topology.TopologyNode;
import org.dske.ledger.Durable;
import org.dske.ledger.RegisteredPeer;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The PSRD of nodes. */
@Command(
        name = "psrd",
        description =
                "Shows the pre-shared random data (PSRD) of nodes, makes and takes more of it, and erases what is of no use any more.")
public final class PsrdCommand implements Runnable {
    private static final List<String> LIST =
            List.of("NODE", "POOL", "LEFT", "STORED", "IN MEMORY", "BLOCKS", "KEYS LEFT", "USED A DAY", "DAYS LEFT");
    private static final List<String> HEALTH = List.of("NODE", "POOL", "HEALTH", "DAYS LEFT");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to do is missing: list, health, prune, export or import");
    }

    @Command(
            name = "list",
            description =
                    "Shows how much is left in each pool, in the store and in memory, and for how long it will do."
                            + " The exit status is 0 only if all nodes answer.")
    int list(@Mixin Output output) {
        List<NodeState> states = look();
        print(output, states, LIST, PoolReport::row);
        return silent(output, states) ? ExitStatus.OTHER_SIDE.code() : 0;
    }

    @Command(
            name = "health",
            description =
                    "Says of each pool whether it is well supplied. The exit status is 0 only if all nodes answer, and all pools are.")
    int health(@Mixin Output output) {
        List<NodeState> states = look();
        print(output, states, HEALTH, PoolReport::healthRow);
        boolean well = states.stream().flatMap(PoolReport::of).allMatch(PoolReport::isWell);
        return silent(output, states) || !well ? ExitStatus.OTHER_SIDE.code() : 0;
    }

    @Command(
            name = "prune",
            description =
                    "Erases, in the stores of nodes that are stopped, what they share with nodes that have gone for good."
                            + " Say with --hub and --client whose stores, or it is all that share something with them.")
    void prune(
            @Mixin Output output,
            @Parameters(paramLabel = "PEER", arity = "1..*", description = "the hub or client that has gone")
                    List<String> peers) {
        Network network = parent.network();
        List<TopologyNode> nodes = parent.namedHere(network.topology());
        for (NodeState state : network.look(nodes)) {
            if (state.process().isPresent() || state.status().isPresent()) {
                throw new LauncherException(state.node().title() + " is running: stop it first");
            }
        }
        long erased = nodes.stream()
                .mapToLong(node -> prune(output, network, node, peers))
                .sum();
        output.result(
                erased == 0 ? "nothing to erase" : "erased what was shared with " + String.join(", ", peers),
                Json.createObjectBuilder().add("erased", erased).build());
    }

    /** How many peers were forgotten. */
    private long prune(Output output, Network network, TopologyNode node, List<String> peers) {
        Path directory = network.store(node);
        if (!NodeStore.isIn(directory)) {
            return 0;
        }
        StoreSettings settings =
                StoreSettings.of(node.type().word(), node.configuration()).in(directory);
        try (NodeStore store = parent.open(settings)) {
            List<RegisteredPeer> gone = store.ledger().peers().stream()
                    .filter(peer -> peers.contains(peer.name().name().name()))
                    .toList();
            for (RegisteredPeer peer : gone) {
                Durable.await(store.ledger().forget(peer.name()));
                output.progress(node.title() + " shares nothing with " + peer.name() + " any more");
            }
            return gone.size();
        }
    }

    private List<NodeState> look() {
        Network network = parent.network();
        return network.look(parent.named(network.topology()));
    }

    private static void print(
            Output output, List<NodeState> states, List<String> header, Function<PoolReport, List<String>> row) {
        List<PoolReport> pools = states.stream().flatMap(PoolReport::of).toList();
        output.result(
                Table.of(header, pools.stream().map(row).toList()),
                Json.createObjectBuilder()
                        .add("pools", pools.stream().map(PoolReport::json).collect(JsonCollectors.toJsonArray()))
                        .build());
    }

    /** Whether a node does not answer, which is said; of another operator's, who sees to its pools, it is enough that it does. */
    private static boolean silent(Output output, List<NodeState> states) {
        List<NodeState> silent = states.stream()
                .filter(state -> state.status().isEmpty() && !(state.node().isElsewhere() && state.isReady()))
                .toList();
        silent.forEach(state -> output.progress(state.node().title() + " does not answer: it is " + state.word()));
        return !silent.isEmpty();
    }
}

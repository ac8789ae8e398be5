package org.dske.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dske.config.Setting;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStop;
import org.dske.launcher.network.NodeProcess;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;

/**
 * The benchmark: starts the network in several ways, one after the other, and prints what it measured. Numbers of one run
 * are to be compared with each other; machines differ.
 */
public final class Bench {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final int KIB_PER_MIB = 1_024;

    private final Network network;
    private final Starter starter;
    private final Consumer<String> out;

    /** Starts nodes of a network and waits until they are ready. */
    public interface Starter {
        /**
         * Starts nodes.
         *
         * @param network the network
         * @param nodes its nodes that are to be started
         * @param singleProcess whether in one process, rather than one each
         */
        void start(Network network, List<TopologyNode> nodes, boolean singleProcess);
    }

    /**
     * A benchmark.
     *
     * @param network the network; none of its nodes runs
     * @param starter starts it
     * @param out gets the results, line by line
     */
    public Bench(Network network, Starter starter, Consumer<String> out) {
        this.network = network;
        this.starter = starter;
        this.out = out;
    }

    /**
     * How long all nodes in one process take to get ready, as a multiple of a single node, and the processor time that they take
     * until then, in one process and in one each.
     *
     * @param rounds how often each is started, in turn
     */
    public void start(int rounds) {
        List<TopologyNode> all = nodes();
        List<TopologyNode> one = all.subList(0, 1);
        // Not counted: it prepares what is prepared once, and warms the page cache.
        started(one, true);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Start single = started(one, true);
            Start together = started(all, true);
            Start apart = started(all, false);
            ratios.add(together.seconds() / single.seconds());
            out.accept(String.format(
                    Locale.ROOT,
                    "start, round %d: one node %.1f s, %d nodes in one process %.1f s, ratio %.2f;"
                            + " processor %.1f s, %.1f s in one process, %.1f s in %d",
                    round,
                    single.seconds(),
                    all.size(),
                    together.seconds(),
                    together.seconds() / single.seconds(),
                    single.processor(),
                    together.processor(),
                    apart.processor(),
                    all.size()));
        }
        out.accept(String.format(
                Locale.ROOT,
                "start: median ratio %.2f",
                ratios.stream().sorted().skip(rounds / 2).findFirst().orElseThrow()));
    }

    /** Seconds until all were ready, and of processor time that their processes had taken by then. */
    private record Start(double seconds, double processor) {}

    private Start started(List<TopologyNode> nodes, boolean singleProcess) {
        long begin = System.nanoTime();
        starter.start(network, nodes, singleProcess);
        Start start = new Start((System.nanoTime() - begin) / NANOS, processorSeconds(nodes));
        stop(nodes);
        return start;
    }

    /** What the processes of nodes have taken of processors since they began. */
    private double processorSeconds(List<TopologyNode> nodes) {
        return nodes.stream()
                        .flatMap(node -> network.process(node).stream())
                        .map(NodeProcess::handle)
                        .distinct()
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toNanos)
                        .sum()
                / NANOS;
    }

    /**
     * What a network delivers under load, the processor time that its nodes take for it, and how much memory its processes hold
     * after it.
     *
     * @param load the load
     * @param singleProcess whether all nodes are in one process, rather than in one each
     * @param demonstration whether with the demonstration's small PSRD blocks
     * @return whether no request failed
     */
    public boolean load(Load load, boolean singleProcess, boolean demonstration) {
        Network measured = demonstration ? withSmallBlocks() : network;
        List<TopologyNode> all = nodes();
        starter.start(measured, measured.topology().nodes(), singleProcess);
        try {
            double before = processorSeconds(all);
            LoadResult result = load.on(measured);
            double spent = processorSeconds(all) - before;
            out.accept(load.encryptors() + " encryptors, "
                    + (singleProcess ? "all nodes in one process, " : "")
                    + (demonstration ? "the demonstration's small blocks: " : "default configuration: ")
                    + result.line()
                    + String.format(
                            Locale.ROOT,
                            ", %.2f ms of the nodes' processor time a key",
                            spent * MILLIS / Math.max(1, result.latencies().size())));
            out.accept(memory(all));
            return result.failures().isEmpty();
        } finally {
            stop(all);
        }
    }

    /**
     * What a key costs when several are asked for at a time, on a network of one process a node.
     *
     * @param batches what is asked for
     */
    public void batches(Batches batches) {
        List<TopologyNode> all = nodes();
        starter.start(network, all, false);
        try {
            List<BatchCost> costs = batches.on(network);
            costs.forEach(cost -> out.accept(cost.line(costs.get(0))));
        } finally {
            stop(all);
        }
    }

    /**
     * What floods of requests that nobody has signed cost a hub, on the first of the network's hubs alone.
     *
     * @param floods what comes in
     */
    public void floods(Floods floods) {
        List<TopologyNode> one = nodes().subList(0, 1);
        starter.start(network, one, false);
        try {
            floods.on(network, one.get(0)).forEach(cost -> out.accept(cost.line()));
        } finally {
            stop(one);
        }
    }

    private String memory(List<TopologyNode> all) {
        Map<Long, String> byMemory = new TreeMap<>();
        for (TopologyNode node : all) {
            network.process(node)
                    .flatMap(process -> residentMebibytes(process.handle().pid()))
                    .ifPresent(mebibytes ->
                            byMemory.merge(mebibytes, node.name().name(), (names, name) -> names + " " + name));
        }
        StringBuilder line = new StringBuilder("resident memory after it, in MiB:");
        byMemory.forEach(
                (mebibytes, names) -> line.append(' ').append(names).append(' ').append(mebibytes));
        return line.toString();
    }

    /** What a process holds, as Linux tells (proc_pid_status(5), VmRSS); nothing where there is no such file. */
    private static Optional<Long> residentMebibytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void stop(List<TopologyNode> nodes) {
        new NetworkStop(network, line -> {}).stop(nodes);
    }

    private List<TopologyNode> nodes() {
        return network.topology().nodes().stream()
                .filter(node -> !node.isElsewhere())
                .toList();
    }

    private Network withSmallBlocks() {
        Topology topology = network.topology();
        List<TopologyNode> nodes = topology.nodes().stream()
                .map(node -> {
                    Map<Setting, String> settings = new TreeMap<>(node.settings());
                    settings.put(Setting.PSRD_DEMONSTRATION, "true");
                    return node.with(settings);
                })
                .toList();
        return network.with(new Topology(topology.k(), topology.host(), nodes, topology.pki()));
    }
}

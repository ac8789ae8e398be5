package org.dske.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dske.bench.load.KeyWork;
import org.dske.bench.load.Load;
import org.dske.bench.load.LoadResult;
import org.dske.bench.load.Loop;
import org.dske.bench.load.Measured;
import org.dske.bench.load.Processes;
import org.dske.config.Setting;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NetworkStart;
import org.dske.launcher.network.NetworkStop;
import org.dske.launcher.server.Installation;
import org.dske.launcher.topology.TopologyNode;
import org.dske.time.Ticker;

/**
 * The benchmark: starts the network in several ways, one after the other, and prints what it measured. Numbers of one run
 * are to be compared with each other; machines differ.
 */
public final class Bench {
    private static final Duration START = Duration.ofMinutes(5);
    private static final double NANOS = 1e9;
    private static final List<String> SUITES = List.of("its", "classic");

    private final Network network;
    private final Installation installation;
    private final Consumer<String> out;
    private final List<TopologyNode> nodes;

    /** A benchmark of a network of which no node runs; the consumer gets the results, line by line. */
    public Bench(Network network, Installation installation, Consumer<String> out) {
        this.network = network;
        this.installation = installation;
        this.out = out;
        this.nodes = network.topology().nodes().stream()
                .filter(node -> !node.isElsewhere())
                .toList();
    }

    /**
     * How long all nodes in one process take to get ready, as a multiple of a single node, and the processor time that they take
     * until then, in one process and in one each.
     *
     * @param rounds how often each is started, in turn
     */
    public void start(int rounds) {
        List<TopologyNode> one = nodes.subList(0, 1);
        // Not counted: it prepares what is prepared once, and warms the page cache.
        started(one, true);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Start single = started(one, true);
            Start together = started(nodes, true);
            Start apart = started(nodes, false);
            ratios.add(together.seconds() / single.seconds());
            out.accept(String.format(
                    Locale.ROOT,
                    "start, round %d: one node %.1f s, %d nodes in one process %.1f s, ratio %.2f;"
                            + " processor %.1f s, %.1f s in one process, %.1f s in %d",
                    round,
                    single.seconds(),
                    nodes.size(),
                    together.seconds(),
                    together.seconds() / single.seconds(),
                    single.processor(),
                    together.processor(),
                    apart.processor(),
                    nodes.size()));
        }
        out.accept(String.format(Locale.ROOT, "start: median ratio %.2f", BatchCost.median(ratios.stream())));
    }

    /** Seconds until all were ready, and of processor time that their processes had taken by then. */
    private record Start(double seconds, double processor) {}

    private Start started(List<TopologyNode> some, boolean together) {
        long begin = Ticker.SYSTEM.nanos();
        return running(
                network,
                some,
                together,
                () -> new Start(
                        Ticker.SYSTEM.since(begin).toNanos() / NANOS,
                        Processes.of(network).processorSeconds()));
    }

    /** Does something while nodes run. */
    private <T> T running(Network measured, List<TopologyNode> some, boolean together, Supplier<T> work) {
        new NetworkStart(measured, installation, line -> {}).start(some, together, false, START);
        return new NetworkStop(measured, line -> {}).after(work, some);
    }

    /**
     * What a network delivers under load, the processor time that its nodes take for it, and how much memory its processes hold
     * after it.
     *
     * @param encryptors how many at a time
     * @param time how long they go on
     * @param together whether all nodes are in one process, rather than in one each
     * @param demonstration whether with the demonstration's small PSRD blocks
     * @return whether no request failed
     */
    public boolean load(int encryptors, Duration time, boolean together, boolean demonstration) {
        Network measured = demonstration ? with(Setting.PSRD_DEMONSTRATION, "true") : network;
        List<TopologyNode> some = here(measured);
        return running(measured, some, together, () -> {
            Measured load = Measured.load(
                    new Loop.Closed(encryptors), Duration.ZERO, time, work(measured), Processes.of(measured));
            LoadResult result = load.result();
            out.accept(String.format(
                    Locale.ROOT,
                    "%d encryptors, %s%s: %d keys at both ends (%.1f keys/s), latency median %.0f ms, 99 %% %.0f ms,"
                            + " maximum %.0f ms, %d failed requests, %.2f ms of the nodes' processor time a key",
                    encryptors,
                    together ? "all nodes in one process, " : "",
                    demonstration ? "the demonstration's small blocks" : "default configuration",
                    result.done(),
                    result.aSecond(),
                    result.millis(KeyWork.PAIR, 50),
                    result.millis(KeyWork.PAIR, 99),
                    result.millis(KeyWork.PAIR, 100),
                    result.failed(),
                    load.millis()));
            result.failures().forEach(failure -> out.accept(failure.line()));
            out.accept("resident memory after it, in MiB: "
                    + Processes.of(measured).residentMebibytes().entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
            return result.failed() == 0;
        });
    }

    /**
     * What a key costs when several are asked for at a time, on a network of one process a node.
     *
     * @param rounds how often each number of keys has its turn
     */
    public void batches(int rounds) {
        running(network, nodes, false, () -> {
            List<BatchCost> costs = BatchCost.measure(network, rounds);
            costs.forEach(cost -> out.accept(cost.line(costs.get(0))));
            return costs;
        });
    }

    /**
     * What floods of requests that nobody has signed cost a hub, in processor time, as a multiple of the same flood of requests to a
     * path where there is nothing; on the first of the network's hubs alone.
     *
     * @param rounds how often each kind of request has its turn
     */
    public void floods(int rounds) {
        // All of it comes from one address, and is turned down.
        Network measured = with(Setting.HTTP_CONNECTION_RATE, "1000000");
        TopologyNode hub = here(measured).get(0);
        running(measured, List.of(hub), false, () -> {
            ProcessHandle process = measured.process(hub)
                    .orElseThrow(() -> new LauncherException(hub.title() + " does not run"))
                    .handle();
            for (String suite : SUITES) {
                try (FloodedHub flooded = new FloodedHub(hub, process, suite)) {
                    for (Flood flood : Flood.values()) {
                        // Once, where it is no matter of the suite.
                        if (flood.namesBytes() || suite.equals(SUITES.get(0))) {
                            String what = flood.what() + (flood.namesBytes() ? " (" + suite + ")" : "");
                            out.accept(flooded.measure(flood, what, rounds).line());
                        }
                    }
                }
            }
            return hub;
        });
    }

    /**
     * What it costs that nodes keep their state: keys a second with stores in files and with stores in memory, in turn, as a ratio.
     *
     * @param rounds how often each has its turn
     * @param time how long each number of encryptors goes on
     */
    public void stores(int rounds, Duration time) {
        List<Integer> numbers = List.of(1, 8, 32);
        Map<Integer, List<Double>> ratios = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            List<Integer> files = keys("sqlite", numbers, time);
            List<Integer> memory = keys("memory", numbers, time);
            for (int i = 0; i < numbers.size(); i++) {
                double ratio = files.get(i) / (double) Math.max(1, memory.get(i));
                ratios.computeIfAbsent(numbers.get(i), number -> new ArrayList<>())
                        .add(ratio);
                out.accept(String.format(
                        Locale.ROOT,
                        "stores, round %d: %d encryptors, %d keys with stores in files, %d in memory, ratio %.2f",
                        round + 1,
                        numbers.get(i),
                        files.get(i),
                        memory.get(i),
                        ratio));
            }
        }
        ratios.forEach((number, all) -> out.accept(String.format(
                Locale.ROOT, "stores: %d encryptors, median ratio %.2f", number, BatchCost.median(all.stream()))));
    }

    /** How many keys are delivered at both ends, by the number of encryptors. */
    private List<Integer> keys(String store, List<Integer> encryptors, Duration time) {
        Network measured = with(Setting.STORE, store);
        return running(measured, here(measured), true, () -> {
            // Not counted: what runs for the first time is slow.
            load(measured, encryptors.getLast(), time);
            return encryptors.stream()
                    .map(number -> (int) load(measured, number, time).done())
                    .toList();
        });
    }

    private static LoadResult load(Network measured, int encryptors, Duration time) {
        return Load.run(new Loop.Closed(encryptors), time, work(measured));
    }

    private static KeyWork work(Network measured) {
        return new KeyWork(measured.encryptors(), measured.topology().encryptors(), OptionalInt.empty(), 1);
    }

    private Network with(Setting setting, String value) {
        return network.with(network.topology().with(setting, value));
    }

    private static List<TopologyNode> here(Network some) {
        return some.topology().nodes().stream()
                .filter(node -> !node.isElsewhere())
                .toList();
    }
}

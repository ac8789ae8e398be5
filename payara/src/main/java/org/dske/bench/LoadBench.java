package org.dske.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.dske.bench.floor.Floor;
import org.dske.bench.load.KeyWork;
import org.dske.bench.load.Load;
import org.dske.bench.load.LoadReport;
import org.dske.bench.load.LoadResult;
import org.dske.bench.load.Loop;
import org.dske.bench.load.Measured;
import org.dske.bench.load.Processes;
import org.dske.bench.load.Work;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.network.Network;
import org.dske.launcher.server.Installation;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;

/**
 * Loads of keys, one after the other, and then a load of echoes on a server of the same kind: the floor that a key is compared with.
 *
 * @param loops the loads
 * @param warmUp how long each goes on before it is measured, so that Java has compiled what it needs
 * @param time how long each is measured
 * @param size the bits of a key; the KME's default if empty
 * @param number how many keys are asked for at a time
 * @param installation what servers are started from
 * @param progress is told what goes on
 */
public record LoadBench(
        List<Loop> loops,
        Duration warmUp,
        Duration time,
        OptionalInt size,
        int number,
        Installation installation,
        Consumer<String> progress) {
    private static final Duration SETTLE = Duration.ofSeconds(1);

    public LoadBench {
        loops = List.copyOf(loops);
    }

    /**
     * Loads a network: the one that runs, else one that is started for it and keeps nothing.
     *
     * @param encryptors master and slave; all of the network's in turn if empty
     * @param together whether all nodes are started in one process
     * @param floor whether to load echoes as well
     */
    public LoadReport onNetwork(Network network, List<SaeId> encryptors, boolean together, boolean floor) {
        // Before anything is started.
        names(network, encryptors);
        TemporaryNetwork own = new TemporaryNetwork(network, installation, progress);
        List<TopologyNode> here = own.nodes();
        if (here.isEmpty() || network.isRunning(here)) {
            progress.accept("the network is running already, and stays so");
            return onRunning(network, encryptors, floor);
        }
        // The nodes have ended when echoes are measured: nothing but the echo server is on the machine.
        return report(title(network), own.during(together, started -> keys(started, encryptors)), floor);
    }

    private LoadReport onRunning(Network network, List<SaeId> encryptors, boolean floor) {
        return report(title(network), keys(network, encryptors), floor);
    }

    /**
     * Loads KMEs.
     *
     * @param title what they are, in words
     * @param etsi encryptors at these KMEs
     * @param names their names
     * @param processes the KMEs' processes, as far as they are here
     * @param floor whether to load echoes as well, if there are processes
     */
    public LoadReport onKmes(String title, EtsiClient etsi, List<SaeId> names, Processes processes, boolean floor) {
        return report(title, keys(etsi, names, processes), floor);
    }

    /**
     * Loads of keys.
     *
     * @param nodes the most nodes that one of the processes has; 0 if there is none
     */
    private record Loaded(Optional<LoadResult> warmUp, List<Measured> keys, int nodes) {}

    private Loaded keys(Network network, List<SaeId> encryptors) {
        return keys(network.encryptors(), names(network, encryptors), Processes.of(network));
    }

    /** Those that are named, if the network has them, else all that it has. */
    private static List<SaeId> names(Network network, List<SaeId> encryptors) {
        List<SaeId> names = encryptors.isEmpty() ? network.topology().encryptors() : encryptors;
        if (names.size() < 2) {
            throw new LauncherException("the load needs two encryptors");
        }
        names.forEach(name -> network.kmes().of(name));
        return names;
    }

    private Loaded keys(EtsiClient etsi, List<SaeId> names, Processes processes) {
        KeyWork work = new KeyWork(etsi, names, size, number);
        Optional<LoadResult> warm = warmUp(Collections.max(loops, Comparator.comparingInt(Loop::atOnce)), work);
        List<Measured> keys = new ArrayList<>();
        for (Loop loop : loops) {
            progress.accept("keys: " + loop.title());
            keys.add(Measured.load(loop, settle(), time, work, processes));
        }
        return new Loaded(warm, keys, processes.mostNodes());
    }

    private Optional<LoadResult> warmUp(Loop loop, IntFunction<Work> works) {
        if (!warmUp.isPositive()) {
            return Optional.empty();
        }
        progress.accept("warm-up: " + loop.title());
        return Optional.of(Load.run(loop, warmUp, works));
    }

    /** For a load that comes after another. */
    private Duration settle() {
        return warmUp.isPositive() ? SETTLE : Duration.ZERO;
    }

    private LoadReport report(String title, Loaded loaded, boolean floor) {
        return new LoadReport(
                title,
                size,
                number,
                loaded.warmUp(),
                loaded.keys(),
                floor && loaded.nodes() > 0 ? Floor.measure(installation, loaded.nodes(), time, progress) : List.of());
    }

    private static String title(Network network) {
        Topology topology = network.topology();
        return topology.hubs().size() + " hubs, " + topology.clients().size() + " clients, k = " + topology.k() + ", "
                + network.file();
    }
}

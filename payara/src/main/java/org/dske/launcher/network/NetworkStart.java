package org.dske.launcher.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dske.config.Setting;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.server.Installation;
import org.dske.launcher.server.ServerLauncher;
import org.dske.launcher.server.ServerPlan;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.server.TlsPreparation;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.PkiDirectory;
import org.dske.time.Deadline;

/**
 * Starts nodes and waits until they are ready. If one of them fails, all that were started with it are stopped again; so they are
 * when the launcher is interrupted meanwhile.
 */
public final class NetworkStart {
    private final Network network;
    private final Installation installation;
    private final Consumer<String> progress;
    private final List<Server> started = new CopyOnWriteArrayList<>();
    private volatile boolean undone;

    /** A server that this start has launched. */
    private record Server(ServerPlan plan, ProcessHandle process) {}

    /**
     * A start.
     *
     * @param network the network
     * @param installation what the build made
     * @param progress is told of each node
     */
    public NetworkStart(Network network, Installation installation, Consumer<String> progress) {
        this.network = network;
        this.installation = installation;
        this.progress = progress;
    }

    /**
     * Starts nodes.
     *
     * @param nodes the nodes, in this order
     * @param together whether in a single process, rather than in one each
     * @param fresh whether their stores are deleted first
     * @param limit how long it may take in all, once the installation is prepared
     * @throws LauncherException if they cannot be started, or one does not become ready
     */
    public void start(List<TopologyNode> nodes, boolean together, boolean fresh, Duration limit) {
        StartRequirements.check(network, nodes, together);
        if (fresh) {
            nodes.forEach(this::deleteStore);
        }
        ServerLauncher launcher = prepare(nodes);
        PkiDirectory pki = network.pki().directory();
        List<ServerPlan> plans = together
                ? List.of(ServerPlan.together(network.state(), network.topology(), nodes, pki))
                : ServerPlan.oneEach(network.state(), network.topology(), nodes, pki);
        start(plans, launcher, limit);
    }

    /**
     * Prepares all for a node that is to run in the foreground, in a process that there is already.
     *
     * @param node the node
     * @param process what will be the server, and is the node's process from here on
     * @return the file of a shell script that the process becomes
     * @throws LauncherException if the node cannot be started
     */
    public Path inForeground(TopologyNode node, ProcessHandle process) {
        StartRequirements.check(network, List.of(node), false);
        ServerLauncher launcher = prepare(List.of(node));
        ServerPlan plan = ServerPlan.oneEach(
                        network.state(),
                        network.topology(),
                        List.of(node),
                        network.pki().directory())
                .getFirst();
        Path script = launcher.writeScript(plan);
        record(new Server(plan, process));
        return script;
    }

    private ServerLauncher prepare(List<TopologyNode> nodes) {
        new TlsPreparation(network.pki(), progress).prepare(network.topology(), nodes);
        return new ServerLauncher(installation, prepareInstallation());
    }

    /**
     * Does what the first start would do, so that later ones write nothing beside the installation: unpacks the server, and makes the class archive.
     *
     * @return the options by which Java uses the archive, none if it could not be made
     * @throws LauncherException if the server cannot be unpacked
     */
    public List<String> prepareInstallation() {
        installation.unpack();
        return new ClassArchiveTraining(installation, network.pki(), progress).options();
    }

    private void deleteStore(TopologyNode node) {
        if (node.settings().containsKey(Setting.STORE_DIRECTORY)) {
            throw new LauncherException("the topology gives " + node.title() + " a store.directory, "
                    + node.settings().get(Setting.STORE_DIRECTORY)
                    + ": delete that yourself, and start without --fresh");
        }
        network.state().deleteStore(node);
    }

    private void start(List<ServerPlan> plans, ServerLauncher launcher, Duration limit) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::undo, "undo-start"));
        boolean complete = false;
        try {
            Deadline deadline = Deadline.in(limit);
            ReadyWait ready = new ReadyWait(network, progress);
            if (!startServers(plans, launcher, ready, deadline)) {
                throw new LauncherException(
                        ExitStatus.OTHER_SIDE, "no complete start within " + limit.toSeconds() + " s");
            }
            ready.await(deadline, limit, this::refuseEnded);
            complete = true;
        } finally {
            if (complete) {
                // From here on they are not this start's any more.
                started.clear();
            } else {
                undo();
            }
        }
    }

    /** Starts as many servers at once as there are processors: more only slow each other down. False if not all are up by the deadline. */
    private boolean startServers(List<ServerPlan> plans, ServerLauncher launcher, ReadyWait ready, Deadline deadline) {
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        Queue<ServerPlan> waiting = new ArrayDeque<>(plans);
        List<Server> starting = new ArrayList<>();
        return Wait.until(deadline, () -> {
            while (starting.size() < atOnce && !waiting.isEmpty()) {
                starting.add(launch(launcher, waiting.remove()));
            }
            for (Server server : List.copyOf(starting)) {
                if (isUp(server)) {
                    starting.remove(server);
                    ready.add(server.plan().nodes());
                }
            }
            ready.look();
            return waiting.isEmpty() && starting.isEmpty();
        });
    }

    // Not while what was started is being stopped: a server that comes after that would be left over.
    private synchronized Server launch(ServerLauncher launcher, ServerPlan plan) {
        if (undone) {
            throw new LauncherException("interrupted");
        }
        Server server = new Server(plan, launcher.start(plan).toHandle());
        started.add(server);
        record(server);
        return server;
    }

    /** Writes down which process the nodes of a server have. */
    private void record(Server server) {
        ServerPlan plan = server.plan();
        for (TopologyNode node : plan.nodes()) {
            NodeProcess process = new NodeProcess(server.process(), !plan.alone(), node.ports(), network.file());
            Stream.of(network.pidFile(node), StateDirectory.pidFile(plan.directory()))
                    .distinct()
                    .forEach(process::write);
            if (!plan.alone()) {
                linkLog(plan, node);
            }
        }
    }

    private void linkLog(ServerPlan plan, TopologyNode node) {
        Path directory = network.state().of(node);
        Path log = StateDirectory.log(directory);
        try {
            Files.deleteIfExists(log);
            Files.createSymbolicLink(log, directory.relativize(plan.log()));
        } catch (IOException e) {
            throw new LauncherException("cannot write " + log + ": " + e);
        }
    }

    private boolean isUp(Server server) {
        refuseEnded();
        TopologyNode first = server.plan().nodes().get(0);
        if (!network.probe().hasDeployed(first)) {
            if (new ServerLog(server.plan().log()).gaveUp()) {
                throw failed(first, server);
            }
            return false;
        }
        for (TopologyNode node : server.plan().nodes()) {
            if (network.isMissing(node)) {
                throw failed(node, server);
            }
            if (network.status(node).isEmpty()) {
                return false;
            }
        }
        return server.plan().nodes().stream().filter(TopologyNode::tls).allMatch(this::speaksTls);
    }

    private boolean speaksTls(TopologyNode client) {
        return new TlsProbe(network.pki().tlsOfNobody()).listens(client);
    }

    private void refuseEnded() {
        if (undone) {
            throw new LauncherException("interrupted");
        }
        for (Server server : started) {
            if (!server.process().isAlive()) {
                throw failed(server.plan().nodes().get(0), server);
            }
        }
    }

    private static LauncherException failed(TopologyNode node, Server server) {
        Path log = server.plan().log();
        return new LauncherException(
                node.title() + " failed to start: " + new ServerLog(log).reason() + " (see " + log + ")");
    }

    private synchronized void undo() {
        undone = true;
        started.forEach(server -> server.process().destroy());
        started.forEach(server -> Wait.end(server.process()));
        started.clear();
    }
}

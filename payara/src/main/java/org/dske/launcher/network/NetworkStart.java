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
import org.dske.launcher.LauncherException;
import org.dske.launcher.server.ServerLauncher;
import org.dske.launcher.server.ServerPlan;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.TopologyNode;
import org.dske.time.Deadline;

/**
 * Starts nodes and waits until they are ready. If one of them fails, all that were started with it are stopped again; so they are
 * when the launcher is interrupted meanwhile.
 */
public final class NetworkStart {
    private final Network network;
    private final ServerLauncher launcher;
    private final Duration limit;
    private final Consumer<String> progress;
    private final List<Server> started = new CopyOnWriteArrayList<>();
    private volatile boolean undone;

    /**
     * A start.
     *
     * @param network the network
     * @param launcher starts servers
     * @param limit how long it may take in all
     * @param progress is told of each node
     */
    public NetworkStart(Network network, ServerLauncher launcher, Duration limit, Consumer<String> progress) {
        this.network = network;
        this.launcher = launcher;
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * Starts nodes.
     *
     * @param plans the servers to start, in this order
     * @throws LauncherException if a node does not become ready
     */
    public void start(List<ServerPlan> plans) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::undo, "undo-start"));
        boolean complete = false;
        try {
            Deadline deadline = Deadline.in(limit);
            ReadyWait ready = new ReadyWait(network, progress);
            startServers(plans, ready, deadline);
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

    /** Starts as many servers at once as there are processors: more only slow each other down. */
    private void startServers(List<ServerPlan> plans, ReadyWait ready, Deadline deadline) {
        int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
        Queue<ServerPlan> waiting = new ArrayDeque<>(plans);
        List<Server> starting = new ArrayList<>();
        Pauses pauses = new Pauses();
        while (!waiting.isEmpty() || !starting.isEmpty()) {
            while (starting.size() < atOnce && !waiting.isEmpty()) {
                starting.add(launch(waiting.remove()));
            }
            for (Server server : List.copyOf(starting)) {
                if (isUp(server)) {
                    starting.remove(server);
                    ready.add(server.plan().nodes());
                }
            }
            ready.look();
            if (deadline.isOver()) {
                throw new LauncherException("no complete start within " + limit.toSeconds() + " s");
            }
            pauses.pause();
        }
    }

    // Not while what was started is being stopped: a server that comes after that would be left over.
    private synchronized Server launch(ServerPlan plan) {
        if (undone) {
            throw new LauncherException("interrupted");
        }
        Server server = new Server(plan, launcher.start(plan).toHandle());
        started.add(server);
        for (TopologyNode node : plan.nodes()) {
            NodeProcess process = new NodeProcess(server.process(), !plan.alone(), node.ports(), network.file());
            pidFiles(plan, node).forEach(process::write);
            linkLog(plan, node);
        }
        return server;
    }

    private Stream<Path> pidFiles(ServerPlan plan, TopologyNode node) {
        return Stream.of(network.pidFile(node), StateDirectory.pidFile(plan.directory()))
                .distinct();
    }

    private void linkLog(ServerPlan plan, TopologyNode node) {
        Path directory = network.state().of(node.name());
        Path log = StateDirectory.log(directory);
        if (!plan.alone()) {
            try {
                Files.deleteIfExists(log);
                Files.createSymbolicLink(log, directory.relativize(plan.log()));
            } catch (IOException e) {
                throw new LauncherException("cannot write " + log + ": " + e);
            }
        }
    }

    private boolean isUp(Server server) {
        refuseEnded();
        if (!network.probe().hasDeployed(server.plan().nodes().get(0))) {
            return false;
        }
        for (TopologyNode node : server.plan().nodes()) {
            if (network.probe().isMissing(node)) {
                throw failed(node, server);
            }
            if (network.probe().status(node).isEmpty()) {
                return false;
            }
        }
        return server.plan().nodes().stream().filter(TopologyNode::tls).allMatch(this::speaksTls);
    }

    private boolean speaksTls(TopologyNode client) {
        return new TlsProbe(network.pki().tls().ofNobody()).listens(client);
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
        return new LauncherException(node.title() + " failed to start: "
                + new ServerLog(server.plan().log()).reason() + " (see "
                + server.plan().log() + ")");
    }

    private synchronized void undo() {
        undone = true;
        started.forEach(server -> server.process().destroy());
        started.forEach(server -> Ending.of(server.process()));
        started.clear();
    }

    /** A server that this start has launched. */
    private record Server(ServerPlan plan, ProcessHandle process) {}
}

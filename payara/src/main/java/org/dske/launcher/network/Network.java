package org.dske.launcher.network;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.dske.administrator.Administrators;
import org.dske.config.Setting;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.EtsiClient;
import org.dske.launcher.etsi.KeyManagement;
import org.dske.launcher.etsi.TopologyKeyManagement;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.Topology;
import org.dske.launcher.topology.TopologyNode;
import org.dske.pki.Pki;

/**
 * A network and what the launcher knows of it.
 *
 * @param topology its nodes
 * @param file the topology's file, by its real path: it tells this network from others whose nodes have the same names
 * @param state where logs and pid files are
 * @param probe asks nodes
 * @param pki its certificates
 */
public record Network(Topology topology, Path file, StateDirectory state, NodeProbe probe, Pki pki) {
    private static final String MEMORY = "memory";
    private static final String OFF = "false";

    /** The encryptors of the network, each with its certificate, where there is TLS. */
    public EtsiClient encryptors() {
        return new EtsiClient(kmes());
    }

    /** Where these encryptors get their keys. */
    public KeyManagement kmes() {
        return new TopologyKeyManagement(topology, pki);
    }

    /** The same network with other nodes. */
    public Network with(Topology other) {
        return new Network(other, file, state, probe, pki);
    }

    /** The same network, whose nodes keep all in another directory. */
    public Network in(StateDirectory other) {
        return new Network(topology, file, other, probe, pki);
    }

    /**
     * Whether nodes run here: all of them or none.
     *
     * @throws LauncherException if only some do, or one is not ready
     */
    public boolean isRunning(List<TopologyNode> nodes) {
        List<NodeState> states = look(nodes);
        long running =
                states.stream().filter(state -> state.process().isPresent()).count();
        if (running > 0 && !states.stream().allMatch(NodeState::isReady)) {
            throw new LauncherException(
                    ExitStatus.OTHER_SIDE,
                    running + " of " + nodes.size()
                            + " nodes are running, and not all are ready: start the others, or stop these");
        }
        return running > 0;
    }

    /** Looks at nodes, at all of them at once; their states are in the same order. */
    public List<NodeState> look(List<TopologyNode> nodes) {
        return nodes.parallelStream().map(this::look).toList();
    }

    private NodeState look(TopologyNode node) {
        Optional<JsonObject> status = status(node);
        return new NodeState(node, process(node), status, status.isPresent() ? Optional.empty() : probe.isWell(node));
    }

    /** What a node says of itself; nothing if it does not answer, or something else answers in its place. */
    Optional<JsonObject> status(TopologyNode node) {
        return probe.status(node, token(node));
    }

    /** How far a node's clock is ahead of one, give or take a second; nothing if it does not say. */
    public Optional<Duration> ahead(TopologyNode node, InstantSource clock) {
        return probe.ahead(node, clock);
    }

    /** What a node counts, in the text format of Prometheus; nothing if it does not say. */
    public Optional<String> metrics(TopologyNode node) {
        return probe.metrics(node, token(node));
    }

    /** Whether something else answers in a node's place. */
    boolean isMissing(TopologyNode node) {
        return probe.isMissing(node, token(node));
    }

    /** Asks a node to stop; true if it said that it would. */
    boolean stop(TopologyNode node) {
        return probe.stop(node, token(node));
    }

    /**
     * Has a node's management interface do something.
     *
     * @param method of HTTP
     * @param path below that interface
     * @param type of the body
     * @return what it answers
     * @throws LauncherException if it does not answer, or refuses, as it says
     */
    public byte[] manage(TopologyNode node, String method, String path, String type, byte[] body) {
        return probe.manage(node, token(node), method, path, type, body);
    }

    /** Where the tokens of a node's management interface are, which the node makes when it starts for the first time. */
    public Path tokens(TopologyNode node) {
        return Optional.ofNullable(node.settings().get(Setting.MANAGEMENT_TOKENS))
                .map(Path::of)
                .orElseGet(() -> state.of(node));
    }

    private Optional<String> token(TopologyNode node) {
        Path file = tokens(node).resolve(Administrators.Role.OPERATE.file());
        try {
            return Optional.of(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LauncherException(
                    "cannot read " + file + ", the token of " + node.title() + ": " + LauncherException.reason(e));
        }
    }

    /** Whether a node keeps all in memory, where it dies with the process. */
    public static boolean keepsNothing(TopologyNode node) {
        return MEMORY.equals(node.settings().get(Setting.STORE));
    }

    /**
     * Where a node that is started here keeps what it keeps; the directory need not exist.
     *
     * @throws LauncherException if it keeps all in memory, or runs elsewhere
     */
    public Path store(TopologyNode node) {
        if (node.isElsewhere()) {
            throw new LauncherException(node.title() + " runs elsewhere, at " + node.url() + ": its store is there");
        }
        if (keepsNothing(node)) {
            throw new LauncherException(node.title() + " keeps all in memory, by the setting store of the topology");
        }
        return Optional.ofNullable(node.settings().get(Setting.STORE_DIRECTORY))
                .map(Path::of)
                .orElseGet(() -> state.store(node));
    }

    /**
     * The audit log of a node that is started here; the file need not exist.
     *
     * @throws LauncherException if it keeps none, or runs elsewhere
     */
    public Path audit(TopologyNode node) {
        if (node.isElsewhere()) {
            throw new LauncherException(
                    node.title() + " runs elsewhere, at " + node.url() + ": its audit log is there");
        }
        if (!isAudited(node)) {
            throw new LauncherException(node.title() + " keeps no audit log, by the setting audit of the topology");
        }
        return Optional.ofNullable(node.settings().get(Setting.AUDIT_FILE))
                .map(Path::of)
                .orElseGet(() -> state.audit(node));
    }

    /** Whether a node keeps an audit log. */
    public boolean isAudited(TopologyNode node) {
        return !OFF.equals(node.settings().get(Setting.AUDIT));
    }

    /** A node's process, or nothing if the node does not run here. */
    public Optional<NodeProcess> process(TopologyNode node) {
        return NodeProcess.read(pidFile(node)).filter(process -> isOfThis(process, node));
    }

    /** Refuses to go on where a node of another network has the name, and so the directory, of one of these. */
    void refuseOthers(List<TopologyNode> nodes) {
        for (TopologyNode node : nodes) {
            NodeProcess.read(pidFile(node))
                    .filter(process -> !isOfThis(process, node))
                    .ifPresent(process -> refuse(node.title(), process));
        }
    }

    /** Refuses a second process with several nodes in it. */
    void refuseSecondSingleProcess() {
        NodeProcess.read(StateDirectory.pidFile(state.singleProcess()))
                .ifPresent(process -> refuse("a single process", process));
    }

    private static void refuse(String what, NodeProcess process) {
        throw new LauncherException(what + " of the network of " + process.topology() + " is running here (process "
                + process.handle().pid() + ", port " + process.ports().get(0)
                + "): stop it with that --topology, or give this network a --state-directory of its own");
    }

    /** A file that was moved is not another network. */
    private boolean isOfThis(NodeProcess process, TopologyNode node) {
        return process.topology().equals(file)
                || (!Files.exists(process.topology()) && process.ports().equals(node.ports()));
    }

    /** What is known of a node's process. */
    Path pidFile(TopologyNode node) {
        return StateDirectory.pidFile(state.of(node));
    }
}

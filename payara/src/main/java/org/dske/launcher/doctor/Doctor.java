package org.dske.launcher.doctor;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dske.config.ConfigurationException;
import org.dske.config.PsrdSupplies;
import org.dske.config.PsrdSupply;
import org.dske.launcher.LauncherException;
import org.dske.launcher.doctor.check.Check;
import org.dske.launcher.doctor.check.ClockCheck;
import org.dske.launcher.doctor.check.Finding;
import org.dske.launcher.doctor.check.JavaCheck;
import org.dske.launcher.doctor.check.LaboratoryCheck;
import org.dske.launcher.doctor.check.MemoryCheck;
import org.dske.launcher.doctor.check.NodeCheck;
import org.dske.launcher.doctor.check.OpenFilesCheck;
import org.dske.launcher.doctor.check.PortCheck;
import org.dske.launcher.doctor.check.PsrdCheck;
import org.dske.launcher.doctor.check.RandomnessCheck;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.network.PortOwner;
import org.dske.launcher.psrd.PoolReport;
import org.dske.launcher.topology.TopologyNode;
import org.dske.memory.MemoryExposure;
import org.dske.memory.MemoryInspection;
import org.jspecify.annotations.Nullable;

/** Examines some nodes of a network, and this machine; the nodes need not run. */
public final class Doctor {
    private final Network network;
    private final List<TopologyNode> nodes;
    private final List<TopologyNode> here;
    private final InstantSource clock;
    private final Linux linux = new Linux(Path.of("/"));

    /** An examination of nodes of a network, by this machine's clock. */
    public Doctor(Network network, List<TopologyNode> nodes, InstantSource clock) {
        this.clock = clock;
        this.network = network;
        this.nodes = List.copyOf(nodes);
        this.here = nodes.stream().filter(node -> !node.isElsewhere()).toList();
    }

    /** Looks at everything. What cannot be looked at is a failure, and the rest is looked at all the same. */
    public Diagnosis examine() {
        List<Finding> findings = new ArrayList<>();
        List<NodeState> states = new ArrayList<>();
        examine(findings, "nodes", () -> {
            states.addAll(network.look(nodes));
            return new NodeCheck(states);
        });
        NodeFiles files = new NodeFiles(network, here, linux);
        Map<String, Supplier<Check>> checks = new LinkedHashMap<>();
        checks.put("java", Doctor::java);
        checks.put("ports", () -> ports(states));
        checks.put("open files", () -> openFiles(states));
        checks.put("certificates", () -> new NodeCertificates(network, here).check());
        checks.put("clock", () -> clock(states));
        checks.put("disk", files::disk);
        checks.put("store", files::store);
        checks.put("psrd", () -> psrd(states));
        checks.put("randomness", () -> randomness(states, files));
        checks.put("memory", () -> memory(states));
        checks.put("laboratory", this::laboratory);
        checks.forEach((name, check) -> examine(findings, name, check));
        return new Diagnosis(findings);
    }

    private static void examine(List<Finding> findings, String name, Supplier<Check> check) {
        try {
            findings.addAll(check.get().findings());
        } catch (LauncherException | ConfigurationException e) {
            findings.add(Finding.failure(name, String.valueOf(e.getMessage()), "mend that, and look again"));
        }
    }

    private static Check java() {
        return new JavaCheck(
                Runtime.version().feature(), Runtime.version().toString(), Path.of(System.getProperty("java.home")));
    }

    private Check ports(List<NodeState> states) {
        return new PortCheck(states.stream()
                .flatMap(state -> state.node().ports().stream().map(port -> port(state, port)))
                .toList());
    }

    private static PortCheck.Port port(NodeState state, int port) {
        Optional<String> obstacle = PortOwner.obstacle(port);
        boolean isItsOwn = obstacle.isPresent()
                && state.process()
                        .map(process -> PortOwner.listener(port)
                                .map(process.handle()::equals)
                                // Who listens cannot be told: then it counts that the node answers.
                                .orElse(state.status().isPresent()))
                        .orElse(false);
        return new PortCheck.Port(port, state.node().title(), state.process().isPresent(), obstacle, isItsOwn);
    }

    private Check openFiles(List<NodeState> states) {
        Map<Long, String> processes = states.stream()
                .filter(state -> state.process().isPresent())
                .collect(Collectors.toMap(
                        state -> state.process().orElseThrow().handle().pid(),
                        state -> state.node().title(),
                        (one, other) -> "the process of all nodes"));
        List<OpenFilesCheck.Usage> open = new ArrayList<>();
        processes.forEach((process, title) -> {
            OptionalLong limit = linux.openFilesLimit(String.valueOf(process));
            OptionalLong files = linux.openFiles(process);
            if (limit.isPresent() && files.isPresent()) {
                open.add(new OpenFilesCheck.Usage(title, limit.getAsLong(), files.getAsLong()));
            }
        });
        return new OpenFilesCheck(linux.openFilesLimit("self"), open);
    }

    private Check clock(List<NodeState> states) {
        Map<String, Duration> ahead = new HashMap<>();
        states.parallelStream()
                .filter(state -> !state.isStopped())
                .map(NodeState::node)
                .map(node -> Map.entry(node.title(), network.ahead(node, clock)))
                .toList()
                .forEach(node -> node.getValue().ifPresent(difference -> ahead.put(node.getKey(), difference)));
        return new ClockCheck(linux.isClockSynchronised(), ahead);
    }

    private Check psrd(List<NodeState> states) {
        return new PsrdCheck(states.stream()
                .flatMap(state ->
                        PoolReport.of(state).map(report -> new PsrdCheck.Pool(report, isCarried(state.node(), report))))
                .toList());
    }

    /** A node that runs elsewhere is another operator's to supply. */
    private static boolean isCarried(TopologyNode node, PoolReport report) {
        return !node.isElsewhere()
                && report.peerName()
                        .map(peer -> PsrdSupplies.of(node.configuration()).of(peer) == PsrdSupply.PACKAGE)
                        .orElse(false);
    }

    private Check randomness(List<NodeState> states, NodeFiles files) {
        List<RandomnessCheck.Node> sources = new ArrayList<>();
        states.forEach(state -> state.part("randomness")
                .ifPresent(random -> sources.add(new RandomnessCheck.Node(
                        state.node().title(), random.getBoolean("healthy", true), random.getString("failure", "")))));
        return new RandomnessCheck(sources, files.unreadableDevices());
    }

    private static Check memory(List<NodeState> states) {
        Map<String, MemoryExposure> nodes = new HashMap<>();
        states.forEach(state -> state.part("memory")
                .ifPresent(memory -> nodes.put(
                        state.node().title(),
                        new MemoryExposure(
                                flag(memory, "core_dumps"),
                                flag(memory, "swap"),
                                flag(memory, "attach"),
                                flag(memory, "heap_dumps")))));
        return new MemoryCheck(MemoryInspection.ofThisProcess(), nodes);
    }

    private static @Nullable Boolean flag(JsonObject object, String member) {
        return object.containsKey(member) ? Boolean.valueOf(object.getBoolean(member, false)) : null;
    }

    private Check laboratory() {
        List<TopologyNode> open =
                here.stream().filter(TopologyNode::isLaboratory).toList();
        return new LaboratoryCheck(
                open.stream().map(TopologyNode::title).toList(),
                open.stream()
                        .filter(TopologyNode::isReachedFromElsewhere)
                        .map(TopologyNode::title)
                        .toList());
    }
}

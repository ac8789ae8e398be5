package org.dske.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeProcess;
import org.dske.launcher.topology.TopologyNode;

/**
 * Processes whose processor time is measured.
 *
 * @param byProcess the names of what runs in each
 */
public record Processes(Map<ProcessHandle, List<String>> byProcess) {

    private static final int KIB_PER_MIB = 1_024;
    private static final double MILLIS = 1e3;

    public Processes {
        byProcess = new LinkedHashMap<>(byProcess);
    }

    /** Those of the nodes of a network that run here. */
    public static Processes of(Network network) {
        Map<ProcessHandle, List<String>> nodes = new LinkedHashMap<>();
        for (TopologyNode node : network.topology().nodes()) {
            network.process(node)
                    .map(NodeProcess::handle)
                    .ifPresent(process -> nodes.computeIfAbsent(process, each -> new ArrayList<>())
                            .add(node.machine().toString()));
        }
        return new Processes(nodes);
    }

    /** Those of some IDs. */
    public static Processes of(List<Long> pids) {
        Map<ProcessHandle, List<String>> named = new LinkedHashMap<>();
        for (long pid : pids) {
            ProcessHandle process =
                    ProcessHandle.of(pid).orElseThrow(() -> new LauncherException("there is no process " + pid));
            named.put(process, List.of("process " + pid));
        }
        return new Processes(named);
    }

    /** How many things run in the one of them that has most; 0 if there is no process. */
    public int mostNodes() {
        return byProcess.values().stream().mapToInt(List::size).max().orElse(0);
    }

    /** What all of them have taken of the processors since they began, in seconds. */
    public double processorSeconds() {
        return processorTime().millis(1) / MILLIS;
    }

    /** What each of them holds in memory, in MiB, as Linux tells (proc_pid_status(5), VmRSS); none where there is no such file. */
    public Map<String, Long> residentMebibytes() {
        Map<String, Long> resident = new LinkedHashMap<>();
        byProcess.forEach((process, names) ->
                residentMebibytes(process.pid()).ifPresent(mebibytes -> resident.put(title(names), mebibytes)));
        return resident;
    }

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

    /** What each has taken of the processors since it began, by what runs in it; this process comes last. */
    ProcessorTime processorTime() {
        Map<String, Duration> times = new LinkedHashMap<>();
        byProcess.forEach((process, names) -> times.put(title(names), taken(process)));
        return new ProcessorTime(times, taken(ProcessHandle.current()));
    }

    private static String title(List<String> names) {
        return names.size() == 1
                ? names.get(0)
                : names.size() + " nodes in one process (" + String.join(" ", names) + ")";
    }

    private static Duration taken(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new LauncherException("the processor time of process " + process.pid()
                        + " cannot be told: it has ended, or is another user's"));
    }
}

package org.dske.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dske.bench.floor.Floor;
import org.dske.bench.load.KeyWork;
import org.dske.bench.load.LoadReport;
import org.dske.bench.load.LoadResult;
import org.dske.bench.load.Loop;
import org.dske.bench.load.Measured;
import org.dske.bench.load.Processes;
import org.dske.bench.targets.Target;
import org.dske.bench.targets.TargetsReport;
import org.dske.config.Setting;
import org.dske.launcher.network.Network;
import org.dske.launcher.server.Installation;

/** Measures what the project aims at: starts, loads and memory of all nodes in one process and in one each. */
public final class TargetsBench {
    /** By how many encryptors, the fewest first. */
    private static final Map<Integer, Target> FAILURES = new TreeMap<>(
            Map.of(1, Target.FAILURES_1, 8, Target.FAILURES_8, 32, Target.FAILURES_32, 128, Target.FAILURES_128));

    /** The most keys ahead of demand that a slave has, where there are any: so many that one call in a hundred at most is the first of a batch. */
    public static final int AHEAD = 256;

    private static final int MANY = 32;
    private static final int BATCH = 128;
    private static final int LARGEST_KEY = 16_384;
    private static final double BITS_A_MEGABIT = 1e6;
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final TemporaryNetwork network;
    private final Duration time;
    private final Consumer<String> progress;
    private final TargetsReport report = new TargetsReport();
    private final Map<Target, Measured> pairs = new EnumMap<>(Target.class);

    /**
     * A benchmark.
     *
     * @param network of which no node runs
     * @param installation what servers are started from
     * @param time how long each load goes on: once cold, from the start of the network on, and once more when that is over
     * @param progress is told what goes on
     */
    public TargetsBench(Network network, Installation installation, Duration time, Consumer<String> progress) {
        this.network = new TemporaryNetwork(network, installation, line -> {});
        this.time = time;
        this.progress = progress;
    }

    /** Measures all of it. */
    public TargetsReport run() {
        FAILURES.forEach((encryptors, failures) -> network.during(true, started -> {
            load(started, encryptors, failures);
            return started;
        }));
        network.with(Setting.RELAY_AHEAD, String.valueOf(AHEAD)).during(true, started -> {
            loadAhead(started);
            return started;
        });
        network.during(false, started -> {
            Processes processes = Processes.of(started);
            report.add(Target.START_OF_TEN, processes.processorSeconds());
            run(started, new Loop.Closed(MANY), time, 1, OptionalInt.empty());
            report.add(Target.MEMORY_OF_TEN, memory(processes));
            return started;
        });
        List<Measured> floors =
                Floor.measure(network.installation(), network.nodes().size(), SHORT, progress);
        pairs.forEach((target, load) -> compare(target, load, floors));
        return report;
    }

    /** A number of encryptors, from the start of the network on, and what is measured there besides. */
    private void load(Network started, int encryptors, Target failures) {
        Processes processes = Processes.of(started);
        report.add(Target.START_OF_ONE, processes.processorSeconds());
        Loop loop = new Loop.Closed(encryptors);
        LoadResult cold = run(started, loop, time, 1, OptionalInt.empty()).result();
        Measured warm = run(started, loop, time, 1, OptionalInt.empty());
        report.add(failures, cold.failed() + (double) warm.result().failed());
        report.note(failures, "of " + (cold.done() + warm.result().done()) + " keys");
        report.add(Target.MEMORY_OF_ONE, memory(processes));
        if (encryptors == 1) {
            pairs.put(Target.PAIR_ALONE, warm);
            latencies(warm, KeyWork.ENC_KEYS, Target.ENC_KEYS_MEDIAN, Target.ENC_KEYS_P99);
            latencies(warm, KeyWork.DEC_KEYS, Target.DEC_KEYS_MEDIAN, Target.DEC_KEYS_P99);
        }
        if (encryptors == MANY) {
            pairs.put(Target.PAIR_AMONG_32, warm);
            run(started, new Loop.Closed(1), SHORT, BATCH, OptionalInt.empty());
            pairs.put(Target.KEY_OF_128, run(started, new Loop.Closed(1), SHORT, BATCH, OptionalInt.empty()));
            run(started, new Loop.Closed(1), SHORT, BATCH, OptionalInt.of(LARGEST_KEY));
            LoadResult large = run(started, new Loop.Closed(1), SHORT, BATCH, OptionalInt.of(LARGEST_KEY))
                    .result();
            report.add(Target.KEY_MATERIAL, large.aSecond() * LARGEST_KEY / BITS_A_MEGABIT);
            report.note(Target.KEY_MATERIAL, "1 encryptor, " + large.failed() + " failed");
        }
    }

    /** One encryptor of a network with keys ahead of demand. */
    private void loadAhead(Network started) {
        Loop loop = new Loop.Closed(1);
        run(started, loop, time, 1, OptionalInt.empty());
        Measured warm = run(started, loop, time, 1, OptionalInt.empty());
        pairs.put(Target.PAIR_AHEAD, warm);
        latencies(warm, KeyWork.ENC_KEYS, Target.ENC_KEYS_MEDIAN_AHEAD, Target.ENC_KEYS_P99_AHEAD);
        latencies(warm, KeyWork.DEC_KEYS, Target.DEC_KEYS_MEDIAN_AHEAD, Target.DEC_KEYS_P99_AHEAD);
    }

    private void latencies(Measured load, String call, Target median, Target p99) {
        report.add(median, load.result().millis(call, 50));
        report.add(p99, load.result().millis(call, 99));
    }

    private Measured run(Network started, Loop loop, Duration howLong, int number, OptionalInt size) {
        progress.accept(
                loop.title() + ", number = " + number + (size.isPresent() ? ", size = " + size.getAsInt() : ""));
        KeyWork work = new KeyWork(started.encryptors(), started.topology().encryptors(), size, number);
        Measured measured = Measured.load(loop, Duration.ZERO, howLong, work, Processes.of(started));
        measured.result().failures().forEach(failure -> progress.accept("failed: " + failure.line()));
        return measured;
    }

    private static double memory(Processes processes) {
        Map<String, Long> resident = processes.residentMebibytes();
        return resident.isEmpty()
                ? Double.NaN
                : resident.values().stream().mapToLong(Long::longValue).sum();
    }

    /** With echoes one at a time; with those of 32 at a time, which are cheaper, in a note. */
    private void compare(Target target, Measured load, List<Measured> floors) {
        List<String> others = new ArrayList<>();
        for (Measured floor : floors) {
            LoadReport.ratio(load, floor)
                    .ifPresent(ratio -> others.add(String.format(
                            Locale.ROOT,
                            "%.2f of %.3f ms, %d at a time",
                            ratio,
                            LoadReport.REQUESTS_A_KEY * floor.millis(),
                            floor.result().loop().atOnce())));
        }
        LoadReport.ratio(load, floors.getFirst()).ifPresent(ratio -> report.add(target, ratio));
        report.note(
                target,
                String.format(Locale.ROOT, "%.3f ms: ", load.millis())
                        + others.stream().collect(Collectors.joining("; ")));
    }
}

package org.dske.launcher.command.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.dske.bench.LoadBench;
import org.dske.bench.load.LoadReport;
import org.dske.bench.load.Loop;
import org.dske.bench.load.Processes;
import org.dske.key.SaeId;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Puts a load on a network, or on any KMEs, and prints latencies and what they cost. */
@Command(
        name = "load",
        description =
                "Puts a load on a network, or on any ETSI GS QKD 014 KMEs, and prints latencies, failures, and the"
                        + " processor time of a key beside that of twelve echoes on the same server. A network that is running is used,"
                        + " and left running; else one is started with what it keeps in a temporary directory. Exit status 2 if a"
                        + " call failed.")
public final class LoadCommand implements Callable<Integer> {
    private static final List<Integer> ENCRYPTORS = List.of(1, 8, 32);
    private static final int AT_ONCE = 256;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private BenchCommand parent;

    @Mixin
    private KmeOptions kmes = new KmeOptions();

    @Option(
            names = "--encryptors",
            paramLabel = "N",
            split = ",",
            description = "how many at a time, one load after the other; each begins anew when it has its key"
                    + " (default: 1,8,32). With --rate the most requests under way at a time (default: 256)")
    private List<Integer> encryptors = List.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "so many keys, or batches of --number, a second, each begun at its time whatever became of the"
                            + " ones before; latencies count from that time on")
    private @Nullable Integer rate;

    @Option(names = "--number", paramLabel = "N", defaultValue = "1", description = "keys in one request (default: 1)")
    private int number;

    @Option(names = "--size", paramLabel = "BITS", description = "bits of a key (default: the KME's)")
    private @Nullable Integer size;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long each load goes on (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "how long the load with the most encryptors goes on before, uncounted but for its failures; 0 begins cold"
                            + " (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--single-process", description = "start all nodes in one process")
    private boolean singleProcess;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            description = "with --url: a process of the KMEs, whose processor time is measured; may be repeated")
    private List<Long> pids = List.of();

    @Option(
            names = "--no-floor",
            description = "do not compare with echoes; without processes to measure there is nothing to compare")
    private boolean noFloor;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result there, as JSON")
    private @Nullable Path json;

    @Override
    public Integer call() {
        if (warmUp < 0) {
            throw new LauncherException("--warm-up must be 0 or more, and is " + warmUp);
        }
        if (!kmes.areGiven() && !pids.isEmpty()) {
            throw new LauncherException("--pid goes with --url");
        }
        List<SaeId> names = kmes.encryptors();
        DskeCommand dske = parent.dske();
        LoadBench bench = new LoadBench(
                loops(),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(positive("--time", seconds)),
                size == null ? OptionalInt.empty() : OptionalInt.of(positive("--size", size)),
                positive("--number", number),
                dske.installation(),
                parent::print);
        LoadReport report = kmes.areGiven()
                ? bench.onKmes(kmes.title(), kmes.encryptorsOfGiven(dske.clock()), names, Processes.of(pids), !noFloor)
                : bench.onNetwork(dske.network(), names, singleProcess, !noFloor);
        parent.print(report.toText());
        parent.write(json, report.toJson().toString());
        return report.failed() == 0 ? 0 : ExitStatus.OTHER_SIDE.code();
    }

    private List<Loop> loops() {
        IntFunction<Loop> loop = rate == null
                ? Loop.Closed::new
                : atOnce -> new Loop.Open(positive("--rate", Objects.requireNonNull(rate)), atOnce);
        List<Integer> usual = rate == null ? ENCRYPTORS : List.of(AT_ONCE);
        return (encryptors.isEmpty() ? usual : encryptors)
                .stream()
                        .map(each -> loop.apply(positive("--encryptors", each)))
                        .toList();
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new LauncherException(option + " must be 1 or more, and is " + value);
        }
        return value;
    }
}

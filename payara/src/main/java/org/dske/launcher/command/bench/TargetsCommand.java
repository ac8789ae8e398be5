package org.dske.launcher.command.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.dske.bench.TargetsBench;
import org.dske.bench.targets.TargetsReport;
import org.dske.launcher.LauncherException;
import org.dske.launcher.network.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures what the project aims at, and prints both. */
@Command(
        name = "targets",
        description =
                "Measures what the project aims at, and prints a table of both: the processor time of keys in multiples of"
                        + " echoes and latencies, without keys ahead of demand and with, failures with 1, 8, 32 and 128 encryptors on a network that has just been started and"
                        + " when it is warm, starts, memory, and key material. Takes eleven times --minutes and some more.")
public final class TargetsCommand implements Callable<Integer> {
    private static final double MILLIS_A_MINUTE = 60e3;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private BenchCommand parent;

    @Option(
            names = "--minutes",
            defaultValue = "5",
            description = "how long each load goes on, cold and warm (default: ${DEFAULT-VALUE}; 0.5 is half a minute)")
    private double minutes;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result there, as JSON")
    private @Nullable Path json;

    @Override
    public Integer call() {
        if (!(minutes > 0 && minutes <= Duration.ofDays(1).toMinutes())) {
            throw new LauncherException("--minutes must be more than 0 and no more than a day, and is " + minutes);
        }
        Network network = parent.dske().network();
        TargetsReport report = new TargetsBench(
                        network,
                        parent.dske().installation(),
                        Duration.ofMillis(Math.round(minutes * MILLIS_A_MINUTE)),
                        parent::print)
                .run();
        parent.print(report.toText());
        parent.write(json, report.toJson().toString());
        return 0;
    }
}

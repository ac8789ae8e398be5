package org.dske.launcher.command.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dske.bench.GrowthBench;
import org.dske.bench.growth.GrowthReport;
import org.dske.bench.load.Loop;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Looks for memory that grows under load. */
@Command(
        name = "growth",
        description =
                "Puts a load on a network that it starts, and says each minute what its nodes hold in memory, and by"
                        + " how much that grew in the second half of the time.")
public final class GrowthCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private BenchCommand parent;

    @Option(names = "--minutes", defaultValue = "60", description = "how long (default: ${DEFAULT-VALUE})")
    private int minutes;

    @Option(
            names = "--encryptors",
            defaultValue = "32",
            description =
                    "how many at a time, each of which begins anew when it has its key (default: ${DEFAULT-VALUE})")
    private int encryptors;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "so many keys a second, each begun at its time whatever became of the ones before")
    private @Nullable Integer rate;

    @Option(names = "--single-process", description = "start all nodes in one process")
    private boolean singleProcess;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result there, as JSON")
    private @Nullable Path json;

    @Override
    public Integer call() {
        if (Stream.of(minutes, encryptors, rate == null ? 1 : rate).anyMatch(number -> number < 1 || number > MOST)) {
            throw new LauncherException("--minutes, --encryptors and --rate must be from 1 to " + MOST);
        }
        Loop loop = rate == null ? new Loop.Closed(encryptors) : new Loop.Open(rate, encryptors);
        GrowthReport report = new GrowthBench(
                        parent.dske().network(), parent.dske().installation(), singleProcess, parent::print)
                .run(loop, minutes);
        parent.print(report.toText());
        parent.write(json, report.toJson().toString());
        return report.failed() == 0 ? 0 : ExitStatus.OTHER_SIDE.code();
    }
}

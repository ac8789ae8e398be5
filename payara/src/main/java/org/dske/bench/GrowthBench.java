package org.dske.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.dske.bench.growth.GrowthReport;
import org.dske.bench.growth.GrowthReport.Minute;
import org.dske.bench.load.KeyWork;
import org.dske.bench.load.Load;
import org.dske.bench.load.LoadResult;
import org.dske.bench.load.Loop;
import org.dske.bench.load.Processes;
import org.dske.launcher.network.Network;
import org.dske.launcher.server.Installation;

/**
 * Whether nodes take more and more memory under load: what they hold is read each minute.
 *
 * @param network of which no node runs
 * @param installation what servers are started from
 * @param together whether all nodes are in one process
 * @param progress is told what goes on
 */
public record GrowthBench(Network network, Installation installation, boolean together, Consumer<String> progress) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Puts a load on a network for some minutes, from its start on. */
    public GrowthReport run(Loop loop, int minutes) {
        return new TemporaryNetwork(network, installation, line -> {}).during(together, started -> {
            KeyWork work = new KeyWork(started.encryptors(), started.topology().encryptors(), OptionalInt.empty(), 1);
            Processes processes = Processes.of(started);
            List<Minute> all = new ArrayList<>();
            for (int i = 1; i <= minutes; i++) {
                LoadResult result = Load.run(loop, MINUTE, work);
                Minute minute = new Minute(result.done(), result.failed(), processes.residentMebibytes());
                all.add(minute);
                result.failures().forEach(failure -> progress.accept("failed: " + failure.line()));
                progress.accept("minute " + i + " of " + minutes + ": " + minute.mebibytes() + " MiB");
            }
            return new GrowthReport(all);
        });
    }
}

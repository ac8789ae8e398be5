package org.dske.launcher.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.dske.launcher.LauncherException;
import org.dske.launcher.bench.Batches;
import org.dske.launcher.bench.Bench;
import org.dske.launcher.bench.Floods;
import org.dske.launcher.bench.Load;
import org.dske.launcher.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures the network and prints the numbers. */
@Command(
        name = "bench",
        description = "Measures the network: the start of all nodes in one process against that of a single node,"
                + " concurrent encryptors with the default configuration, also with all nodes in one process, and with small"
                + " PSRD blocks, keys"
                + " asked for 1, 16 and 128 at a time, and floods of requests that nobody has signed against those of"
                + " requests for nothing. Takes some minutes.")
final class BenchCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final int REQUESTS_A_FLOOD = 2_000;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private DskeCommand parent;

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "how often the starts are measured, 0 for not at all (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--encryptors",
            defaultValue = "32",
            description = "how many encryptors at a time (default: ${DEFAULT-VALUE})")
    private int encryptors;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "how long each load goes on, 0 for no load (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--batch-rounds",
            defaultValue = "5",
            description = "how often keys are asked for 1, 16 and 128 at a time, for 2 s each; 0 for not at all"
                    + " (default: ${DEFAULT-VALUE})")
    private int batchRounds;

    @Option(
            names = "--flood-rounds",
            defaultValue = "5",
            description = "how often a hub is flooded with each kind of request; 0 for not at all"
                    + " (default: ${DEFAULT-VALUE})")
    private int floodRounds;

    @Override
    public Integer call() {
        Network network = parent.network();
        if (network.topology().encryptors().size() < 2) {
            throw new LauncherException("the benchmark needs two encryptors");
        }
        Bench bench = new Bench(
                network,
                (measured, nodes, singleProcess) ->
                        StartOptions.start(measured, parent.installation(), nodes, singleProcess, LIMIT, line -> {}),
                output::progress);
        if (rounds > 0) {
            bench.start(rounds);
        }
        boolean flawless = true;
        if (seconds > 0) {
            Load load = new Load(encryptors, Duration.ofSeconds(seconds));
            flawless = bench.load(load, false, false);
            flawless &= bench.load(load, true, false);
            flawless &= bench.load(load, false, true);
        }
        if (batchRounds > 0) {
            bench.batches(new Batches(batchRounds, TURN));
        }
        if (floodRounds > 0) {
            bench.floods(new Floods(floodRounds, REQUESTS_A_FLOOD));
        }
        return flawless ? 0 : LauncherException.FAILED;
    }
}

package org.dske.launcher.command.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dske.bench.Bench;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.command.DskeCommand;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.network.Network;
import org.dske.launcher.server.TemporaryState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the network and prints the numbers. */
@Command(
        name = "bench",
        subcommands = {
            LoadCommand.class,
            TargetsCommand.class,
            ScaleCommand.class,
            PlotCommand.class,
            GrowthCommand.class
        },
        description = "Measures the network: the start of all nodes in one process against that of a single node,"
                + " concurrent encryptors with the default configuration, also with all nodes in one process, and with small"
                + " PSRD blocks, keys"
                + " asked for 1, 16 and 128 at a time, and floods of requests that nobody has signed against those of"
                + " requests for nothing. Takes some minutes.")
public final class BenchCommand extends NetworkCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

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

    @Option(
            names = "--store-rounds",
            defaultValue = "2",
            description =
                    "how often stores in files and in memory are compared, 0 for not at all (default: ${DEFAULT-VALUE})")
    private int storeRounds;

    /** The command that this is one of, for its own subcommands. */
    DskeCommand dske() {
        return parent;
    }

    void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    /** Writes a result into a file, if one is given. */
    void write(@Nullable Path file, String result) {
        if (file != null) {
            try {
                Files.writeString(file, result.endsWith("\n") ? result : result + "\n");
            } catch (IOException e) {
                throw new LauncherException("cannot write " + file + ": " + LauncherException.reason(e));
            }
        }
    }

    @Override
    public Integer call() {
        // What is measured is not to meet what was kept before, nor to leave anything.
        try (TemporaryState state = new TemporaryState()) {
            return measure(parent.network().in(state.directory()));
        }
    }

    private int measure(Network network) {
        if (network.topology().encryptors().size() < 2) {
            throw new LauncherException("the benchmark needs two encryptors");
        }
        Bench bench = new Bench(network, parent.installation(), output::progress);
        if (rounds > 0) {
            bench.start(rounds);
        }
        boolean flawless = true;
        if (seconds > 0) {
            Duration time = Duration.ofSeconds(seconds);
            flawless = bench.load(encryptors, time, false, false);
            flawless &= bench.load(encryptors, time, true, false);
            flawless &= bench.load(encryptors, time, false, true);
        }
        if (batchRounds > 0) {
            bench.batches(batchRounds);
        }
        if (floodRounds > 0) {
            bench.floods(floodRounds);
        }
        if (storeRounds > 0) {
            bench.stores(storeRounds, Duration.ofSeconds(Math.max(1, seconds / 2)));
        }
        return flawless ? 0 : ExitStatus.OTHER_SIDE.code();
    }
}

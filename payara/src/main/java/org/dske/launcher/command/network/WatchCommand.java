package org.dske.launcher.command.network;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.dske.launcher.LauncherException;
import org.dske.launcher.Terminal;
import org.dske.launcher.command.Colour;
import org.dske.launcher.command.NetworkCommand;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.TopologyNode;
import org.dske.launcher.watch.Progress;
import org.dske.launcher.watch.Snapshot;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows nodes again and again. */
@Command(
        name = "watch",
        description =
                "Shows the nodes again and again, with the keys that they make in a second, what PSRD is left, and what"
                        + " hubs have done wrong, until Ctrl-C: a table on a terminal, else a line each time.")
public final class WatchCommand extends NetworkCommand {
    // Another screen, whose cursor is not to be seen; and back (xterm's control sequences).
    private static final String ENTER = "\u001B[?1049h\u001B[?25l";
    private static final String LEAVE = "\u001B[?25h\u001B[?1049l";
    private static final String TO_BEGIN = "\u001B[H";
    private static final String CLEAR_LINE = "\u001B[K\n";
    private static final String CLEAR_BELOW = "\u001B[J";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private CommandSpec spec;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "how long from one look to the next (default: ${DEFAULT-VALUE})")
    private double interval;

    private boolean isLeft;

    @Override
    public Integer call() {
        if (!(interval >= 0.1 && interval <= Duration.ofDays(1).toSeconds())) {
            throw new ParameterException(
                    spec.commandLine(), "--interval must be 0.1 or more, and no more than a day, and is " + interval);
        }
        Network network = parent.network();
        List<TopologyNode> nodes = parent.named(network.topology());
        boolean redraws = Terminal.of(System.getenv()).isThere() && !output.isJson();
        if (redraws) {
            // Also after Ctrl-C.
            Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave-screen"));
            write(ENTER);
        }
        watch(network, nodes, redraws);
        return 0;
    }

    /** Ends when nobody reads any more, as behind a pipe whose other end is closed. */
    private void watch(Network network, List<TopologyNode> nodes, boolean redraws) {
        @Nullable Snapshot before = null;
        boolean goesOn = true;
        while (goesOn) {
            Snapshot now = Snapshot.take(network, nodes, Ticker.SYSTEM);
            Progress progress = new Progress(before, now);
            goesOn = write(
                    output.isJson()
                            ? progress.toJson() + "\n"
                            : redraws ? screen(progress) : time() + " " + progress.toLine() + "\n");
            before = now;
            if (goesOn) {
                pause();
            }
        }
    }

    private String screen(Progress progress) {
        String table = progress.toTable((state, word) -> output.coloured(Colour.of(state), word));
        String text = time() + ", every " + interval + " s, until Ctrl-C\n\n" + table + "\n";
        return TO_BEGIN + text.replace("\n", CLEAR_LINE) + CLEAR_BELOW;
    }

    private String time() {
        return LocalTime.now(parent.clock().withZone(ZoneId.systemDefault())).format(TIME);
    }

    private synchronized void leave() {
        write(LEAVE);
        isLeft = true;
    }

    private synchronized boolean write(String text) {
        PrintWriter out = spec.commandLine().getOut();
        if (!isLeft) {
            out.print(text);
        }
        return !out.checkError() && !isLeft;
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofMillis(
                    Math.round(interval * Duration.ofSeconds(1).toMillis())));
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }
}

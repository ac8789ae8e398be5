package org.dske.launcher.command.bench;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dske.bench.ScaleBench;
import org.dske.bench.plot.ScaleChart;
import org.dske.bench.scale.Scale;
import org.dske.launcher.LauncherException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Measures what keys cost as a network grows, and draws it. */
@Command(
        name = "scale",
        description =
                "Measures what a key costs one encryptor as a network grows, on networks that it starts, with all nodes in one"
                        + " process, and draws it.")
public final class ScaleCommand implements Callable<Integer> {
    private static final int MOST = 10_000_000;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private BenchCommand parent;

    @Parameters(paramLabel = "WHAT", description = "what grows: ${COMPLETION-CANDIDATES}")
    private Scale scale = Scale.HUBS;

    @Option(
            names = "--points",
            paramLabel = "N",
            split = ",",
            description =
                    "where it is measured (default: 3,5,9,17,33 hubs; 2,10,100,1000 clients; 1000 to 1000000 shares;"
                            + " 64 to 1048576 bits)")
    private List<Integer> points = List.of();

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "how long each network is measured, after as long a warm-up (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there, as JSON")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "draw it there, as SVG")
    private @Nullable Path svg;

    @Override
    public Integer call() {
        int least = scale == Scale.HUBS ? 3 : 1;
        if (seconds < 1 || points.stream().anyMatch(point -> point < least || point > MOST)) {
            throw new LauncherException("--time must be 1 or more, and --points " + least + " to " + MOST);
        }
        JsonObject result = new ScaleBench(
                        parent.dske().network(),
                        parent.dske().installation(),
                        Duration.ofSeconds(seconds),
                        parent::print)
                .run(scale, points.isEmpty() ? scale.usual() : points);
        parent.write(json, result.toString());
        parent.write(svg, ScaleChart.of(Map.of(scale.toString(), result)).toSvg());
        return 0;
    }
}

package org.dske.launcher.command.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.dske.bench.plot.ScaleChart;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.LauncherException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Draws results. */
@Command(name = "plot", description = "Draws results of bench scale, several in one chart if they are over the same.")
public final class PlotCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private BenchCommand parent;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "results, as bench scale --json writes them")
    private List<Path> files = List.of();

    @Option(names = "--svg", required = true, paramLabel = "FILE", description = "where it is drawn")
    private Path svg = Path.of("");

    @Override
    public Integer call() {
        Map<String, JsonObject> results = new TreeMap<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName()).replaceAll("\\.json$", "");
            if (results.put(name, read(file)) != null) {
                throw new LauncherException("two files are called " + name);
            }
        }
        parent.write(svg, ScaleChart.of(results).toSvg());
        return 0;
    }

    private static JsonObject read(Path file) {
        try {
            return JsonHttp.object(Files.readString(file))
                    .orElseThrow(() -> new LauncherException(file + " is no JSON object"));
        } catch (IOException e) {
            throw new LauncherException("cannot read " + file + ": " + LauncherException.reason(e));
        }
    }
}

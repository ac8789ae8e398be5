package org.dske.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.dske.bench.load.KeyWork;
import org.dske.bench.load.Load;
import org.dske.bench.load.Loop;
import org.dske.bench.load.Measured;
import org.dske.bench.load.Processes;
import org.dske.bench.scale.Scale;
import org.dske.bench.scale.ScaleNetwork;
import org.dske.launcher.network.Network;
import org.dske.launcher.server.Installation;

/**
 * What a key costs as a network grows: one encryptor asks, all nodes are in one process, which begins anew for each measurement.
 *
 * @param network whose certificates and files are used, and none of whose nodes
 * @param installation what servers are started from
 * @param time how long each network is measured, after as long a warm-up
 * @param progress is told what goes on
 */
public record ScaleBench(Network network, Installation installation, Duration time, Consumer<String> progress) {
    /** What {@link #run} gives. */
    public static final String FORMAT = "dske-bench-scale/1";

    /** Measures at some points; the members are told in "bench" of {@code docs/user-guide.md}, and stay. */
    public JsonObject run(Scale scale, List<Integer> points) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (int point : points) {
            progress.accept(scale.label() + ": " + point);
            array.add(Json.createObjectBuilder().add("x", point).add("load", measure(new ScaleNetwork(scale, point))));
        }
        return Json.createObjectBuilder()
                .add("format", FORMAT)
                .add("over", scale.label())
                .add("points", array)
                .build();
    }

    private JsonObject measure(ScaleNetwork point) {
        Loop loop = new Loop.Closed(1);
        return new TemporaryNetwork(network.with(point.topology()), installation, line -> {}).during(true, started -> {
            KeyWork work = point.work(started);
            Load.run(loop, time, work);
            point.grow(started);
            return Measured.load(loop, Duration.ZERO, time, work, Processes.of(started))
                    .toJson();
        });
    }
}

package org.dske.launcher.console;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dske.launcher.JsonHttp;
import org.dske.launcher.LauncherException;
import org.dske.launcher.log.LogTail;
import org.dske.launcher.network.Network;
import org.dske.launcher.topology.TopologyNode;

/** What nodes that are started here write into their audit logs, from now on: IDs and names, and nothing secret. */
final class AuditTail implements AutoCloseable {
    private final Map<TopologyNode, Path> files = new HashMap<>();
    private final Map<TopologyNode, LogTail> logs = new HashMap<>();

    AuditTail(Network network, List<TopologyNode> nodes) {
        for (TopologyNode node : nodes) {
            if (network.isAudited(node)) {
                files.put(node, network.audit(node));
            }
        }
        next(true);
    }

    /** The lines since the last time, by time: each with {@code name}, the node's, beside what the line has. */
    List<JsonObject> next() {
        return next(false);
    }

    private List<JsonObject> next(boolean skip) {
        List<JsonObject> lines = new ArrayList<>();
        files.forEach((node, file) -> {
            LogTail log = logs.get(node);
            if (log == null && Files.exists(file)) {
                log = new LogTail(file);
                logs.put(node, log);
                if (skip) {
                    log.toEnd();
                }
            }
            if (log != null) {
                log.next().forEach(line -> JsonHttp.object(line).ifPresent(json -> lines.add(named(node, json))));
            }
        });
        lines.sort(Comparator.comparing(line -> line.getString("time", "")));
        return lines;
    }

    private static JsonObject named(TopologyNode node, JsonObject line) {
        return Json.createObjectBuilder()
                .add("name", node.machine().toString())
                .add("time", line.getString("time", ""))
                .add("event", line.getString("event", ""))
                .add("details", line.getOrDefault("details", JsonObject.EMPTY_JSON_OBJECT))
                .build();
    }

    @Override
    public void close() {
        List<LauncherException> failures = new ArrayList<>();
        logs.values().forEach(log -> {
            try {
                log.close();
            } catch (LauncherException e) {
                failures.add(e);
            }
        });
        logs.clear();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}

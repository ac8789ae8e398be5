package org.dske.launcher.network;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The process of a running node, and what its pid file says of it.
 *
 * @param handle the process
 * @param shared whether other nodes of the network are in it as well
 * @param ports the node's ports
 * @param topology the file of the network that the node belongs to, by its real path
 */
public record NodeProcess(ProcessHandle handle, boolean shared, List<Integer> ports, Path topology) {
    private static final Path PROC = Path.of("/proc");
    /** The place of the start time in {@code /proc/PID/stat}, behind the command's name (proc_pid_stat(5), field 22). */
    private static final int START_TIME = 19;

    public NodeProcess {
        ports = List.copyOf(ports);
    }

    /** Reads a pid file; nothing if there is none, or its process has ended, whoever may have its process ID now. */
    public static Optional<NodeProcess> read(Path file) {
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(file)))) {
            JsonObject json = reader.readObject();
            List<Integer> ports = json.getJsonArray("ports").getValuesAs(JsonNumber::intValueExact);
            Path topology = Path.of(json.getString("topology"));
            boolean shared = json.getBoolean("single_process");
            String start = json.getString("start");
            return ProcessHandle.of(json.getJsonNumber("pid").longValueExact())
                    .filter(process -> process.isAlive() && start(process).equals(start))
                    .map(process -> new NodeProcess(process, shared, ports, topology));
        } catch (IOException | JsonException | NullPointerException | ClassCastException | ArithmeticException e) {
            // There is no such file, or it is of another make.
            return Optional.empty();
        }
    }

    void write(Path file) {
        JsonObject json = Json.createObjectBuilder()
                .add("pid", handle.pid())
                .add("start", start(handle))
                .add("single_process", shared)
                .add("ports", Json.createArrayBuilder(ports))
                .add("topology", topology.toString())
                .build();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, json + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When it began: together with the process ID, which the system gives to others later, it is of one process only. */
    private static String start(ProcessHandle process) {
        try {
            // Ticks since this boot: unlike a time of day, they stay the same when the clock is set.
            String stat = Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME] + " of boot " + boot.strip();
        } catch (IOException e) {
            // Not a system with /proc.
            return process.info().startInstant().map(Instant::toString).orElse("");
        }
    }
}

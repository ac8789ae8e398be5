package org.dske.launcher.support;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dske.administrator.Administrators;
import org.dske.config.Setting;
import org.dske.launcher.LauncherException;
import org.dske.launcher.doctor.Diagnosis;
import org.dske.launcher.log.LogTail;
import org.dske.launcher.network.Network;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.server.StateDirectory;
import org.dske.launcher.topology.TopologyNode;
import org.dske.secret.PrivateFiles;
import org.dske.store.NodeStore;

/**
 * Versions, the topology, what nodes say of themselves and count, the ends of their logs, how their Java was started, and what the doctor
 * says. What has secrets in it is not looked into but to know them: each text goes through a {@link Redaction}.
 */
public final class SupportBundle {
    private static final int LOG_LINES = 2_000;
    /** What a status shows of PSRD, where secrets are revealed for study. */
    private static final String REVEALED = "first_bytes";

    private final Network network;
    private final Redaction redaction;
    private final Map<String, String> entries = new LinkedHashMap<>();

    /** A bundle of nothing, yet. */
    public SupportBundle(Network network) {
        this.network = network;
        this.redaction = Redaction.of(secrets(network));
    }

    /** Adds what there is to say of the launcher, and of this machine. */
    public void addVersions(String version, Instant now) {
        Runtime runtime = Runtime.getRuntime();
        add(
                "versions.txt",
                String.join(
                        "\n",
                        version,
                        "made " + now,
                        "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                        "system " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"),
                        "processors " + runtime.availableProcessors()));
        add("topology.json", topology().toString());
    }

    /** Adds what the doctor says. */
    public void add(Diagnosis diagnosis) {
        add("doctor.json", diagnosis.toJson().toString());
    }

    /** Adds what nodes say of themselves and count, how those that run here were started, and the ends of the logs of those that were. */
    public void addNodes(List<NodeState> states) {
        for (NodeState state : states) {
            TopologyNode node = state.node();
            String directory = node.type().word() + "-" + node.directory() + "/";
            add(
                    directory + "state.json",
                    withoutRevealed(NodeState.toJson(List.of(state))).toString());
            if (state.status().isPresent()) {
                network.metrics(node).ifPresent(metrics -> add(directory + "metrics.txt", metrics));
            }
            state.process().ifPresent(process -> add(directory + "java.txt", arguments(process.handle())));
            Path log = StateDirectory.log(network.state().of(node));
            if (!node.isElsewhere() && Files.exists(log)) {
                try (LogTail tail = new LogTail(log)) {
                    add(directory + "node.log", String.join("\n", tail.last(LOG_LINES, true)));
                }
            }
        }
    }

    private void add(String name, String text) {
        entries.put(name, redaction.of(text) + "\n");
    }

    /** The names of what is in it. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Writes it, as ZIP, for its owner alone.
     *
     * @throws LauncherException if it cannot be written, or there is a file already
     */
    public void write(Path file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
            zip.finish();
            PrivateFiles.create(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new LauncherException("cannot write " + file + ": " + PrivateFiles.reason(e));
        }
    }

    /** As it was read, so that nobody's remarks in the file go with it. */
    private JsonObject topology() {
        JsonArrayBuilder nodes = Json.createArrayBuilder();
        for (TopologyNode node : network.topology().nodes()) {
            JsonObjectBuilder settings = Json.createObjectBuilder();
            new TreeMap<>(node.settings())
                    .forEach((setting, value) -> settings.add(
                            setting.key(), Redaction.isSecret(setting.key()) ? Redaction.LEFT_OUT : value));
            nodes.add(Json.createObjectBuilder()
                    .add("name", node.machine().toString())
                    .add("type", node.type().word())
                    .add("url", node.servedUrl().toString())
                    .add("ports", Json.createArrayBuilder(node.ports()))
                    .add("tls", node.tls())
                    .add("encryptors", node.encryptors().size())
                    .add("settings", settings));
        }
        return Json.createObjectBuilder()
                .add("k", network.topology().k())
                .add("host", network.topology().host())
                .add("nodes", nodes)
                .build();
    }

    /** The options of Java and the properties that a server was started with, one a line. */
    private static String arguments(ProcessHandle process) {
        return Stream.concat(
                        process.info().command().stream(),
                        process.info().arguments().stream().flatMap(Arrays::stream))
                .map(SupportBundle::argument)
                .collect(Collectors.joining("\n"));
    }

    private static String argument(String argument) {
        int value = argument.indexOf('=');
        return value > 0 && Redaction.isSecret(argument.substring(0, value))
                ? argument.substring(0, value + 1) + Redaction.LEFT_OUT
                : argument;
    }

    private static JsonValue withoutRevealed(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> {
                JsonObjectBuilder object = Json.createObjectBuilder();
                value.asJsonObject().forEach((name, member) -> {
                    if (!name.equals(REVEALED)) {
                        object.add(name, withoutRevealed(member));
                    }
                });
                yield object.build();
            }
            case ARRAY -> {
                JsonArrayBuilder array = Json.createArrayBuilder();
                value.asJsonArray().forEach(member -> array.add(withoutRevealed(member)));
                yield array.build();
            }
            default -> value;
        };
    }

    /** What is secret here and is a text, and so could get into one: tokens, stores' keys, and the password of PKCS#12 files. */
    private static List<String> secrets(Network network) {
        List<Path> files = new ArrayList<>(List.of(network.pki().directory().password()));
        for (TopologyNode node : network.topology().nodes()) {
            Path tokens = network.tokens(node);
            for (Administrators.Role role : Administrators.Role.values()) {
                files.add(tokens.resolve(role.file()));
            }
            if (!node.isElsewhere() && !Network.keepsNothing(node)) {
                String configured = node.settings().get(Setting.STORE_KEY_FILE);
                files.add(configured == null ? NodeStore.ownKey(network.store(node)) : Path.of(configured));
            }
        }
        return files.stream().filter(Files::isReadable).map(SupportBundle::text).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new LauncherException("cannot read " + file + ", of which nothing is to be in the bundle: "
                    + LauncherException.reason(e));
        }
    }
}

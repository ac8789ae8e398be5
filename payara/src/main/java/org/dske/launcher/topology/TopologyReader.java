package org.dske.launcher.topology;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dske.config.Setting;
import org.dske.launcher.LauncherException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a topology file: strict, and every mistake is told with its line. */
public final class TopologyReader {
    private static final Set<String> MEMBERS =
            Set.of("k", "host", "base-port", "settings", "tls", "pki", "hubs", "clients");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final String DEFAULT_HOST = "localhost";
    private static final int DEFAULT_BASE_PORT = 8_100;
    private static final int MAX_PORT = 65_535;
    private static final int MIN_K = 2;
    private static final int MAX_HUBS = 254;
    /** Why there is no underscore in a host (RFC 952, RFC 1123 2.1). */
    static final String UNDERSCORE =
            "a host name has no underscore, and Java's URLs take none; use an address or an alias";

    private TopologyReader() {}

    /** Reads a file; fails with one line if it cannot be read, or has a mistake. */
    public static Topology read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new LauncherException("there is no topology file " + file);
        } catch (CharacterCodingException e) {
            throw YamlValue.mistake(file.toString(), 1, "the file is not UTF-8 text");
        } catch (IOException e) {
            throw new LauncherException("cannot read the topology file " + file);
        }
    }

    /** Reads a text; the name of its file is for messages, and what the paths in it are seen from. */
    public static Topology parse(String file, String text) {
        YamlValue root = new YamlValue(file, "a topology", compose(file, text));
        Map<String, YamlValue> members = root.members(MEMBERS);
        NodeReader reader = new NodeReader(
                Optional.ofNullable(members.get("settings")),
                Optional.ofNullable(members.get("tls")).map(YamlValue::flag).orElse(false));
        YamlValue hubs = members.get("hubs");
        if (hubs == null) {
            throw root.mistake("a topology must have hubs");
        }
        List<PortAssignment.Draft> drafts = new ArrayList<>();
        List<YamlValue> entries = hubs.list("a hub");
        entries.forEach(entry -> drafts.addAll(reader.read(NodeType.HUB, entry)));
        int hubCount = entries.size();
        if (hubCount == 0 || hubCount > MAX_HUBS) {
            throw hubs.mistake("a topology must have 1 to " + MAX_HUBS + " hubs");
        }
        List<PortAssignment.Draft> clients =
                Optional.ofNullable(members.get("clients"))
                        .map(value -> value.list("a client"))
                        .orElse(List.of())
                        .stream()
                        .flatMap(entry -> reader.read(NodeType.CLIENT, entry).stream())
                        .toList();
        int k = threshold(members, hubs, hubCount, !clients.isEmpty());
        clients.forEach(client -> refuseTwice(client, k, hubCount));
        drafts.addAll(clients);
        String host = Optional.ofNullable(members.get("host"))
                .map(TopologyReader::host)
                .orElse(DEFAULT_HOST);
        int basePort = Optional.ofNullable(members.get("base-port"))
                .map(value -> value.integer(1, MAX_PORT))
                .orElse(DEFAULT_BASE_PORT);
        Optional<Path> pki = Optional.ofNullable(members.get("pki")).map(value -> pki(file, value));
        return new Topology(k, host, new PortAssignment(host, basePort).assign(drafts), pki);
    }

    private static Node compose(String file, String text) {
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file).build();
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> YamlValue.mistake(file, 1, "the file is empty"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw YamlValue.mistake(file, line, "this is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw YamlValue.mistake(file, 1, "this is not YAML: " + firstLine(e));
        }
    }

    private static int threshold(Map<String, YamlValue> members, YamlValue hubs, int hubCount, boolean hasClients) {
        YamlValue value = members.get("k");
        int k = value == null
                ? Integer.parseInt(Setting.SHARING_THRESHOLD.defaultText())
                : value.integer(MIN_K, MAX_HUBS);
        if (k > hubCount && (value != null || hasClients)) {
            throw (value == null ? hubs : value)
                    .mistake("k is " + k + ", but there are only " + hubCount + " hubs: a key could never be had");
        }
        return k;
    }

    /** Each hub gives its share to one of a client's machines: k hubs may give theirs to one, and k others to another. */
    private static void refuseTwice(PortAssignment.Draft client, int k, int hubCount) {
        if (!client.machine().instance().isEmpty() && 2 * k <= hubCount) {
            throw client.place()
                    .mistake(
                            "client " + client.name() + " has instances, and k is " + k + " of " + hubCount
                                    + " hubs: two of them could give a slave the same key unless k is more than half of the hubs");
        }
    }

    /** A name or an address; one of IPv6 with or without brackets. */
    private static String host(YamlValue value) {
        String text = value.string();
        String host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (IPV6.matcher(host).matches() ? isAddress(host) : HOST.matcher(text).matches()) {
            return host;
        }
        throw value.mistake("'" + text + "' is no host name" + (text.contains("_") ? ": " + UNDERSCORE : ""));
    }

    private static boolean isAddress(String literal) {
        try {
            // Asks nobody: what has a colon is no name.
            return !InetAddress.getByName(literal).getHostAddress().isEmpty();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Relative to the file: a topology means the same wherever the launcher is called from. */
    private static Path pki(String file, YamlValue value) {
        String text = value.string();
        try {
            if (!text.isBlank()) {
                return Path.of(file).resolveSibling(text);
            }
        } catch (InvalidPathException e) {
            throw value.mistake("'" + text + "' is no directory");
        }
        throw value.mistake("pki must be a directory");
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

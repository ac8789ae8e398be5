package org.dske.launcher.topology;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dske.config.Setting;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.jspecify.annotations.Nullable;

/** Reads where a node runs: on one machine, or on several that are the same node, each of which has a name among them. */
final class MachineReader {
    private static final Set<String> HUB_MEMBERS = Set.of("name", "port", "url");
    private static final Set<String> CLIENT_MEMBERS = Set.of("name", "port");
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final Set<String> directories = new HashSet<>();

    /**
     * A machine, as the file has it.
     *
     * @param instance which of several it is; empty if it is the only one
     * @param place its place in the file
     * @param port the port that the file gives it
     * @param url where it runs, if that is elsewhere
     */
    record Machine(String instance, YamlValue place, Optional<YamlValue> port, Optional<URI> url) {}

    /** The machines of a node, whose directories no other node has. */
    List<Machine> read(
            NodeType type,
            NodeName name,
            YamlValue place,
            Map<String, YamlValue> members,
            Map<Setting, String> settings) {
        YamlValue instances = members.get("instances");
        if (instances == null) {
            Machine only = machine("", place, name, members.get("port"), members.get("url"));
            takeDirectory(type, name, only);
            return List.of(only);
        }
        String each = type.word() + " " + name + " has instances: each has a port"
                + (type == NodeType.HUB ? " or a url" : "") + " of its own, as in 'instances: [{name: a, port: 8100}]'";
        refuse(members.get("port"), each);
        refuse(members.get("url"), each);
        List<Machine> machines = instances.list("an instance").stream()
                .map(entry -> instance(type, name, entry))
                .toList();
        if (machines.isEmpty()) {
            throw instances.mistake(type.word() + " " + name + " must have at least one instance");
        }
        machines.forEach(machine -> takeDirectory(type, name, machine));
        boolean here = machines.stream().anyMatch(machine -> machine.url().isEmpty());
        if (type == NodeType.HUB
                && machines.size() > 1
                && here
                && !settings.getOrDefault(Setting.STORE_SHARES, "").startsWith(POSTGRESQL)) {
            throw instances.mistake(
                    "hub " + name + " has several machines, of which any gives out any share: its settings"
                            + " must have store.shares, the database of PostgreSQL that they have in common");
        }
        return machines;
    }

    private static Machine instance(NodeType type, NodeName name, YamlValue entry) {
        if (!entry.isMapping()) {
            return machine(instanceName(entry), entry, name, null, null);
        }
        Map<String, YamlValue> members = entry.members(type == NodeType.HUB ? HUB_MEMBERS : CLIENT_MEMBERS);
        YamlValue instance = members.get("name");
        if (instance == null) {
            throw entry.mistake("an instance must have a name");
        }
        return machine(instanceName(instance), instance, name, members.get("port"), members.get("url"));
    }

    private static Machine machine(
            String instance, YamlValue place, NodeName name, @Nullable YamlValue port, @Nullable YamlValue url) {
        if (port != null && url != null) {
            throw port.mistake("a hub has a port, if it is started here, or a url, if it runs elsewhere, not both");
        }
        return new Machine(
                instance,
                place,
                Optional.ofNullable(port),
                Optional.ofNullable(url).map(value -> url(value, name)));
    }

    private static String instanceName(YamlValue value) {
        return name(value).name();
    }

    /** A name of a node or of an instance: it becomes a directory and a part of a URL, where "." and ".." would be somewhere else. */
    static NodeName name(YamlValue value) {
        String text = value.string();
        if (!NodeName.isAllowed(text)) {
            throw value.mistake("'" + text + "' is no name: a name has 1 to 64 letters, digits, dots, dashes and"
                    + " underscores, and starts with a letter or a digit");
        }
        return new NodeName(text);
    }

    private void takeDirectory(NodeType type, NodeName name, Machine machine) {
        String directory = TopologyNode.directory(name, machine.instance());
        if (!directories.add(directory)) {
            throw machine.place()
                    .mistake(type.word() + " " + new PeerName(name, machine.instance()) + " has the directory "
                            + directory + ", and so has another one: each must have its own");
        }
    }

    private static void refuse(@Nullable YamlValue value, String reason) {
        if (value != null) {
            throw value.mistake(reason);
        }
    }

    private static URI url(YamlValue value, NodeName name) {
        String text = value.string().replaceAll("/+$", "");
        String expected =
                "'" + text + "' is no base URL of hub " + name + ", such as http://example.org:8100/hub/" + name;
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
            // A comma would end the URL in the list that clients are configured with.
            boolean clean = !text.contains(",");
            if (web && plain && clean && url.getHost() != null && text.endsWith("/" + name)) {
                return url;
            }
            if (url.getHost() == null && String.valueOf(url.getRawAuthority()).contains("_")) {
                expected += ": " + TopologyReader.UNDERSCORE;
            }
        } catch (URISyntaxException e) {
            throw value.mistake(expected);
        }
        throw value.mistake(expected);
    }
}

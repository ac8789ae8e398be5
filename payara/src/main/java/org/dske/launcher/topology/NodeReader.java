package org.dske.launcher.topology;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.sharing.Places;
import org.jspecify.annotations.Nullable;

/** Reads the entries of {@code hubs} and {@code clients}, one after the other. */
final class NodeReader {
    private static final Set<String> HUB_MEMBERS =
            Set.of("name", "instances", "number", "classic", "port", "url", "settings", "tls");
    private static final Set<String> CLIENT_MEMBERS =
            Set.of("name", "instances", "port", "encryptors", "settings", "tls");
    /** What the topology itself decides. */
    private static final Set<Setting> DECIDED = Set.of(
            Setting.CLIENT_HUBS,
            Setting.CLIENT_OOB_PORTS,
            Setting.CLIENT_ENCRYPTORS,
            Setting.CLIENT_INSTANCE,
            Setting.SHARING_THRESHOLD,
            Setting.MANAGEMENT_STOP_PROCESS);

    private static final int ASCII_END = 0x7F;

    private final Optional<YamlValue> settingsOfAll;
    private final Map<Setting, String> readSettingsOfAll;
    private final boolean tlsOfAll;
    private final MachineReader machines = new MachineReader();
    private final Set<NodeName> names = new HashSet<>();
    private final Set<Integer> numbers = new HashSet<>();
    private final Set<SaeId> allEncryptors = new HashSet<>();

    /** A reader of nodes that have these settings, and TLS or not, unless they say otherwise themselves. */
    NodeReader(Optional<YamlValue> settingsOfAll, boolean tlsOfAll) {
        this.settingsOfAll = settingsOfAll;
        this.readSettingsOfAll = settings(settingsOfAll);
        this.tlsOfAll = tlsOfAll;
    }

    /** The machines of a node: one, or several that are the same node. */
    List<PortAssignment.Draft> read(NodeType type, YamlValue entry) {
        boolean hub = type == NodeType.HUB;
        Map<String, YamlValue> members = entry.members(hub ? HUB_MEMBERS : CLIENT_MEMBERS);
        YamlValue nameValue = members.get("name");
        if (nameValue == null) {
            throw entry.mistake("a " + type.word() + " must have a name");
        }
        NodeName name = name(nameValue);
        Optional<YamlValue> ownSettings = Optional.ofNullable(members.get("settings"));
        Map<Setting, String> settings = new HashMap<>(readSettingsOfAll);
        settings.putAll(settings(ownSettings));
        // What is said for all is said of encryptors' doors; a hub with TLS wants certificates of all its clients.
        boolean tls =
                Optional.ofNullable(members.get("tls")).map(YamlValue::flag).orElse(!hub && tlsOfAll);
        if (tls && hub) {
            refuseTlsElsewhere(name, members);
        } else if (tls) {
            refusePlainHttp(name, ownSettings);
        }
        List<SaeId> encryptors = hub ? List.of() : encryptors(entry, name, members.get("encryptors"), tls);
        boolean classic =
                Optional.ofNullable(members.get("classic")).map(YamlValue::flag).orElse(false);
        OptionalInt number = hub ? number(name, nameValue, members.get("number")) : OptionalInt.empty();
        return machines.read(type, name, nameValue, members, settings).stream()
                .map(machine -> new PortAssignment.Draft(
                        type,
                        name,
                        machine,
                        (url, port) -> new TopologyNode(
                                type, name, machine.instance(), url, port, encryptors, settings, tls, number, classic)))
                .toList();
    }

    /** Hubs are read in the order of the file: one without a number has its place there. */
    private OptionalInt number(NodeName name, YamlValue nameValue, @Nullable YamlValue value) {
        int number = value == null ? numbers.size() + 1 : value.integer(Places.MIN_NUMBER, Places.MAX_NUMBER);
        if (!numbers.add(number)) {
            throw (value == null ? nameValue : value)
                    .mistake("hub " + name + " has the number " + number
                            + (value == null ? ", its place in the list" : "")
                            + ", and so has another hub: each must have a number of its own");
        }
        return OptionalInt.of(number);
    }

    /** Settings: any {@code dske.} setting without the prefix, its value checked like the node will check it. */
    private static Map<Setting, String> settings(Optional<YamlValue> value) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        value.map(present -> present.members(Set.of())).orElse(Map.of()).forEach((name, member) -> {
            Setting setting = Setting.of(Setting.PREFIX + name)
                    .filter(found -> found.key().equals(Setting.PREFIX + name))
                    .orElseThrow(() -> member.mistake("'" + name + "' is not a setting of dske"));
            if (DECIDED.contains(setting)) {
                throw member.mistake("'" + name + "' cannot be set here: the launcher sets it from the topology");
            }
            String text = member.text();
            try {
                new Settings(new NodeName("topology"), Map.of(setting.key(), text)).isSet(setting);
            } catch (ConfigurationException e) {
                throw member.mistake(String.valueOf(e.getMessage()));
            }
            settings.put(setting, text);
        });
        return settings;
    }

    /** With TLS on, no header is believed: so nobody may be let in by one. */
    private void refusePlainHttp(NodeName name, Optional<YamlValue> ownSettings) {
        plainHttp(ownSettings)
                .or(() -> plainHttp(settingsOfAll))
                .filter(plainHttp -> Boolean.parseBoolean(plainHttp.text()))
                .ifPresent(plainHttp -> {
                    throw plainHttp.mistake("client " + name + " has tls: true, where a certificate says who calls, and"
                            + " etsi.plain-http: true, where a header says it: one of them must be false");
                });
    }

    private static void refuseTlsElsewhere(NodeName name, Map<String, YamlValue> members) {
        YamlValue url = members.get("url");
        if (url != null) {
            throw url.mistake(
                    "hub " + name + " runs elsewhere: its url says whether it speaks TLS, by https:, not tls");
        }
    }

    private static Optional<YamlValue> plainHttp(Optional<YamlValue> settings) {
        return settings.map(value -> value.members(Set.of()).get("etsi.plain-http"));
    }

    private NodeName name(YamlValue value) {
        NodeName name = MachineReader.name(value);
        // Also of a hub and a client: their settings and directories go by the name alone.
        if (!names.add(name)) {
            throw value.mistake("the name " + name + " is there twice");
        }
        return name;
    }

    private List<SaeId> encryptors(YamlValue entry, NodeName name, @Nullable YamlValue value, boolean tls) {
        if (value == null) {
            throw entry.mistake("client " + name + " must have encryptors, such as 'encryptors: [sam]'");
        }
        List<SaeId> encryptors = new ArrayList<>();
        for (YamlValue element : value.list("an encryptor")) {
            SaeId encryptor = encryptor(element, tls);
            if (!allEncryptors.add(encryptor)) {
                throw element.mistake("the encryptor " + encryptor + " is there twice");
            }
            encryptors.add(encryptor);
        }
        if (encryptors.isEmpty()) {
            throw value.mistake("client " + name + " must have at least one encryptor");
        }
        return encryptors;
    }

    /** What a list of settings, a path and a header cannot carry between an encryptor and its client is refused here. */
    private static SaeId encryptor(YamlValue value, boolean tls) {
        String text = value.string();
        if (text.contains(",") || !text.equals(text.strip())) {
            throw value.mistake("encryptor '" + text + "' must have no comma, and no blank at its ends");
        }
        if (!tls && !text.chars().allMatch(character -> character < ASCII_END)) {
            throw value.mistake(
                    "encryptor '" + text + "' goes beyond ASCII, and its client has no TLS: a header, which says over"
                            + " plain HTTP who calls, cannot carry it");
        }
        try {
            return new SaeId(text);
        } catch (InvalidException e) {
            throw value.mistake("encryptor '" + text + "': " + e.getMessage());
        }
    }
}

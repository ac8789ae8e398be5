package org.dske.launcher.topology;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.NodeName;

/** Reads {@code settings}: any {@code dske.} setting without the prefix, its value checked like the node will check it. */
final class SettingsReader {
    /** What the topology itself decides. */
    private static final Set<Setting> DECIDED = Set.of(
            Setting.CLIENT_HUBS,
            Setting.CLIENT_OOB_PORTS,
            Setting.CLIENT_ENCRYPTORS,
            Setting.SHARING_THRESHOLD,
            Setting.MANAGEMENT_STOP_PROCESS);

    private SettingsReader() {}

    /** The value of one setting, with its place. */
    static Optional<YamlValue> find(Optional<YamlValue> settings, Setting setting) {
        return settings.map(value -> value.members().get(setting.key().substring(Setting.PREFIX.length())));
    }

    static Map<Setting, String> read(YamlValue value) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        value.members().forEach((name, member) -> {
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
}

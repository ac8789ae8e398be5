package org.dske.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dske.key.NodeName;

/**
 * The settings of one node, all of them checked: {@code dske.NODE.*} wins over {@code dske.*}, which wins over the default.
 */
public final class Settings {
    private final NodeName node;
    private final Map<String, String> properties;

    /**
     * Checks and keeps a node's settings.
     *
     * @param node the node's name
     * @param properties the configuration; keys that do not start with {@code dske.} are somebody else's
     * @throws ConfigurationException if a {@code dske.} key is unknown or its value is not allowed
     */
    public Settings(NodeName node, Map<String, String> properties) {
        this.node = node;
        this.properties = Map.copyOf(properties);
        properties.keySet().stream()
                .filter(key -> key.startsWith(Setting.PREFIX))
                .sorted()
                .forEach(key -> parse(
                        Setting.of(key)
                                .orElseThrow(() -> new ConfigurationException(key + " is not a setting of dske")),
                        key));
    }

    /**
     * The node whose settings these are.
     *
     * @return the node's name
     */
    public NodeName node() {
        return node;
    }

    /**
     * A whole number.
     *
     * @param setting a setting of that kind
     * @return its value
     */
    public int number(Setting setting) {
        return (Integer) value(setting);
    }

    /**
     * A duration.
     *
     * @param setting a setting of that kind
     * @return its value
     */
    public Duration duration(Setting setting) {
        return (Duration) value(setting);
    }

    /**
     * A switch.
     *
     * @param setting a setting of that kind
     * @return its value
     */
    public boolean flag(Setting setting) {
        return (Boolean) value(setting);
    }

    /**
     * A switch whose default depends on the kind of node.
     *
     * @param setting a setting of that kind
     * @param otherwise its value if nobody set it
     * @return its value
     */
    public boolean flag(Setting setting, boolean otherwise) {
        return isSet(setting) ? flag(setting) : otherwise;
    }

    /**
     * A word.
     *
     * @param setting a setting of that kind
     * @return its value
     */
    public String word(Setting setting) {
        return (String) value(setting);
    }

    /**
     * A list.
     *
     * @param setting a setting of that kind
     * @return its elements, stripped, without empty ones
     */
    public List<String> list(Setting setting) {
        return ((List<?>) value(setting)).stream().map(String.class::cast).toList();
    }

    /**
     * A node's part of its process's memory.
     *
     * @param ofProcess bytes that this Java may use
     * @return bytes, so many that all nodes of its kind in the process together have no more than that
     */
    public long memory(long ofProcess) {
        return ofProcess / number(Setting.PROCESS_NODES);
    }

    /**
     * A file.
     *
     * @param setting a setting of that kind
     * @return its path, or nothing if none is set
     */
    public Optional<Path> file(Setting setting) {
        Path path = (Path) value(setting);
        return path.toString().isEmpty() ? Optional.empty() : Optional.of(path);
    }

    /**
     * Whether somebody set a setting.
     *
     * @param setting the setting
     * @return false if its default holds
     */
    public boolean isSet(Setting setting) {
        return properties.containsKey(setting.key()) || properties.containsKey(setting.key(node.name()));
    }

    /**
     * The exception for a value that is wrong for a reason that its kind does not know.
     *
     * @param setting the setting
     * @param allowed what is allowed
     * @return the exception, to be thrown
     */
    public ConfigurationException invalid(Setting setting, String allowed) {
        return invalid(setting, effectiveKey(setting), allowed);
    }

    private Object value(Setting setting) {
        return parse(setting, effectiveKey(setting));
    }

    private Object parse(Setting setting, String key) {
        try {
            return setting.kind().parse().apply(text(setting, key));
        } catch (IllegalArgumentException e) {
            throw invalid(setting, key, setting.kind().allowed());
        }
    }

    private String text(Setting setting, String key) {
        return properties.getOrDefault(key, setting.defaultText());
    }

    private String effectiveKey(Setting setting) {
        String own = setting.key(node.name());
        return properties.containsKey(own) ? own : setting.key();
    }

    private ConfigurationException invalid(Setting setting, String key, String allowed) {
        return new ConfigurationException(
                key + " = '" + text(setting, key) + "' is not allowed: allowed is " + allowed);
    }
}

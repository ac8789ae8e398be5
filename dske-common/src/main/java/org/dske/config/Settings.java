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
     * Checks and keeps a node's settings. Keys that do not start with {@code dske.} are somebody else's; if another is unknown,
     * or its value is not allowed, that is a {@link ConfigurationException}.
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

    /** {@return the name of the node whose settings these are} */
    public NodeName node() {
        return node;
    }

    public int number(Setting setting) {
        return (Integer) value(setting);
    }

    public double decimal(Setting setting) {
        return (Double) value(setting);
    }

    public Duration duration(Setting setting) {
        return (Duration) value(setting);
    }

    public boolean flag(Setting setting) {
        return (Boolean) value(setting);
    }

    /** A switch whose default depends on the kind of node. */
    public boolean flag(Setting setting, boolean otherwise) {
        return isSet(setting) ? flag(setting) : otherwise;
    }

    public String word(Setting setting) {
        return (String) value(setting);
    }

    /** {@return the elements of a list, stripped, without empty ones} */
    public List<String> list(Setting setting) {
        return ((List<?>) value(setting)).stream().map(String.class::cast).toList();
    }

    /** A node's part of the bytes that this Java may use: all nodes of its kind in the process together have no more than that. */
    public long memory(long ofProcess) {
        return ofProcess / number(Setting.PROCESS_NODES);
    }

    /** {@return the path of a file, or nothing if none is set} */
    public Optional<Path> file(Setting setting) {
        Path path = (Path) value(setting);
        return path.toString().isEmpty() ? Optional.empty() : Optional.of(path);
    }

    /** {@return whether somebody set a setting; else its default holds} */
    public boolean isSet(Setting setting) {
        return properties.containsKey(setting.key()) || properties.containsKey(setting.key(node.name()));
    }

    /** {@return the exception, to be thrown, for a value that is wrong for a reason that its kind does not know} */
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

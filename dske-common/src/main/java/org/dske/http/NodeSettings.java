package org.dske.http;

import java.util.HashMap;
import java.util.Map;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.NodeName;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads a node's settings out of MicroProfile Config. */
public final class NodeSettings {
    private NodeSettings() {}

    /**
     * The settings of the node at a context path.
     *
     * @param contextPath such as {@code /hub/hank}; its last part is the node's name
     * @return the settings, all of them checked
     * @throws org.dske.config.ConfigurationException if one is wrong
     */
    public static Settings read(String contextPath) {
        Config config = ConfigProvider.getConfig();
        Map<String, String> properties = new HashMap<>();
        for (String key : config.getPropertyNames()) {
            if (key.startsWith(Setting.PREFIX)) {
                config.getOptionalValue(key, String.class).ifPresent(value -> properties.put(key, value));
            }
        }
        return new Settings(NodeName.lastPartOf(contextPath), properties);
    }
}

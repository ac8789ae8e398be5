package org.dske.client.psrd;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.NodeName;

/**
 * The ports of out-of-band interfaces that are not at the port of the hub's URL.
 *
 * @param ports by the hub's name
 */
public record OutOfBandSettings(Map<NodeName, Integer> ports) {
    private static final Pattern ENTRY = Pattern.compile("([^=]+)=([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;

    public OutOfBandSettings {
        ports = Map.copyOf(ports);
    }

    /**
     * Reads them.
     *
     * @throws ConfigurationException if there is something else, or a hub twice
     */
    public static OutOfBandSettings of(Settings settings) {
        Map<NodeName, Integer> ports = new HashMap<>();
        for (String entry : settings.list(Setting.CLIENT_OOB_PORTS)) {
            Matcher matcher = ENTRY.matcher(entry);
            int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
            if (port < 1
                    || port > MAX_PORT
                    || !NodeName.isAllowed(matcher.group(1))
                    || ports.put(new NodeName(matcher.group(1)), port) != null) {
                throw settings.invalid(
                        Setting.CLIENT_OOB_PORTS, "a list such as hank=8300,helen=8301, with each hub once");
            }
        }
        return new OutOfBandSettings(ports);
    }

    /** Where the out-of-band interface of a hub is, by the hub's base URL. */
    public URI of(URI hub) {
        Integer port = ports.get(NodeName.lastPartOf(hub.getPath()));
        if (port == null) {
            return hub;
        }
        // The host as it is written: java.net.URI knows none with an underscore.
        String host = hub.getRawAuthority().replaceFirst(":[0-9]*$", "");
        return URI.create(hub.getScheme() + "://" + host + ":" + port + hub.getRawPath());
    }
}

package org.dske.connections;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dske.config.Setting;
import org.dske.config.Settings;

/**
 * What one address may take of a listener.
 *
 * @param perAddress how many connections it may have
 * @param rate how many it may open in a second over TLS, on average
 */
public record ConnectionLimits(int perAddress, int rate) {
    /** The system property that holds those of all listeners, such as {@code 8100=256/20,8300=256/20}. */
    public static final String PROPERTY = "org.dske.connections";

    /** How many requests that are turned down cost about as much as a handshake, and how many connections without one. */
    private static final int REFUSALS = 4;

    private static final int IN_CLEAR = 40;

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Those of a node, at each of its listeners. */
    public static ConnectionLimits of(Settings settings) {
        return new ConnectionLimits(
                settings.number(Setting.HTTP_CONNECTIONS_PER_ADDRESS), settings.number(Setting.HTTP_CONNECTION_RATE));
    }

    /** For how long a handshake counts. */
    Duration eachHandshake() {
        return SECOND.dividedBy(rate);
    }

    /** For how long a request counts that is turned down. */
    Duration eachRefusal() {
        return eachHandshake().dividedBy(REFUSALS);
    }

    /** For how long a connection without a handshake counts. */
    Duration eachInClear() {
        return eachHandshake().dividedBy(IN_CLEAR);
    }

    /** The value of the property, by port. */
    public static String toText(Map<Integer, ConnectionLimits> byPort) {
        return new TreeMap<>(byPort)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().perAddress() + "/"
                                + entry.getValue().rate())
                        .collect(Collectors.joining(","));
    }

    /** Those of the listener at a port, out of what {@link #toText} wrote; the settings' defaults if it says nothing of it. */
    static ConnectionLimits at(int port, String text) {
        for (String entry : text.split(",", -1)) {
            String[] parts = entry.split("[=/]", -1);
            if (parts[0].equals(String.valueOf(port))) {
                return new ConnectionLimits(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            }
        }
        return new ConnectionLimits(
                Integer.parseInt(Setting.HTTP_CONNECTIONS_PER_ADDRESS.defaultText()),
                Integer.parseInt(Setting.HTTP_CONNECTION_RATE.defaultText()));
    }
}

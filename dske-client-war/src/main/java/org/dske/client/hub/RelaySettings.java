package org.dske.client.hub;

import java.time.Duration;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.time.Deadline;

/**
 * How long a key may take on its way.
 *
 * @param stragglerLimit how long the initiator waits for further hubs once k have answered
 * @param timeout how long all exchanges for one key may take
 */
public record RelaySettings(Duration stragglerLimit, Duration timeout) {
    /** How long a key may take in a client with these settings. */
    public static RelaySettings of(Settings settings) {
        return new RelaySettings(
                settings.duration(Setting.RELAY_STRAGGLER_LIMIT), settings.duration(Setting.RELAY_TIMEOUT));
    }

    /** The end of what begins now. */
    public Deadline deadline() {
        return Deadline.in(timeout);
    }

    /** The end of a wait for stragglers that begins now. */
    public Deadline stragglerDeadline() {
        return Deadline.in(stragglerLimit);
    }
}

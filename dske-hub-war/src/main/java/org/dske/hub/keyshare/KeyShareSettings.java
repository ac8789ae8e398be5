package org.dske.hub.keyshare;

import java.time.Duration;
import org.dske.config.Setting;
import org.dske.config.Settings;

/**
 * How long a hub holds shares.
 *
 * @param grace how long a fetched share can be fetched again by the same client
 * @param timeToLive how long a share that nobody fetches is kept
 */
public record KeyShareSettings(Duration grace, Duration timeToLive) {
    public static KeyShareSettings of(Settings settings) {
        return new KeyShareSettings(
                settings.duration(Setting.KEY_SHARE_GRACE), settings.duration(Setting.KEY_SHARE_TIME_TO_LIVE));
    }
}

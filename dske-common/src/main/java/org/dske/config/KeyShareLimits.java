package org.dske.config;

import java.time.Duration;

/**
 * How long any hub may be told to give shares out. A client cannot know what its hubs are told, and has to remember for longer which
 * keys it has delivered: so there is a limit, and it is the same for all.
 */
public final class KeyShareLimits {
    /** The longest grace. */
    public static final Duration GRACE = Duration.ofHours(1);

    /** The longest time to live. */
    public static final Duration TIME_TO_LIVE = Duration.ofHours(24);

    private KeyShareLimits() {}
}

package org.dske.node;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.random.RandomDevice;
import org.dske.random.RandomSource;
import org.dske.random.RandomnessException;

/** Where a node's random numbers come from, as its configuration has it. */
public final class NodeRandom {
    /** After a failure of the random device. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

    private NodeRandom() {}

    /**
     * Opens the source, which is tested before anything is made of it.
     *
     * @param system the operating system's numbers
     * @param threads makes the thread that reads a device
     * @throws ConfigurationException if the device that is configured fails
     */
    public static RandomSource open(Settings settings, SecureRandom system, ThreadFactory threads) {
        Optional<Path> file = settings.file(Setting.RANDOM_DEVICE);
        if (file.isEmpty()) {
            return RandomSource.of(system);
        }
        RandomDevice device = new RandomDevice(
                file.get(),
                settings.decimal(Setting.RANDOM_DEVICE_ENTROPY),
                settings.duration(Setting.RANDOM_DEVICE_TIMEOUT),
                BETWEEN_ATTEMPTS,
                threads);
        try {
            device.fill(new byte[1]);
            return RandomSource.of(system, device);
        } catch (RandomnessException e) {
            device.close();
            throw new ConfigurationException(
                    e.getMessage() + ": the node does not start without it, see " + Setting.RANDOM_DEVICE.key());
        }
    }
}

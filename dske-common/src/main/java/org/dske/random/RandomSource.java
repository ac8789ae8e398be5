package org.dske.random;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * Where all random numbers of a node come from: keys, polynomials, PSRD, tokens, and the keys of its store.
 *
 * @param random the numbers
 * @param device what is mixed into them; nothing if they are the operating system's alone
 */
public record RandomSource(SecureRandom random, Optional<RandomDevice> device) implements AutoCloseable {
    /** The operating system's numbers alone. */
    public static RandomSource of(SecureRandom system) {
        return new RandomSource(system, Optional.empty());
    }

    /** The operating system's numbers and those of a device, which is closed with this. */
    public static RandomSource of(SecureRandom system, RandomDevice device) {
        return new RandomSource(new MixedRandom(system, device), Optional.of(device));
    }

    /** {@return what is wrong, in a sentence; nothing if the source is good} */
    public Optional<String> failure() {
        return device.flatMap(each -> each.failure().map(why -> each + " " + why));
    }

    @Override
    public void close() {
        device.ifPresent(RandomDevice::close);
    }
}

package org.dske.random;

import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Arrays;

/**
 * Random numbers of the operating system and of a device, mixed by XOR: they are good if one of the two is. Without the device, or while
 * it fails, there are none. Safe for concurrent use.
 */
public final class MixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    /**
     * A mixture.
     *
     * @param system the operating system's
     */
    public MixedRandom(SecureRandom system, RandomDevice device) {
        super(new Spi(system, device), null);
    }

    private static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        private final transient SecureRandom system;
        private final transient RandomDevice device;

        private Spi(SecureRandom system, RandomDevice device) {
            this.system = system;
            this.device = device;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            system.setSeed(seed);
        }

        /**
         * Fills an array, which has zeros if it fails.
         *
         * @throws RandomnessException if the device fails
         */
        @Override
        protected void engineNextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) 0);
            byte[] noise = new byte[bytes.length];
            try {
                device.fill(noise);
                system.nextBytes(bytes);
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] ^= noise[i];
                }
            } finally {
                Arrays.fill(noise, (byte) 0);
            }
        }

        @Override
        protected byte[] engineGenerateSeed(int size) {
            byte[] seed = new byte[size];
            engineNextBytes(seed);
            return seed;
        }
    }

    @Override
    public String toString() {
        return "MixedRandom";
    }
}

package org.dske.sharing;

import java.security.SecureRandom;

/**
 * The modes in which the keys of one network are split, all with the same <i>n</i> and <i>k</i>.
 *
 * @param shares <i>n</i>, the number of shares of a key
 * @param classic the mode {@code classic}
 * @param its the mode {@code its}
 */
public record NetworkSharing(int shares, SecretSharing classic, SecretSharing its) {
    /**
     * The modes of a network.
     *
     * @param shares <i>n</i>, 2 to 254
     * @param threshold <i>k</i>, 2 to <i>n</i>
     * @param random where what is random comes from
     * @return the modes
     * @throws org.dske.error.InvalidException if <i>n</i> or <i>k</i> is out of range
     */
    public static NetworkSharing of(int shares, int threshold, SecureRandom random) {
        return new NetworkSharing(
                shares, new ClassicSharing(shares, threshold, random), new ItsSharing(shares, threshold, random));
    }

    /**
     * One of the modes.
     *
     * @param mode which
     * @return how keys are split in it
     */
    public SecretSharing in(SharingMode mode) {
        return switch (mode) {
            case CLASSIC -> classic;
            case ITS -> its;
        };
    }

    /**
     * The number of shares that give a key back.
     *
     * @return <i>k</i>
     */
    public int threshold() {
        return classic.threshold();
    }
}

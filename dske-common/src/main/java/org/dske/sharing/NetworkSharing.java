package org.dske.sharing;

import java.security.SecureRandom;

/**
 * The modes in which the keys of one network are split, all with the same hubs and the same <i>k</i>.
 *
 * @param places the hubs of this client, with their numbers
 * @param classic the mode {@code classic}
 * @param its the mode {@code its}
 */
public record NetworkSharing(Places places, SecretSharing classic, SecretSharing its) {
    /** The modes of a network of <i>n</i> hubs, 2 to 254, of whose shares <i>k</i> are needed, 2 to <i>n</i>. */
    public static NetworkSharing of(Places places, int threshold, SecureRandom random) {
        int shares = places.numbers().size();
        return new NetworkSharing(
                places,
                new ClassicSharing(shares, threshold, random),
                new ItsSharing(places.indices(), threshold, random));
    }

    /** {@return how keys are split in a mode} */
    public SecretSharing in(SharingMode mode) {
        return switch (mode) {
            case CLASSIC -> classic;
            case ITS -> its;
        };
    }

    /** {@return <i>k</i>, the number of shares that give a key back} */
    public int threshold() {
        return classic.threshold();
    }
}

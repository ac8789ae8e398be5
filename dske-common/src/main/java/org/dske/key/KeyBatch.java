package org.dske.key;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Keys that were established together, ahead of demand: who knows the name of one knows those of all. Their names are UUIDs of version
 * 8, whose bits are for one's own use (RFC 9562, section 5.8): the last byte is the key's place in its batch, the one before it says how
 * many keys the batch has, and all others are random and the same for the whole batch. All other keys have names of version 4. A name of
 * version 8 that somebody else has made means nothing, and may look like one of a batch: so a name is a hint, and never a proof.
 *
 * @param high the upper half of all names
 * @param low the lower half of the first name
 */
public record KeyBatch(long high, long low) {
    /** The most keys of a batch. */
    public static final int MOST = 128;

    private static final int VERSION = 8;
    private static final int VARIANT = 2;
    private static final long VERSION_BITS = 0xf000L;
    private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
    private static final long OF_RFC_9562 = 0x8000_0000_0000_0000L;
    private static final long PLACES = 0xffffL;
    private static final long PLACE = 0xffL;

    public KeyBatch {
        int number = (int) ((low & PLACES) >> Byte.SIZE);
        if (!isOfVersion8(new UUID(high, low)) || (low & PLACE) != 0 || number < 1 || number > MOST) {
            throw new IllegalArgumentException("not the first name of a batch");
        }
    }

    private static boolean isOfVersion8(UUID uuid) {
        return uuid.version() == VERSION && uuid.variant() == VARIANT;
    }

    /**
     * Draws the names of a new batch.
     *
     * @param number how many keys it has, 1 to {@value #MOST}
     */
    public static KeyBatch draw(int number, SecureRandom random) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("a batch of " + number + " keys");
        }
        long high = (random.nextLong() & ~VERSION_BITS) | ((long) VERSION << 12);
        long low = (random.nextLong() & ~VARIANT_BITS & ~PLACES) | OF_RFC_9562 | ((long) number << Byte.SIZE);
        return new KeyBatch(high, low);
    }

    /** {@return the batch that a key seems to be of; nothing if it is of none} */
    public static Optional<KeyBatch> of(KeyId keyId) {
        UUID uuid = keyId.uuid();
        long places = uuid.getLeastSignificantBits() & PLACES;
        long number = places >> Byte.SIZE;
        return isOfVersion8(uuid) && number >= 1 && number <= MOST && (places & PLACE) < number
                ? Optional.of(new KeyBatch(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits() & ~PLACE))
                : Optional.empty();
    }

    /** {@return how many keys it has} */
    public int size() {
        return (int) ((low & PLACES) >> Byte.SIZE);
    }

    /** {@return the names of its keys, in order} */
    public List<KeyId> keyIds() {
        List<KeyId> keyIds = new ArrayList<>(size());
        IntStream.range(0, size()).forEach(place -> keyIds.add(new KeyId(new UUID(high, low | place))));
        return keyIds;
    }
}

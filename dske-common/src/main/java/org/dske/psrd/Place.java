package org.dske.psrd;

import java.util.Comparator;

/**
 * Where a byte is in the order of its pool, as long as the process runs.
 *
 * @param position of its block in the pool
 * @param index in the block
 */
public record Place(long position, int index) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::position).thenComparingInt(Place::index);

    /** Before all bytes. */
    public static final Place BEGIN = new Place(-1, 0);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}

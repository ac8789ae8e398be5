package org.dske.hub.keyshare;

/**
 * Some of the shares that a hub holds.
 *
 * @param shares how many there are
 * @param bytes how many bytes they take, with the names of their encryptors and what else belongs to them
 */
public record Holding(long shares, long bytes) {
    static final Holding NONE = new Holding(0, 0);

    /** What a share takes beside its value and its names, about. */
    private static final int OVERHEAD = 320;

    static Holding of(StoredShare share) {
        return new Holding(1, share.size() + share.terms().namesSize() + OVERHEAD);
    }

    Holding plus(Holding other) {
        return new Holding(shares + other.shares, bytes + other.bytes);
    }

    Holding minus(Holding other) {
        return new Holding(shares - other.shares, bytes - other.bytes);
    }
}

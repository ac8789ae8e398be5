package org.dske.hub.keyshare;

/**
 * Some of the shares that a hub holds.
 *
 * @param shares how many there are
 * @param bytes how many bytes they take, with the names of their encryptors and what else belongs to them
 */
public record Holding(long shares, long bytes) {
    static final Holding NONE = new Holding(0, 0);

    /** What a share with one slave takes beside its value and its names: 580 to 690 bytes were measured, by the size of the headers of objects. */
    private static final int OVERHEAD = 640;

    /** What each further slave takes beside its name: its place in a set, and in time the note that it has fetched the share. */
    private static final int OVERHEAD_OF_SLAVE = 256;

    static Holding of(StoredShare share) {
        ShareTerms terms = share.terms();
        long slaves = (terms.slaves().size() - 1L) * OVERHEAD_OF_SLAVE;
        return new Holding(1, share.size() + terms.namesSize() + slaves + OVERHEAD);
    }

    Holding plus(Holding other) {
        return new Holding(shares + other.shares, bytes + other.bytes);
    }

    Holding minus(Holding other) {
        return new Holding(shares - other.shares, bytes - other.bytes);
    }
}

package org.dske.limit;

/**
 * How many bytes of keys are worked on at a time: a key takes a multiple of its size, at each hub. One caller has half of it at most, and
 * whoever is alone has as much as one request wants. Small requests, which are bounded by their number, are always let in. Safe for
 * concurrent use.
 */
public final class KeyMemory {
    /** Small is what takes no more than this part of all. */
    private static final int SMALL_PART = 64;

    private final long most;
    private final Tally tally = new Tally();

    /**
     * Nothing is worked on.
     *
     * @param most bytes of keys in all
     */
    public KeyMemory(long most) {
        this.most = most;
    }

    /**
     * Lets a request for keys in.
     *
     * @param bytes the size of all of its keys, as far as it is known before
     * @return its place
     * @throws TooBusyException if there is no room
     */
    public Place enter(Caller caller, long bytes) {
        return tally.take(
                caller,
                bytes,
                (its, all) -> bytes <= most / SMALL_PART
                        || all == 0
                        || (all + bytes <= most && (its == 0 || its + bytes <= most / 2)),
                "keys of as many bytes as there is memory for are worked on: ask for fewer at a time, or later");
    }
}

package org.dske.client.relay;

import java.util.concurrent.atomic.LongAdder;

/** How many keys a client has given to its encryptors since it started. Safe for concurrent use. */
public final class KeyCounts {
    private final LongAdder established = new LongAdder();
    private final LongAdder fetched = new LongAdder();

    void addEstablished(int keys) {
        established.add(keys);
    }

    void addFetched(int keys) {
        fetched.add(keys);
    }

    /**
     * How many keys it established, as initiator.
     *
     * @return the number of keys
     */
    public long established() {
        return established.sum();
    }

    /**
     * How many keys it joined from shares, as responder.
     *
     * @return the number of keys
     */
    public long fetched() {
        return fetched.sum();
    }
}

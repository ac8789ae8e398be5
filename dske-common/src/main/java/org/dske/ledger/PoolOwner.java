package org.dske.ledger;

import org.dske.error.InvalidException;

/**
 * Who picks the bytes of a pool. Hub and client both hold every block; if both picked bytes of the same one, they could
 * pick the same byte at the same time.
 */
public enum PoolOwner {
    /** The client allocates; the hub takes what the client's messages name. */
    CLIENT("client"),
    /** The hub allocates; the client takes what the hub's messages name. */
    HUB("hub");

    private final String wireName;

    PoolOwner(String wireName) {
        this.wireName = wireName;
    }

    /** {@return the word for this owner in messages} */
    public String wireName() {
        return wireName;
    }

    /** Reads an owner: {@code client} or {@code hub}, and no other word. */
    public static PoolOwner parse(String wireName) {
        for (PoolOwner owner : values()) {
            if (owner.wireName.equals(wireName)) {
                return owner;
            }
        }
        throw new InvalidException("pool_owner is neither client nor hub");
    }
}

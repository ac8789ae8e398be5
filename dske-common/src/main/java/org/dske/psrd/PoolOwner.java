package org.dske.psrd;

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

    private final String word;

    PoolOwner(String word) {
        this.word = word;
    }

    /** {@return the word for this owner in messages} */
    public String word() {
        return word;
    }

    /** Reads an owner: {@code client} or {@code hub}, and no other word. */
    public static PoolOwner parse(String word) {
        for (PoolOwner owner : values()) {
            if (owner.word.equals(word)) {
                return owner;
            }
        }
        throw new InvalidException("pool_owner is neither client nor hub");
    }
}

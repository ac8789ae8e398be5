package org.dske.ledger;

/**
 * How a block came from the node that made it to the other one. Keys are at most as secret as this way was: what is promised of
 * them goes by the weakest block that is alive. The weakest way comes first.
 */
public enum Origin {
    /** In plain text over a network: whoever listened has the bytes. */
    LABORATORY("laboratory"),
    /** Over TLS: the bytes are as secret as its key exchange and its cipher. */
    TLS("tls"),
    /** By a courier: nothing that was computed protects the bytes, and so nothing that is computed breaks them. */
    COURIER("courier");

    private final String word;

    Origin(String word) {
        this.word = word;
    }

    /** {@return the word for it in the status} */
    public String wireName() {
        return word;
    }
}

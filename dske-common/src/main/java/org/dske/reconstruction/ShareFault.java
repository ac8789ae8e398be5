package org.dske.reconstruction;

/** In what way a share is not the one that its giver was to give. */
public enum ShareFault {
    /** No share has its index, or it is not the number of the hub that gave it. */
    INDEX("with another index than its own"),
    /** What it says of the places of the key's shares is not what the initiator said, or not what the client's configuration has. */
    PLACES("that says other places of the key's shares"),
    /** It is shorter or longer than the shares of the key are. */
    LENGTH("of another length"),
    /** Its place is that of a right share which somebody else gave. */
    TAKEN("with the index of another hub's share"),
    /** It does not lie on the polynomial: other bytes, or the share of another key, or of another place. */
    VALUE("that does not fit the others"),
    /** It is said to be of another mode of sharing than the key is of. */
    MODE("of another mode of sharing"),
    /** It is no share at all: a message that was signed and does not say what it has to say. */
    FORM("in a message that makes no sense");

    private final String phrase;

    ShareFault(String phrase) {
        this.phrase = phrase;
    }

    /** {@return the fault in words: what follows "a share"} */
    public String phrase() {
        return phrase;
    }
}

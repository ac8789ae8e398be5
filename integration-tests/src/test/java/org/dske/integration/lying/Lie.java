package org.dske.integration.lying;

/** What a hub does instead of the truth. */
public enum Lie {
    /** It is honest. */
    NONE,
    /** It takes requests, and answers them when it becomes honest again. */
    SILENCE,
    /** It does nothing that is asked of it, and says so. */
    REFUSAL,
    /** It takes shares, and says that it has none. */
    DENIAL,
    /** One of the share's bytes is another one. */
    WRONG_BYTES,
    /** The share has an index that no hub has. */
    WRONG_INDEX,
    /** The share has the index of another hub's. */
    INDEX_OF_ANOTHER,
    /** The share is one of another key for the same encryptors. */
    STALE_SHARE,
    /** The share lacks its last byte. */
    WRONG_LENGTH;

    /** Whether it is in what a hub gives, and not in what it does not give. */
    public boolean givesWrongShares() {
        return compareTo(WRONG_BYTES) >= 0;
    }
}

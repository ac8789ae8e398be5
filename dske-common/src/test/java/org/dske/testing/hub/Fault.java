package org.dske.testing.hub;

/** What a {@link FakeHub} does wrong with one request. */
public enum Fault {
    /** Nothing. */
    NONE,
    /** Does its work and closes the connection without an answer. */
    DROP,
    /** Does its work and answers when it is released. */
    HANG,
    /** Does its work and sends half of the answer's body, and the rest when it is released. */
    HALF,
    /** Does its work and sends the answer's body byte by byte, with a pause after each, until it is released. */
    TRICKLE,
    /** Does its work, sends half of the answer's body and closes the connection. */
    CUT,
    /** Answers, unsigned, that its own pool has run dry, and does nothing. */
    DRY,
    /** Answers with a tag that does not fit. */
    WRONG_TAG,
    /** Answers without a signature. */
    UNSIGNED,
    /** Answers with a signature out of a block that nobody has. */
    UNKNOWN_BLOCK,
    /** Hands out other bytes than those of the share. */
    WRONG_SHARE,
    /** Hands out the share with an index that no share has. */
    INDEX_254,
    /** Hands out the share as if it were the first. */
    INDEX_ZERO,
    /** Hands out the share with the index of another hub's: that of the fourth, or of the fifth if it is the fourth itself. */
    INDEX_OF_ANOTHER,
    /** Hands out the share of another key of the same encryptors, which there must be. */
    STALE_SHARE,
    /** Hands out the share without its last byte, encrypted with a pad of that size. */
    SHORT_SHARE,
    /** Says that it has no share. */
    DENIAL,
    /** Hands out a share less than it was asked for. */
    WRONG_COUNT,
    /** Leaves the first entry out of an exchange's answer. */
    WRONG_ENTRIES,
    /** Hands out a share of a key that nobody asked for in the place of the first. */
    WRONG_KEY_IDS,
    /** Hands out shares that are shorter than their pads. */
    WRONG_LENGTHS,
    /** Answers 409, signed, and does nothing. */
    CONFLICT,
    /** Answers, signed, with what is no JSON. */
    GARBAGE,
    /** Answers, signed in band, with a list that does not end, in a member that nobody knows. */
    ENDLESS,
    /** Answers with a hundred million bytes. */
    HUGE,
    /** Answers 404, signed, with an error body of another form. */
    FOREIGN_404,
    /** Answers 200 out of band with nothing but null. */
    NULL_BODY,
    /** Closes its port and the connection, and so is gone in the middle of a request that it has worked on. */
    DIE
}

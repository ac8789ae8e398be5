package org.dske.psrd;

/** What bytes of a pool are used for. */
public enum Use {
    /** An exchange, for which the pool has to be {@linkplain Pool#isSettled settled}. */
    EXCHANGE,
    /**
     * The registration that is to settle it, where that is signed itself. What a crash or an orderly stop left behind was not used, by the
     * order in which segments are taken out of the store; what a store that was restored left behind may have been. Source: protocol,
     * section 7.
     */
    REGISTRATION
}

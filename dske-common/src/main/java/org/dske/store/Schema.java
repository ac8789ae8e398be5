package org.dske.store;

/**
 * A part of a database that has versions of its own.
 *
 * @param name of its table of versions, and of the directory of its migrations
 * @param location where they are in the class path
 */
public record Schema(String name, String location) {
    /** What is kept of PSRD, of peers and of deliveries. */
    public static final Schema LEDGER = new Schema("ledger", "classpath:org/dske/store/ledger");
}

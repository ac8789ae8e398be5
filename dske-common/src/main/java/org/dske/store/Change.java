package org.dske.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something that is done in a database. It may be done a second time, after all that it did the first time was undone: so it changes
 * nothing but the database. And where the connection to a database broke while it committed, nobody knows whether it did: the change is done
 * again then, and has to see for itself what it has done.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface Change<T> {
    /** Does it, in a transaction that somebody else commits. */
    T apply(Connection connection) throws SQLException;
}

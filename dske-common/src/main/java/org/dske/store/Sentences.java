package org.dske.store;

import java.sql.SQLException;

/** What went wrong with a database, for people. */
final class Sentences {
    /** Of what is not as it was written, in any database. */
    static final int SQLITE_CORRUPT = 11;

    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_NOTADB = 26;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int PRIMARY = 0xFF;
    /** The class of SQL states of connections that are not there. */
    private static final String CONNECTION = "08";

    /** The class of SQL states of a server that shuts down, or starts. */
    private static final String OPERATOR = "57P";

    /** The class of SQL states of deadlocks, and of what could not be put in an order. */
    private static final String COLLISION = "40";

    private static final String DISK_FULL = "53100";

    private Sentences() {}

    /** Whether a connection is of no use any more: it broke, or was opened when nothing could be written. */
    static boolean isOfNoUse(SQLException e) {
        return isAway(e) || (e.getSQLState() == null && (e.getErrorCode() & PRIMARY) == SQLITE_READONLY);
    }

    /** Whether a connection broke, or there is none to be had. */
    static boolean isAway(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith(CONNECTION) || state.startsWith(OPERATOR));
    }

    /** Whether a transaction had to give way to another one, and may be tried again. */
    static boolean isCollision(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith(COLLISION);
    }

    static String of(Throwable cause) {
        if (!(cause instanceof SQLException sql)) {
            return cause.getClass().getSimpleName();
        }
        String state = sql.getSQLState();
        if (state != null && !state.isEmpty()) {
            return isAway(sql)
                    ? "the database is away"
                    : state.equals(DISK_FULL) ? "the disk is full" : "the database refuses: SQL state " + state;
        }
        return switch (sql.getErrorCode() & PRIMARY) {
            case SQLITE_FULL -> "the disk is full";
            case SQLITE_CORRUPT -> "it is damaged";
            case SQLITE_NOTADB -> "it is no database";
            case SQLITE_CANTOPEN -> "it cannot be opened, or the files beside it";
            case SQLITE_READONLY -> "it cannot be written";
            case SQLITE_IOERR -> "the disk fails, or is full";
            default -> "SQLite's error " + sql.getErrorCode();
        };
    }
}

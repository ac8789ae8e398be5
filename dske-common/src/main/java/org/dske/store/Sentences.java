package org.dske.store;

import java.sql.SQLException;

/** What went wrong with a database, for people. */
final class Sentences {
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_NOTADB = 26;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_IOERR = 10;
    private static final int PRIMARY = 0xFF;
    /** The class of SQL states of connections that are not there. */
    private static final String CONNECTION = "08";

    private Sentences() {}

    static String of(Throwable cause) {
        if (!(cause instanceof SQLException sql)) {
            return cause.getClass().getSimpleName();
        }
        String state = sql.getSQLState();
        if (state != null && !state.isEmpty()) {
            return state.startsWith(CONNECTION) ? "the database is away" : "the database refuses: SQL state " + state;
        }
        return switch (sql.getErrorCode() & PRIMARY) {
            case SQLITE_FULL -> "the disk is full";
            case SQLITE_CORRUPT -> "it is damaged";
            case SQLITE_NOTADB -> "it is no database";
            case SQLITE_READONLY -> "it cannot be written";
            case SQLITE_IOERR -> "the disk fails, or is full";
            default -> "SQLite's error " + sql.getErrorCode();
        };
    }
}

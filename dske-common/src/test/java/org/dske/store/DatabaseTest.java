package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.dske.ledger.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final String DEADLOCK = "40P01";

    @TempDir
    private Path directory;

    private NodeStore store;
    private Database database;

    @BeforeEach
    void open() {
        store = TestStores.open(directory);
        database = store.file().orElseThrow().database();
        database.perform(sql -> sql.update("CREATE TABLE note (text TEXT NOT NULL)"))
                .join();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private CompletableFuture<Void> note(String text) {
        return database.perform(sql -> sql.update("INSERT INTO note (text) VALUES (?)", text));
    }

    private int notes() {
        return database.read(sql -> sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM note"))
                .getFirst();
    }

    /** What two instances of a node do that have a database in common. */
    @Test
    void whatGivesWayToAnotherTransactionIsDoneAgainWhole() {
        AtomicInteger attempts = new AtomicInteger();
        database.perform(sql -> {
                    sql.update("INSERT INTO note (text) VALUES ('again')");
                    if (attempts.incrementAndGet() < 4) {
                        throw new SQLException("deadlock detected", DEADLOCK);
                    }
                })
                .join();
        assertEquals(4, attempts.get());
        assertEquals(1, notes());
    }

    @Test
    void whatAlwaysGivesWayFailsAndOthersGoOn() {
        CompletableFuture<Void> never = database.perform(sql -> {
            throw new SQLException("deadlock detected", DEADLOCK);
        });
        CompletableFuture<Void> other = note("other");
        CompletionException failure = assertThrows(CompletionException.class, never::join);
        assertInstanceOf(StoreException.class, failure.getCause());
        other.join();
        assertEquals(1, notes());
    }

    @Test
    void aQueryThatThrowsDoesNotLeaveItsViewToTheNext() {
        assertThrows(
                IllegalStateException.class,
                () -> database.read(sql -> {
                    sql.query(row -> row.getString(1), "SELECT text FROM note");
                    throw new IllegalStateException("cannot be read");
                }));
        note("new").join();
        assertEquals(1, notes());
    }
}

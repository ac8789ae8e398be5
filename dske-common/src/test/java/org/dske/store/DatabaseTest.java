package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dske.ledger.StoreException;
import org.dske.testing.Await;
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

    private CompletableFuture<Thread> enqueued(String text) {
        return database.enqueue(sql -> {
            sql.update("INSERT INTO note (text) VALUES (?)", text);
            return Thread.currentThread();
        });
    }

    @Test
    void whoWaitsCommitsByItselfWhatHasComeIn() {
        // Not if the writer tidies up just now.
        Await.until(Duration.ofSeconds(20), () -> {
            CompletableFuture<Thread> mine = enqueued("mine");
            CompletableFuture<Thread> others = enqueued("another's");
            database.commit();
            assertEquals(Thread.currentThread(), mine.join());
            assertEquals(Thread.currentThread(), others.join());
        });
        assertEquals(0, notes() % 2);
    }

    @Test
    void whatIsEnqueuedWhileSomebodyCommitsIsCommittedAfterIt() throws InterruptedException {
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> first = database.perform(sql -> {
            committing.countDown();
            awaited(goOn);
        });
        assertTrue(committing.await(20, TimeUnit.SECONDS));
        CompletableFuture<Thread> second = enqueued("second");
        database.commit();
        assertFalse(second.isDone(), "nobody waits for the one who commits");
        goOn.countDown();
        first.join();
        second.join();
        assertEquals(1, notes());
    }

    @Test
    void whatFailsIsOfItsOwnThoughOthersCommitIt() {
        CompletableFuture<Object> refused = database.enqueue(sql -> {
            throw new IllegalStateException("refused");
        });
        CompletableFuture<Thread> mine = enqueued("mine");
        database.commit();
        mine.join();
        CompletionException failure = assertThrows(CompletionException.class, refused::join);
        assertInstanceOf(IllegalStateException.class, failure.getCause());
        assertEquals(1, notes());
    }

    @Test
    void whatDependsOnAChangeMayMakeAnother() {
        CompletableFuture<Thread> both = enqueued("first").thenCompose(first -> {
            CompletableFuture<Thread> second = enqueued("second");
            database.commit();
            return second;
        });
        database.commit();
        both.join();
        assertEquals(2, notes());
    }

    @Test
    void aDatabaseThatIsClosedCommitsNothing() {
        store.close();
        CompletableFuture<Thread> late = enqueued("late");
        database.commit();
        CompletionException failure = assertThrows(CompletionException.class, late::join);
        assertInstanceOf(StoreException.class, failure.getCause());
    }

    @Test
    void manyThreadsCommitWhatTheyEnqueue() throws Exception {
        int threads = 8;
        int each = 50;
        ExecutorService all = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String name = "of " + i;
                work.add(all.submit(() -> {
                    for (int j = 0; j < each; j++) {
                        CompletableFuture<Thread> mine = enqueued(name);
                        database.commit();
                        mine.join();
                    }
                }));
            }
            for (Future<?> one : work) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            all.shutdownNow();
        }
        assertEquals(threads * each, notes());
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

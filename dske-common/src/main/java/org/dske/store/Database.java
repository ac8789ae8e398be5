package org.dske.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dske.ledger.StoreException;
import org.dske.time.LatencyHistogram;
import org.dske.time.Rate;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A database that one thread writes at a time: what has come in while it committed the last time is committed together the next time, so that
 * a lone change waits for nobody and many cost little. It is the writer's thread, or that of somebody who waits for a change and finds that nobody
 * commits: so no thread waits for another where there is but one. What a future stands for is on the disk when it is done.
 *
 * <p>If changes fail together, each is tried once more by itself: then only those fail that are to blame.
 *
 * <p>Safe for concurrent use. What depends on a future runs in the thread that commits: it must be short and must not block.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Database.class.getName());
    private static final int MOST_TOGETHER = 500;
    /** Of what gives way to what other processes do in the same database. */
    private static final int MOST_ATTEMPTS = 10;

    /** Between what is committed and tidying up after it, if nothing else comes. */
    private static final Duration IDLE = Duration.ofMillis(500);
    /** A busy writer tidies up as often as this: what is erased is to leave the journal, too. And an idle one: what is over is erased. */
    private static final Duration OFTEN = Duration.ofSeconds(2);

    private final DataSource source;
    private final Queue<Task<?>> queue = new ConcurrentLinkedQueue<>();
    /** Has a permit when the writer is to look at the queue. */
    private final Semaphore woken = new Semaphore(0);
    /** Held by who commits, or tidies up. */
    private final ReentrantLock committing = new ReentrantLock();

    private final List<Change<Integer>> chores = new CopyOnWriteArrayList<>();
    private final Thread writer;
    private final Object reading = new Object();
    private @Nullable Sql writing;
    private @Nullable Sql readConnection;
    private final Rate rate = new Rate(Ticker.SYSTEM);
    /** Tidying up has failed, and that was said. */
    private volatile boolean untidy;
    /** What was to be written the last time was not. */
    private volatile boolean unwritable;

    private volatile Commits commits = Commits.NONE;
    private final LatencyHistogram commitTimes = new LatencyHistogram();
    private volatile boolean closed;

    /** Where connections come from, and what the kind of database needs. */
    interface DataSource {
        /** A connection that commits nothing by itself. */
        Connection connect() throws SQLException;

        /** Undoes what was not committed. */
        default void rollBack(Connection connection) throws SQLException {
            connection.rollback();
        }

        /** Sees to it that what was erased is gone from journals, and says whether it is. Without a transaction. */
        boolean tidy(Connection connection) throws SQLException;

        /** Writes what changes nothing, to see whether anything can be written. */
        void writeNothing(Connection connection) throws SQLException;

        /** Where it is, for people. */
        String name();

        /** How large it is in bytes; -1 if that is not known. */
        long size();

        /** Releases what keeps others away. */
        void close();
    }

    private record Task<T>(Change<T> change, CompletableFuture<T> done) {
        Runnable apply(Sql sql) throws SQLException {
            T result = change.apply(sql);
            return () -> done.complete(result);
        }
    }

    /**
     * What a database has committed since it was opened.
     *
     * @param count commits
     * @param changes changes in them
     * @param mean how long the latest commits took until they were on the disk, on average: about the last hundred count
     */
    public record Commits(long count, long changes, Duration mean) {
        private static final int LATEST = 100;

        static final Commits NONE = new Commits(0, 0, Duration.ZERO);

        Commits plus(int more, Duration took) {
            long n = Math.min(count, LATEST);
            return new Commits(
                    count + 1, changes + more, mean.multipliedBy(n).plus(took).dividedBy(n + 1));
        }
    }

    /** A database that is open, and whose schema is there. */
    Database(DataSource source, String threadName) {
        this.source = source;
        this.writer = new Thread(this::run, threadName);
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Changes something.
     *
     * @return what came of it, when it is durable; fails with a {@link StoreException}, or with what the change has thrown, and nothing of
     *     it has happened then
     */
    public <T> CompletableFuture<T> write(Change<T> change) {
        CompletableFuture<T> done = enqueue(change);
        woken.release();
        return done;
    }

    /**
     * Changes something for who calls {@link #commit} before waiting for it; else it is done as late as what is done when there is time.
     * Otherwise as {@link #write}.
     */
    public <T> CompletableFuture<T> enqueue(Change<T> change) {
        CompletableFuture<T> done = new CompletableFuture<>();
        queue.add(new Task<>(change, done));
        if (closed) {
            failAll();
        }
        return done;
    }

    /** Commits what was enqueued, with all else that has come in, in this thread; or has the writer do so if somebody commits just now. */
    public void commit() {
        List<Runnable> outcomes = new ArrayList<>();
        if (!queue.isEmpty() && committing.tryLock()) {
            try {
                if (!closed) {
                    commit(next(), outcomes);
                }
            } finally {
                committing.unlock();
            }
        }
        outcomes.forEach(Runnable::run);
        if (!queue.isEmpty()) {
            woken.release();
        }
    }

    /** Does something of which nothing comes but that it is done; else as {@link #write}. */
    public CompletableFuture<Void> perform(Work work) {
        return write(sql -> {
                    work.apply(sql);
                    return true;
                })
                .thenAccept(done -> {});
    }

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
        T apply(Sql sql) throws SQLException;
    }

    /** A {@link Change} of which nothing comes. */
    @FunctionalInterface
    public interface Work {
        /** Does it, in a transaction that somebody else commits. */
        void apply(Sql sql) throws SQLException;
    }

    /**
     * Looks at what is committed, and changes nothing.
     *
     * @throws StoreException if that cannot be done
     */
    public <T> T read(Change<T> query) {
        synchronized (reading) {
            if (closed) {
                throw isClosed();
            }
            boolean connected = readConnection != null;
            try {
                Sql sql = readConnection == null ? new Sql(source.connect()) : readConnection;
                readConnection = sql;
                try {
                    return query.apply(sql);
                } finally {
                    // Whatever was thrown: else the next one would see what this one saw, and the journal would grow.
                    source.rollBack(sql.connection());
                }
            } catch (SQLException e) {
                if (Sentences.isOfNoUse(e)) {
                    readConnection = closed(readConnection);
                }
                if (connected && Sentences.isAway(e)) {
                    // It was closed at the other end, perhaps long ago: the database may be there.
                    return read(query);
                }
                throw failure(e);
            }
        }
    }

    /**
     * Has something done again and again, when there is time, in a transaction of its own: what may be late, as tidying up.
     *
     * @param chore says how much it has changed; if that is anything, there may be more, and it has another turn soon
     */
    public void whenIdle(Change<Integer> chore) {
        chores.add(chore);
    }

    /** {@return what was committed since the database was opened} */
    public Commits commits() {
        return commits;
    }

    /** {@return how long each commit took until it was on the disk} */
    public LatencyHistogram commitTimes() {
        return commitTimes;
    }

    /** {@return how many commits there were a second, in the last hour or two; nothing in the first seconds} */
    public OptionalDouble commitsPerSecond() {
        return rate.perSecond(commits.count());
    }

    /** {@return whether it is closed, or could not be written the last time that was tried, which is every few seconds from then on} */
    public boolean isFailing() {
        return closed || unwritable || untidy;
    }

    /** {@return how large the database is in bytes; -1 if that is not known} */
    public long size() {
        return source.size();
    }

    /** {@return where it is, for people} */
    public String name() {
        return source.name();
    }

    private void run() {
        long tidied = Ticker.SYSTEM.nanos();
        Duration pause = IDLE;
        long tidyAt = -1;
        while (!closed || !queue.isEmpty()) {
            long before = commits.count();
            boolean nothingCame = queue.isEmpty() && !awaitWork(pause);
            List<Runnable> outcomes = new ArrayList<>();
            committing.lock();
            try {
                List<Task<?>> together = next();
                commit(together, outcomes);
                // Others commit, too. And what the writer was woken for it may have committed the last time.
                boolean idle = nothingCame && together.isEmpty() && commits.count() == before;
                if (idle || Ticker.SYSTEM.since(tidied).compareTo(OFTEN) > 0) {
                    pause = tidyUp(pause.equals(OFTEN) && commits.count() == tidyAt);
                    tidied = Ticker.SYSTEM.nanos();
                    tidyAt = commits.count();
                } else {
                    pause = IDLE;
                }
            } finally {
                committing.unlock();
            }
            outcomes.forEach(Runnable::run);
        }
        committing.lock();
        try {
            tidyUp(false);
            writing = closed(writing);
        } finally {
            committing.unlock();
        }
    }

    /** Waits until there is something to write, but no longer than so; whether there is, or was. */
    private boolean awaitWork(Duration pause) {
        try {
            boolean woke = woken.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            woken.drainPermits();
            return woke;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a server that ends; close() ends it.
            LOG.log(Level.FINE, "interrupted", e);
            return true;
        }
    }

    /** What has come in. */
    private List<Task<?>> next() {
        List<Task<?>> together = new ArrayList<>();
        for (Task<?> task = queue.poll(); task != null; task = together.size() < MOST_TOGETHER ? queue.poll() : null) {
            together.add(task);
        }
        return together;
    }

    /** Commits changes, with the lock, and says what is to be told to whom without it. */
    private void commit(List<Task<?>> together, List<Runnable> outcomes) {
        if (!together.isEmpty()) {
            commit(together, 1, outcomes);
        }
    }

    private void commit(List<Task<?>> together, int attempt, List<Runnable> outcomes) {
        long begin = Ticker.SYSTEM.nanos();
        boolean connected = writing != null;
        Sql sql;
        try {
            sql = writing();
        } catch (SQLException e) {
            unwritable = true;
            StoreException failure = failure(e);
            together.forEach(task -> outcomes.add(() -> task.done().completeExceptionally(failure)));
            return;
        }
        try {
            List<Runnable> results = new ArrayList<>();
            for (Task<?> task : together) {
                results.add(task.apply(sql));
            }
            sql.connection().commit();
            unwritable = false;
            Duration took = Ticker.SYSTEM.since(begin);
            commits = commits.plus(together.size(), took);
            commitTimes.add(took);
            rate.note(commits.count());
            outcomes.addAll(results);
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            boolean again = e instanceof SQLException broken
                    && ((connected && Sentences.isAway(broken))
                            || (Sentences.isCollision(broken) && attempt < MOST_ATTEMPTS));
            if (again || together.size() > 1) {
                together.forEach(task -> commit(List.of(task), attempt + 1, outcomes));
            } else {
                unwritable |= e instanceof SQLException;
                Throwable failure = e instanceof SQLException ? failure(e) : e;
                outcomes.add(() -> together.getFirst().done().completeExceptionally(failure));
            }
        }
    }

    private void rollBack(Throwable cause) {
        try {
            if (writing != null) {
                source.rollBack(writing.connection());
            }
            if (cause instanceof SQLException broken && Sentences.isOfNoUse(broken)) {
                // It does not come back by itself. Others are kept: on a full disk SQLite could not open another one.
                writing = closed(writing);
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
            writing = closed(writing);
        }
    }

    /**
     * Does the chores, and sees to the journal.
     *
     * @param tidy whether nothing was committed since all was tidy
     * @return after what time it is due again, if nothing else is
     */
    private Duration tidyUp(boolean tidy) {
        if (unwritable) {
            tryToWrite();
        }
        try {
            int changed = 0;
            for (Change<Integer> chore : chores) {
                changed += chore.apply(writing());
                writing().connection().commit();
            }
            boolean done = (changed == 0 && tidy) || source.tidy(writing().connection());
            untidy = false;
            return changed > 0 ? Duration.ZERO : done ? OFTEN : IDLE;
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            if (!untidy) {
                LOG.log(Level.WARNING, e, () -> source.name() + " cannot be tidied up: " + e.getMessage());
            }
            untidy = true;
            return IDLE;
        }
    }

    /** Whether it can be written again is not to depend on somebody who has something to write. */
    private void tryToWrite() {
        try {
            source.writeNothing(writing().connection());
            writing().connection().commit();
            unwritable = false;
        } catch (SQLException e) {
            rollBack(e);
            LOG.log(Level.FINE, "still nothing can be written", e);
        }
    }

    private Sql writing() throws SQLException {
        if (writing == null) {
            writing = new Sql(source.connect());
        }
        return writing;
    }

    private StoreException failure(Throwable cause) {
        return new StoreException("store " + source.name() + ": " + Sentences.of(cause), cause);
    }

    private static @Nullable Sql closed(@Nullable Sql sql) {
        if (sql != null) {
            try {
                sql.close();
            } catch (SQLException e) {
                LOG.log(Level.FINE, "a connection that is given up", e);
            }
        }
        return null;
    }

    private void failAll() {
        for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
            task.done().completeExceptionally(isClosed());
        }
    }

    private StoreException isClosed() {
        return new StoreException("store " + source.name() + " is closed", new IllegalStateException("closed"));
    }

    /** Commits what has come in, and ends. */
    @Override
    public void close() {
        closed = true;
        woken.release();
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        failAll();
        synchronized (reading) {
            readConnection = closed(readConnection);
        }
        source.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

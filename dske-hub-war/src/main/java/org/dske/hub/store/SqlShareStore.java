package org.dske.hub.store;

import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.dske.error.DskeException;
import org.dske.error.RequestException;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.Holding;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareId;
import org.dske.hub.share.ShareLimits;
import org.dske.hub.share.ShareStore;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.ledger.Durable;
import org.dske.ledger.PeerName;
import org.dske.secret.SecretBytes;
import org.dske.store.Database;
import org.dske.store.Sql;
import org.dske.store.StoreKey;

/**
 * Shares in a database, their values encrypted.
 *
 * <p>A refusal is what a change gives back, where it can: if it threw it, the changes of others that were to be committed with it would have
 * to be done again.
 */
final class SqlShareStore implements ShareStore {
    private static final int SOME = 200;
    private static final int NUMBERS_A_MILLISECOND_BITS = 16;

    private final Database database;
    private final StoreKey key;
    private final InstantSource clock;
    private final Runnable close;
    private final SqlHoldings holdings;
    private final SqlShareErasure erasure;
    private final SqlShareQueries queries;
    private final SqlShareFetch fetches;
    private final AtomicLong numbers;

    /**
     * The shares of a database that has the tables.
     *
     * @param close what is to be closed with the store
     * @param instance names this instance of the hub, differently after each start
     */
    SqlShareStore(Database database, StoreKey key, InstantSource clock, UUID instance, Runnable close) {
        this.database = database;
        this.key = key;
        this.clock = clock;
        this.close = close;
        this.holdings = new SqlHoldings(instance.toString());
        this.erasure = new SqlShareErasure(clock, holdings);
        this.queries = new SqlShareQueries(database, clock);
        this.fetches = new SqlShareFetch(database, key, clock, holdings);
        this.numbers = new AtomicLong(Durable.await(database.write(sql -> {
            holdings.takeOver(sql);
            return sql.query(row -> row.getLong(1), "SELECT COALESCE(MAX(number), 0) FROM share")
                    .getFirst();
        })));
        database.whenIdle(sql -> erasure.eraseOver(sql, SOME) + holdings.tidy(sql));
    }

    private long nextNumber() {
        long now = clock.millis() << NUMBERS_A_MILLISECOND_BITS;
        return numbers.updateAndGet(last -> Math.max(last + 1, now));
    }

    @Override
    public CompletableFuture<Void> add(List<NewShare> batch, Instant end, ShareLimits limits) {
        List<ShareRow> rows = new ArrayList<>();
        for (NewShare share : batch) {
            rows.add(ShareRow.seal(share, nextNumber(), key));
            share.close();
        }
        return granted(database.enqueue(sql -> add(sql, rows, end, limits)));
    }

    private static CompletableFuture<Void> granted(CompletableFuture<Optional<DskeException>> refusal) {
        return refusal.thenCompose(refused -> refused.<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    private Optional<DskeException> add(Sql sql, List<ShareRow> rows, Instant end, ShareLimits limits)
            throws SQLException {
        long now = clock.millis();
        List<ShareId> over = new ArrayList<>();
        for (ShareRow row : rows) {
            for (Other other : sql.query(
                    held -> new Other(held.getBytes(1), held.getLong(2)),
                    "SELECT sealed, ends_at FROM share WHERE " + ShareNames.NAMED,
                    ShareNames.of(row.id()))) {
                if (MessageDigest.isEqual(other.sealed(), row.sealed())) {
                    // This very share, sealed under a random key: committed, although it seemed to fail. That is what
                    // one sees when a
                    // connection breaks at that moment. Its number does not tell: another instance of the hub may give
                    // the same.
                    return Optional.empty();
                }
                if (other.end() > now) {
                    return Optional.of(ShareStore.conflict(row.id().keyId()));
                }
                over.add(row.id());
            }
        }
        SqlHoldings.Changes changes = new SqlHoldings.Changes();
        NodeName initiator = rows.getFirst().id().initiator();
        Holding wanted = new Holding(
                rows.size(), rows.stream().mapToLong(ShareRow::bytes).sum());
        Optional<DskeException> refusal = makeRoom(sql, initiator, wanted, limits, changes);
        if (refusal.isPresent()) {
            return refusal;
        }
        for (ShareId id : over) {
            SqlShareErasure.erase(sql, id, now, changes);
        }
        // In one order, so that no two wait for each other.
        for (ShareRow row :
                rows.stream().sorted(Comparator.comparing(ShareRow::id)).toList()) {
            insert(sql, row, now, end.toEpochMilli());
        }
        changes.add(initiator, wanted);
        holdings.write(sql, changes);
        return Optional.empty();
    }

    /** A share of the same name. */
    private record Other(byte[] sealed, long end) {}

    private static void insert(Sql sql, ShareRow row, long now, long end) throws SQLException {
        int inserted = sql.update(
                "INSERT INTO share (key_id, initiator, master, number, share_index, terms, sealed, size, bytes, slaves,"
                        + " fetches, since, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING",
                row.id().keyId().toString(),
                row.id().initiator().name(),
                row.id().master().name(),
                row.number(),
                row.index(),
                row.terms(),
                row.sealed(),
                row.size(),
                row.bytes(),
                row.slaves(),
                now,
                end);
        if (inserted == 0) {
            // Another instance of the hub has it since we looked.
            throw ShareStore.conflict(row.id().keyId());
        }
    }

    /** Sees to it that there is room; a refusal if there is none. */
    private Optional<DskeException> makeRoom(
            Sql sql, NodeName initiator, Holding wanted, ShareLimits limits, SqlHoldings.Changes changes)
            throws SQLException {
        if (isAllowed(sql, initiator, wanted, limits)) {
            return Optional.empty();
        }
        while (erasure.eraseOver(sql, SOME) == SOME) {
            // There are more.
        }
        SqlHoldings.Sum held = holdings.of(sql, initiator);
        Holding all = holdings.ofAll(sql).all();
        if (!limits.allow(held.all(), all, wanted.minus(held.fetched()))) {
            return Optional.of(ShareStore.tooMany(limits, held.all(), all, wanted));
        }
        Holding more = wanted;
        while (!limits.allow(held.all(), all, more)) {
            List<ShareId> first = sql.query(
                    ShareNames::read,
                    "SELECT key_id, initiator, master FROM share WHERE initiator = ? AND fetched IS NOT NULL"
                            + " ORDER BY fetched, number LIMIT 1",
                    initiator.name());
            if (first.isEmpty()) {
                // Another instance of the hub has erased them: thrown, since some are erased here.
                throw ShareStore.tooMany(limits, held.all(), all, wanted);
            }
            more = more.minus(SqlShareErasure.erase(sql, first.getFirst(), Long.MAX_VALUE, changes));
        }
        return Optional.empty();
    }

    private boolean isAllowed(Sql sql, NodeName initiator, Holding wanted, ShareLimits limits) throws SQLException {
        return limits.allow(
                holdings.of(sql, initiator).all(), holdings.ofAll(sql).all(), wanted);
    }

    @Override
    public Map<KeyId, List<HeldShare>> find(Collection<KeyId> keyIds) {
        return queries.find(keyIds);
    }

    @Override
    public CompletableFuture<List<SecretBytes>> fetch(List<Claim> claims, PeerName client, Instant graceEnd) {
        List<SecretBytes> values;
        try {
            values = fetches.values(claims);
        } catch (RequestException e) {
            return CompletableFuture.failedFuture(e);
        }
        long fetched = nextNumber();
        return granted(database.enqueue(sql -> fetches.mark(sql, claims, client, graceEnd, fetched)))
                .thenApply(marked -> values)
                .whenComplete((given, failure) -> {
                    if (failure != null) {
                        values.forEach(SecretBytes::close);
                    }
                });
    }

    @Override
    public void commit() {
        database.commit();
    }

    @Override
    public void expire() {
        while (Durable.await(database.write(sql -> erasure.eraseOver(sql, SOME))) == SOME) {
            // There are more, and others have had their turn.
        }
    }

    @Override
    public void eraseFrom(NodeName initiator) {
        for (long last = Long.MIN_VALUE; last != Long.MAX_VALUE; ) {
            long behind = last;
            last = Durable.await(database.write(sql -> erasure.eraseFrom(sql, initiator, behind, SOME)));
        }
    }

    @Override
    public List<HeldShare> latest(int most) {
        return queries.latest(most);
    }

    @Override
    public Optional<Instant> oldest() {
        return queries.oldest();
    }

    @Override
    public Holding heldFrom(NodeName initiator) {
        return database.read(sql -> holdings.of(sql, initiator)).all();
    }

    @Override
    public Holding held() {
        return database.read(holdings::ofAll).all();
    }

    @Override
    public boolean isFailing() {
        return database.isFailing();
    }

    @Override
    public void close() {
        close.run();
    }
}

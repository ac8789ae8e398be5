package org.dske.hub.store;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.dske.error.DskeException;
import org.dske.error.RequestException;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.HeldShare.Fetch;
import org.dske.hub.share.Holding;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareId;
import org.dske.hub.share.ShareLimits;
import org.dske.hub.share.ShareStore;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.PeerName;
import org.dske.ledger.StoreException;
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
    private static final String NAMED = "key_id = ? AND initiator = ? AND master = ?";

    private final Database database;
    private final StoreKey key;
    private final InstantSource clock;
    private final Runnable close;
    private final SqlHoldings holdings;
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
        this.numbers = new AtomicLong(Durable.await(database.write(connection -> {
            holdings.takeOver(connection);
            return Sql.query(connection, row -> row.getLong(1), "SELECT COALESCE(MAX(number), 0) FROM share")
                    .getFirst();
        })));
        database.whenIdle(connection -> eraseOver(connection, SOME) + holdings.tidy(connection));
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
        return granted(database.write(connection -> add(connection, rows, end, limits)));
    }

    private static CompletableFuture<Void> granted(CompletableFuture<Optional<DskeException>> refusal) {
        return refusal.thenCompose(refused -> refused.<CompletableFuture<Void>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    private Optional<DskeException> add(Connection connection, List<ShareRow> rows, Instant end, ShareLimits limits)
            throws SQLException {
        long now = clock.millis();
        List<ShareId> over = new ArrayList<>();
        for (ShareRow row : rows) {
            for (Other other : Sql.query(
                    connection,
                    held -> new Other(held.getBytes(1), held.getLong(2)),
                    "SELECT sealed, ends_at FROM share WHERE " + NAMED,
                    named(row.id()))) {
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
        Optional<DskeException> refusal = makeRoom(connection, initiator, wanted, limits, changes);
        if (refusal.isPresent()) {
            return refusal;
        }
        for (ShareId id : over) {
            erase(connection, id, now, changes);
        }
        // In one order, so that no two wait for each other.
        for (ShareRow row :
                rows.stream().sorted(Comparator.comparing(ShareRow::id)).toList()) {
            insert(connection, row, now, end.toEpochMilli());
        }
        changes.add(initiator, wanted);
        holdings.write(connection, changes);
        return Optional.empty();
    }

    /** A share of the same name. */
    private record Other(byte[] sealed, long end) {}

    private static void insert(Connection connection, ShareRow row, long now, long end) throws SQLException {
        int inserted = Sql.update(
                connection,
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
            Connection connection, NodeName initiator, Holding wanted, ShareLimits limits, SqlHoldings.Changes changes)
            throws SQLException {
        if (isAllowed(connection, initiator, wanted, limits)) {
            return Optional.empty();
        }
        while (eraseOver(connection, SOME) == SOME) {
            // There are more.
        }
        SqlHoldings.Sum held = holdings.of(connection, initiator);
        Holding all = holdings.ofAll(connection).all();
        if (!limits.allow(held.all(), all, wanted.minus(held.fetched()))) {
            return Optional.of(ShareStore.tooMany(limits, held.all(), all, wanted));
        }
        Holding more = wanted;
        while (!limits.allow(held.all(), all, more)) {
            List<ShareId> first = Sql.query(
                    connection,
                    SqlShareStore::id,
                    "SELECT key_id, initiator, master FROM share WHERE initiator = ? AND fetched IS NOT NULL"
                            + " ORDER BY fetched, number LIMIT 1",
                    initiator.name());
            if (first.isEmpty()) {
                // Another instance of the hub has erased them: thrown, since some are erased here.
                throw ShareStore.tooMany(limits, held.all(), all, wanted);
            }
            more = more.minus(erase(connection, first.getFirst(), Long.MAX_VALUE, changes));
        }
        return Optional.empty();
    }

    private boolean isAllowed(Connection connection, NodeName initiator, Holding wanted, ShareLimits limits)
            throws SQLException {
        return limits.allow(
                holdings.of(connection, initiator).all(),
                holdings.ofAll(connection).all(),
                wanted);
    }

    /** Erases at most some of the shares whose time is over, those first that ended first. */
    private int eraseOver(Connection connection, int most) throws SQLException {
        long now = clock.millis();
        List<ShareId> over = Sql.query(
                connection,
                SqlShareStore::id,
                "SELECT key_id, initiator, master FROM share WHERE ends_at <= ? ORDER BY ends_at, number LIMIT ?",
                now,
                most);
        SqlHoldings.Changes changes = new SqlHoldings.Changes();
        for (ShareId id : over) {
            erase(connection, id, now, changes);
        }
        holdings.write(connection, changes);
        return over.size();
    }

    /** Erases a share that is over at a time, unless another instance of the hub has: what was held of it. */
    private static Holding erase(Connection connection, ShareId id, long time, SqlHoldings.Changes changes)
            throws SQLException {
        Holding all = Holding.NONE;
        List<Erased> erased = Sql.query(
                connection,
                row -> new Erased(row.getLong(1), row.getLong(2), row.getObject(3) != null),
                "DELETE FROM share WHERE " + NAMED + " AND ends_at <= ? RETURNING bytes, fetches, fetched",
                named(id, time));
        for (Erased one : erased) {
            if (one.fetches() > 0) {
                Sql.update(connection, "DELETE FROM share_fetch WHERE " + NAMED, named(id));
            }
            Holding held = new Holding(1, one.bytes());
            changes.remove(id.initiator(), held, one.fetched());
            all = all.plus(held);
        }
        return all;
    }

    private record Erased(long bytes, long fetches, boolean fetched) {}

    /** The parameters that name a share, and others behind them. */
    private static Object[] named(ShareId id, Object... more) {
        return Stream.concat(
                        Stream.of(
                                id.keyId().toString(),
                                id.initiator().name(),
                                id.master().name()),
                        Arrays.stream(more))
                .toArray();
    }

    private static ShareId id(ResultSet row) throws SQLException {
        return new ShareId(
                new NodeName(row.getString(2)),
                new SaeId(row.getString(3)),
                new KeyId(UUID.fromString(row.getString(1))));
    }

    @Override
    public Map<KeyId, List<HeldShare>> find(Collection<KeyId> keyIds) {
        List<Object> parameters = new ArrayList<>();
        keyIds.forEach(keyId -> parameters.add(keyId.toString()));
        parameters.add(clock.millis());
        Map<KeyId, List<HeldShare>> found = new HashMap<>();
        // One statement, so that nobody sees a part of a batch that is committed meanwhile.
        select(
                        "share",
                        "WHERE s.key_id IN (" + String.join(", ", Collections.nCopies(keyIds.size(), "?"))
                                + ") AND s.ends_at > ? ORDER BY s.number",
                        parameters.toArray())
                .forEach(share -> found.computeIfAbsent(share.id().keyId(), keyId -> new ArrayList<>())
                        .add(share));
        return found;
    }

    private Collection<HeldShare> select(String from, String which, Object... parameters) {
        return database.read(connection -> {
            Map<ShareId, HeldShare> shares = new LinkedHashMap<>();
            Sql.query(
                    connection,
                    row -> shares.merge(id(row), share(row), (share, again) -> {
                        share.fetches().putAll(again.fetches());
                        return share;
                    }),
                    "SELECT s.key_id, s.initiator, s.master, s.number, s.share_index, s.terms, s.size, s.since, s.ends_at,"
                            + " f.slave, f.client, f.instance, f.grace_end FROM " + from + " s LEFT JOIN share_fetch f"
                            + " ON f.key_id = s.key_id AND f.initiator = s.initiator AND f.master = s.master "
                            + which,
                    parameters);
            return shares.values();
        });
    }

    private static HeldShare share(ResultSet row) throws SQLException {
        ShareId id = id(row);
        Map<SaeId, Fetch> fetches = new HashMap<>();
        if (row.getString(10) != null) {
            fetches.put(
                    new SaeId(row.getString(10)),
                    new Fetch(
                            new PeerName(new NodeName(row.getString(11)), row.getString(12)),
                            Instant.ofEpochMilli(row.getLong(13))));
        }
        return new HeldShare(
                id,
                row.getLong(4),
                TermsText.parse(id.master(), row.getString(6)),
                row.getInt(5),
                row.getInt(7),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                fetches);
    }

    @Override
    public CompletableFuture<List<SecretBytes>> fetch(List<Claim> claims, PeerName client, Instant graceEnd) {
        List<SecretBytes> values;
        try {
            values = values(claims);
        } catch (RequestException e) {
            return CompletableFuture.failedFuture(e);
        }
        long fetched = nextNumber();
        return granted(database.write(connection -> mark(connection, claims, client, graceEnd, fetched)))
                .thenApply(marked -> values)
                .whenComplete((given, failure) -> {
                    if (failure != null) {
                        values.forEach(SecretBytes::close);
                    }
                });
    }

    /** Before they are marked, and not in the writer's thread, which others wait for; they never change. */
    private List<SecretBytes> values(List<Claim> claims) {
        List<byte[]> sealed = new ArrayList<>();
        List<KeyId> missing = new ArrayList<>();
        database.read(connection -> {
            sealed.clear();
            missing.clear();
            for (Claim claim : claims) {
                ShareId id = claim.share().id();
                List<byte[]> found = Sql.query(
                        connection,
                        row -> row.getBytes(1),
                        "SELECT sealed FROM share WHERE " + NAMED + " AND number = ?",
                        named(id, claim.share().number()));
                sealed.addAll(found);
                if (found.isEmpty()) {
                    missing.add(id.keyId());
                }
            }
            return true;
        });
        if (!missing.isEmpty()) {
            throw ShareStore.unknown(missing);
        }
        List<SecretBytes> values = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            HeldShare share = claims.get(i).share();
            try {
                values.add(ShareRow.open(share.id(), share.index(), TermsText.of(share.terms()), sealed.get(i), key));
            } catch (GeneralSecurityException e) {
                values.forEach(SecretBytes::close);
                throw new StoreException(
                        "store " + database.name() + ": the share of key "
                                + share.id().keyId() + " is not what was stored",
                        e);
            }
        }
        return values;
    }

    private Optional<DskeException> mark(
            Connection connection, List<Claim> claims, PeerName client, Instant graceEnd, long fetched)
            throws SQLException {
        Instant now = clock.instant();
        List<KeyId> missing = new ArrayList<>();
        List<Claim> first = new ArrayList<>();
        for (Claim claim : claims) {
            switch (stateOf(connection, claim, client, now)) {
                case GONE -> missing.add(claim.share().id().keyId());
                case FIRST -> first.add(claim);
                case AGAIN -> {}
            }
        }
        if (!missing.isEmpty()) {
            return Optional.of(ShareStore.unknown(missing));
        }
        // In one order, so that no two wait for each other.
        first.sort(Comparator.comparing(claim -> claim.share().id()));
        SqlHoldings.Changes changes = new SqlHoldings.Changes();
        for (Claim claim : first) {
            mark(connection, claim, client, graceEnd, fetched, changes);
        }
        holdings.write(connection, changes);
        return Optional.empty();
    }

    private enum State {
        GONE,
        FIRST,
        AGAIN
    }

    private static State stateOf(Connection connection, Claim claim, PeerName client, Instant now) throws SQLException {
        ShareId id = claim.share().id();
        List<State> state = Sql.query(
                connection,
                row -> {
                    if (row.getString(1) == null) {
                        return State.FIRST;
                    }
                    Fetch first = new Fetch(
                            new PeerName(new NodeName(row.getString(1)), row.getString(2)),
                            Instant.ofEpochMilli(row.getLong(3)));
                    return first.allows(client, now) ? State.AGAIN : State.GONE;
                },
                "SELECT f.client, f.instance, f.grace_end FROM share s LEFT JOIN share_fetch f ON f.key_id = s.key_id"
                        + " AND f.initiator = s.initiator AND f.master = s.master AND f.slave = ?"
                        + " WHERE s.key_id = ? AND s.initiator = ? AND s.master = ? AND s.number = ? AND s.ends_at > ?",
                claim.slave().name(),
                id.keyId().toString(),
                id.initiator().name(),
                id.master().name(),
                claim.share().number(),
                now.toEpochMilli());
        return state.isEmpty() ? State.GONE : state.getFirst();
    }

    private static void mark(
            Connection connection,
            Claim claim,
            PeerName client,
            Instant graceEnd,
            long fetched,
            SqlHoldings.Changes changes)
            throws SQLException {
        ShareId id = claim.share().id();
        int inserted = Sql.update(
                connection,
                "INSERT INTO share_fetch (key_id, initiator, master, slave, client, instance, grace_end)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                id.keyId().toString(),
                id.initiator().name(),
                id.master().name(),
                claim.slave().name(),
                client.name().name(),
                client.instance(),
                graceEnd.toEpochMilli());
        // The row of the share tells, too, whether it was the last slave, and whether nobody has erased it meanwhile.
        List<Erased> updated = Sql.query(
                connection,
                row -> new Erased(row.getLong(1), row.getLong(2), row.getLong(2) == row.getLong(3)),
                "UPDATE share SET fetches = fetches + 1,"
                        + " fetched = CASE WHEN fetches + 1 = slaves THEN ? ELSE fetched END,"
                        + " ends_at = CASE WHEN fetches + 1 = slaves AND ends_at > ? THEN ? ELSE ends_at END"
                        + " WHERE " + NAMED + " AND number = ? RETURNING bytes, fetches, slaves",
                fetched,
                graceEnd.toEpochMilli(),
                graceEnd.toEpochMilli(),
                id.keyId().toString(),
                id.initiator().name(),
                id.master().name(),
                claim.share().number());
        if (inserted == 0 || updated.isEmpty()) {
            // Another instance of the hub was faster since we looked.
            throw ShareStore.unknown(List.of(id.keyId()));
        }
        if (updated.getFirst().fetched()) {
            changes.fetched(id.initiator(), new Holding(1, updated.getFirst().bytes()));
        }
    }

    @Override
    public void expire() {
        while (Durable.await(database.write(connection -> eraseOver(connection, SOME))) == SOME) {
            // There are more, and others have had their turn.
        }
    }

    @Override
    public List<HeldShare> latest(int most) {
        // Not by a condition: a server without statistics would look at all shares then.
        List<HeldShare> latest = new ArrayList<>(
                select("(SELECT * FROM share ORDER BY number DESC LIMIT ?)", "ORDER BY s.number DESC", most));
        Collections.reverse(latest);
        return latest;
    }

    @Override
    public Optional<Instant> oldest() {
        return database
                .read(connection -> Sql.query(
                        connection,
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        "SELECT since FROM share ORDER BY number LIMIT 1"))
                .stream()
                .findFirst();
    }

    @Override
    public Holding heldFrom(NodeName initiator) {
        return database.read(connection -> holdings.of(connection, initiator)).all();
    }

    @Override
    public Holding held() {
        return database.read(holdings::ofAll).all();
    }

    @Override
    public void close() {
        close.run();
    }
}

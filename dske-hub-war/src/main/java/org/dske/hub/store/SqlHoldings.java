package org.dske.hub.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dske.hub.share.Holding;
import org.dske.key.NodeName;
import org.dske.store.Sql;

/**
 * How much is held of whose shares: kept as sums, so that nobody counts shares. Each instance of a hub adds to rows of its own: so they do
 * not wait for each other, and what one has not committed yet the others do not see.
 */
final class SqlHoldings {
    /** Whose name no client has. */
    private static final String ALL = "";

    private static final Change NO_CHANGE = new Change(Holding.NONE, Holding.NONE);

    private final String instance;

    /**
     * What is held.
     *
     * @param all in all
     * @param fetched of it, what every slave has fetched
     */
    record Sum(Holding all, Holding fetched) {}

    /** More or less of a client's shares. */
    private record Change(Holding all, Holding fetched) {
        Change plus(Change other) {
            return new Change(all.plus(other.all), fetched.plus(other.fetched));
        }
    }

    /** Changes that are written together. */
    static final class Changes {
        private final Map<String, Change> byClient = new TreeMap<>();

        /** Shares have come. */
        void add(NodeName client, Holding more) {
            merge(client, new Change(more, Holding.NONE));
        }

        /** Shares were fetched by every slave. */
        void fetched(NodeName client, Holding more) {
            merge(client, new Change(Holding.NONE, more));
        }

        /** Shares are gone. */
        void remove(NodeName client, Holding less, boolean wereFetched) {
            Holding minus = Holding.NONE.minus(less);
            merge(client, new Change(minus, wereFetched ? minus : Holding.NONE));
        }

        private void merge(NodeName client, Change change) {
            byClient.merge(client.name(), change, Change::plus);
            byClient.merge(ALL, change, Change::plus);
        }
    }

    /** @param instance the instance of the hub */
    SqlHoldings(String instance) {
        this.instance = instance;
    }

    /** Takes over what instances that are gone have left. Those that are not begin their rows anew. */
    void takeOver(Sql sql) throws SQLException {
        Map<String, Change> sums = new HashMap<>();
        sql.query(
                        row -> Map.entry(
                                row.getString(1),
                                new Change(
                                        new Holding(row.getLong(2), row.getLong(3)),
                                        new Holding(row.getLong(4), row.getLong(5)))),
                        "DELETE FROM share_holding RETURNING client, shares, bytes, fetched_shares, fetched_bytes")
                .forEach(row -> sums.merge(row.getKey(), row.getValue(), Change::plus));
        for (var sum : sums.entrySet()) {
            write(sql, sum.getKey(), sum.getValue());
        }
    }

    void write(Sql sql, Changes changes) throws SQLException {
        for (var change : changes.byClient.entrySet()) {
            write(sql, change.getKey(), change.getValue());
        }
    }

    private void write(Sql sql, String client, Change change) throws SQLException {
        if (change.equals(NO_CHANGE)) {
            return;
        }
        sql.update(
                "INSERT INTO share_holding (client, hub_instance, shares, bytes, fetched_shares, fetched_bytes)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (client, hub_instance) DO UPDATE SET"
                        + " shares = share_holding.shares + excluded.shares,"
                        + " bytes = share_holding.bytes + excluded.bytes,"
                        + " fetched_shares = share_holding.fetched_shares + excluded.fetched_shares,"
                        + " fetched_bytes = share_holding.fetched_bytes + excluded.fetched_bytes",
                client,
                instance,
                change.all().shares(),
                change.all().bytes(),
                change.fetched().shares(),
                change.fetched().bytes());
    }

    /** Forgets clients of which this instance holds nothing more, and says how many. */
    int tidy(Sql sql) throws SQLException {
        return sql.update(
                "DELETE FROM share_holding WHERE hub_instance = ? AND shares = 0 AND bytes = 0 AND fetched_shares = 0",
                instance);
    }

    Sum of(Sql sql, NodeName client) throws SQLException {
        return sum(sql, client.name());
    }

    Sum ofAll(Sql sql) throws SQLException {
        return sum(sql, ALL);
    }

    private static Sum sum(Sql sql, String client) throws SQLException {
        List<Sum> rows = sql.query(
                row -> new Sum(
                        new Holding(row.getLong(1), row.getLong(2)), new Holding(row.getLong(3), row.getLong(4))),
                "SELECT COALESCE(SUM(shares), 0), COALESCE(SUM(bytes), 0), COALESCE(SUM(fetched_shares), 0),"
                        + " COALESCE(SUM(fetched_bytes), 0) FROM share_holding WHERE client = ?",
                client);
        return rows.getFirst();
    }
}

package org.dske.hub.store;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.dske.hub.share.Holding;
import org.dske.hub.share.ShareId;
import org.dske.key.NodeName;
import org.dske.store.Sql;

/** Erases shares in a database, and keeps account of what is held. */
final class SqlShareErasure {
    private final InstantSource clock;
    private final SqlHoldings holdings;

    SqlShareErasure(InstantSource clock, SqlHoldings holdings) {
        this.clock = clock;
        this.holdings = holdings;
    }

    /** Erases at most some of the shares whose time is over, those first that ended first. */
    int eraseOver(Sql sql, int most) throws SQLException {
        long now = clock.millis();
        List<ShareId> over = sql.query(
                ShareNames::read,
                "SELECT key_id, initiator, master FROM share WHERE ends_at <= ? ORDER BY ends_at, number LIMIT ?",
                now,
                most);
        SqlHoldings.Changes changes = new SqlHoldings.Changes();
        for (ShareId id : over) {
            erase(sql, id, now, changes);
        }
        holdings.write(sql, changes);
        return over.size();
    }

    /**
     * Erases a client's shares among the next ones by their numbers: no index is kept for what happens once in the life of a client.
     *
     * @param behind a number
     * @return the last number; the largest there can be if there are no more
     */
    long eraseFrom(Sql sql, NodeName initiator, long behind, int most) throws SQLException {
        record Numbered(long number, ShareId id) {}

        List<Numbered> next = sql.query(
                row -> new Numbered(row.getLong(4), ShareNames.read(row)),
                "SELECT key_id, initiator, master, number FROM share WHERE number > ? ORDER BY number LIMIT ?",
                behind,
                most);
        SqlHoldings.Changes changes = new SqlHoldings.Changes();
        for (Numbered share : next) {
            if (share.id().initiator().equals(initiator)) {
                erase(sql, share.id(), Long.MAX_VALUE, changes);
            }
        }
        holdings.write(sql, changes);
        return next.isEmpty() ? Long.MAX_VALUE : next.getLast().number();
    }

    /** Erases a share that is over at a time, unless another instance of the hub has: what was held of it. */
    static Holding erase(Sql sql, ShareId id, long time, SqlHoldings.Changes changes) throws SQLException {
        Holding all = Holding.NONE;
        List<Erased> erased = sql.query(
                row -> new Erased(row.getLong(1), row.getLong(2), row.getObject(3) != null),
                "DELETE FROM share WHERE " + ShareNames.NAMED + " AND ends_at <= ? RETURNING bytes, fetches, fetched",
                ShareNames.of(id, time));
        for (Erased one : erased) {
            if (one.fetches() > 0) {
                sql.update("DELETE FROM share_fetch WHERE " + ShareNames.NAMED, ShareNames.of(id));
            }
            Holding held = new Holding(1, one.bytes());
            changes.remove(id.initiator(), held, one.fetched());
            all = all.plus(held);
        }
        return all;
    }

    private record Erased(long bytes, long fetches, boolean fetched) {}
}

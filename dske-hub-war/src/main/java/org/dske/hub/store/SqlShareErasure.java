package org.dske.hub.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.dske.hub.share.Holding;
import org.dske.hub.share.ShareId;
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
    int eraseOver(Connection connection, int most) throws SQLException {
        long now = clock.millis();
        List<ShareId> over = Sql.query(
                connection,
                ShareNames::read,
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
    static Holding erase(Connection connection, ShareId id, long time, SqlHoldings.Changes changes)
            throws SQLException {
        Holding all = Holding.NONE;
        List<Erased> erased = Sql.query(
                connection,
                row -> new Erased(row.getLong(1), row.getLong(2), row.getObject(3) != null),
                "DELETE FROM share WHERE " + ShareNames.NAMED + " AND ends_at <= ? RETURNING bytes, fetches, fetched",
                ShareNames.of(id, time));
        for (Erased one : erased) {
            if (one.fetches() > 0) {
                Sql.update(connection, "DELETE FROM share_fetch WHERE " + ShareNames.NAMED, ShareNames.of(id));
            }
            Holding held = new Holding(1, one.bytes());
            changes.remove(id.initiator(), held, one.fetched());
            all = all.plus(held);
        }
        return all;
    }

    private record Erased(long bytes, long fetches, boolean fetched) {}
}

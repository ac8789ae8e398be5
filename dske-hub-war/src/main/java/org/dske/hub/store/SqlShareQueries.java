package org.dske.hub.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Fetch;
import org.dske.hub.share.ShareId;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.store.Database;

/** Looks shares up in a database. */
final class SqlShareQueries {
    private final Database database;
    private final InstantSource clock;

    SqlShareQueries(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    Map<KeyId, List<HeldShare>> find(Collection<KeyId> keyIds) {
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

    List<HeldShare> latest(int most) {
        // Not by a condition: a server without statistics would look at all shares then.
        List<HeldShare> latest = new ArrayList<>(
                select("(SELECT * FROM share ORDER BY number DESC LIMIT ?)", "ORDER BY s.number DESC", most));
        Collections.reverse(latest);
        return latest;
    }

    Optional<Instant> oldest() {
        return database
                .read(sql -> sql.query(
                        row -> Instant.ofEpochMilli(row.getLong(1)), "SELECT since FROM share ORDER BY number LIMIT 1"))
                .stream()
                .findFirst();
    }

    private Collection<HeldShare> select(String from, String which, Object... parameters) {
        return database.read(sql -> {
            Map<ShareId, HeldShare> shares = new LinkedHashMap<>();
            sql.query(
                    row -> shares.merge(ShareNames.read(row), share(row), (share, again) -> {
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
        ShareId id = ShareNames.read(row);
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
}

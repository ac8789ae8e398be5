package org.dske.hub.store;

import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.dske.error.DskeException;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.HeldShare.Fetch;
import org.dske.hub.share.Holding;
import org.dske.hub.share.ShareId;
import org.dske.hub.share.ShareStore;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.ledger.StoreException;
import org.dske.secret.SecretBytes;
import org.dske.store.Database;
import org.dske.store.Sql;
import org.dske.store.StoreKey;

/** Gives shares out of a database, each to one machine for each slave. */
final class SqlShareFetch {
    private final Database database;
    private final StoreKey key;
    private final InstantSource clock;
    private final SqlHoldings holdings;

    SqlShareFetch(Database database, StoreKey key, InstantSource clock, SqlHoldings holdings) {
        this.database = database;
        this.key = key;
        this.clock = clock;
        this.holdings = holdings;
    }

    /**
     * The values of shares. They are read before they are marked, and not in the writer's thread, which others wait for; they never change.
     *
     * @throws org.dske.error.RequestException if some are gone
     */
    List<SecretBytes> values(List<Claim> claims) {
        List<byte[]> sealed = new ArrayList<>();
        List<KeyId> missing = new ArrayList<>();
        database.read(sql -> {
            sealed.clear();
            missing.clear();
            for (Claim claim : claims) {
                ShareId id = claim.share().id();
                List<byte[]> found = sql.query(
                        row -> row.getBytes(1),
                        "SELECT sealed FROM share WHERE " + ShareNames.NAMED + " AND number = ?",
                        ShareNames.of(id, claim.share().number()));
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

    /** Takes note that shares are fetched; a refusal if some are gone, or another machine has them. */
    Optional<DskeException> mark(Sql sql, List<Claim> claims, PeerName client, Instant graceEnd, long fetched)
            throws SQLException {
        Instant now = clock.instant();
        List<KeyId> missing = new ArrayList<>();
        List<Claim> first = new ArrayList<>();
        for (Claim claim : claims) {
            switch (stateOf(sql, claim, client, now)) {
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
            mark(sql, claim, client, graceEnd, fetched, changes);
        }
        holdings.write(sql, changes);
        return Optional.empty();
    }

    private enum State {
        GONE,
        FIRST,
        AGAIN
    }

    private static State stateOf(Sql sql, Claim claim, PeerName client, Instant now) throws SQLException {
        ShareId id = claim.share().id();
        List<State> state = sql.query(
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
            Sql sql, Claim claim, PeerName client, Instant graceEnd, long fetched, SqlHoldings.Changes changes)
            throws SQLException {
        ShareId id = claim.share().id();
        int inserted = sql.update(
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
        List<Marked> updated = sql.query(
                row -> new Marked(row.getLong(1), row.getLong(2) == row.getLong(3)),
                "UPDATE share SET fetches = fetches + 1,"
                        + " fetched = CASE WHEN fetches + 1 = slaves THEN ? ELSE fetched END,"
                        + " ends_at = CASE WHEN fetches + 1 = slaves AND ends_at > ? THEN ? ELSE ends_at END"
                        + " WHERE " + ShareNames.NAMED + " AND number = ? RETURNING bytes, fetches, slaves",
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
        if (updated.getFirst().byAll()) {
            changes.fetched(id.initiator(), new Holding(1, updated.getFirst().bytes()));
        }
    }

    /** A share whose fetch was noted, and whether all of its slaves have fetched it now. */
    private record Marked(long bytes, boolean byAll) {}
}

package org.dske.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.EnrolmentLedger;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.StoredBlock;

/** Enrolment packages in a database. The blocks of one that was issued are rows like all others, but with its name. */
final class SqlEnrolment implements EnrolmentLedger {
    private final Database database;
    private final StoreKey key;

    SqlEnrolment(Database database, StoreKey key) {
        this.database = database;
        this.key = key;
    }

    @Override
    public List<Enrolment> enrolments() {
        return database.read(sql -> {
            List<Enrolment> all = new ArrayList<>();
            for (Enrolment each : sql.query(
                    row -> new Enrolment(
                            UUID.fromString(row.getString(1)),
                            new PeerName(new NodeName(row.getString(2)), row.getString(3)),
                            row.getString(4).lines().map(SaeId::new).collect(Collectors.toSet()),
                            Instant.ofEpochMilli(row.getLong(5)),
                            row.getInt(6) != 0,
                            List.of()),
                    "SELECT id, peer, instance, encryptors, expires_at, issued FROM package ORDER BY expires_at, id")) {
                all.add(each.with(blocks(sql, each.id())));
            }
            return all;
        });
    }

    private static List<StoredBlock> blocks(Sql sql, UUID id) throws SQLException {
        return sql.query(
                row -> new StoredBlock(
                        UUID.fromString(row.getString(1)),
                        row.getInt(2),
                        Origin.valueOf(row.getString(3)),
                        row.getInt(4)),
                "SELECT uuid, size, origin, stored_from FROM block WHERE package = ? ORDER BY place",
                id.toString());
    }

    @Override
    public CompletableFuture<Void> add(Enrolment enrolment, List<Content> contents) {
        record Part(SqlSegments pool, SqlSegments.Addition addition) {}

        List<Part> parts = contents.stream()
                .map(content -> {
                    SqlSegments pool = new SqlSegments(database, key, enrolment.peer(), content.owner());
                    return new Part(pool, pool.addition(content.block(), content.data()));
                })
                .toList();
        return database.perform(sql -> {
            String id = enrolment.id().toString();
            if (!sql.query(row -> true, "SELECT 1 FROM package WHERE id = ?", id)
                    .isEmpty()) {
                throw new InvalidException("package " + id + " has been added before");
            }
            sql.update(
                    "INSERT INTO package (id, peer, instance, encryptors, expires_at, issued) VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    enrolment.peer().name().name(),
                    enrolment.peer().instance(),
                    enrolment.encryptors().stream().map(SaeId::name).sorted().collect(Collectors.joining("\n")),
                    enrolment.expires().toEpochMilli(),
                    enrolment.issued() ? 1 : 0);
            for (Part part : parts) {
                part.pool().add(sql, part.addition(), enrolment.issued() ? enrolment.id() : null);
            }
        });
    }

    @Override
    public CompletableFuture<Void> takeUp(UUID id) {
        return database.perform(sql -> {
            for (StoredBlock block : blocks(sql, id)) {
                sql.update(
                        "UPDATE block SET package = NULL, place = (SELECT MAX(place) + 1 FROM block) WHERE uuid = ?",
                        block.uuid().toString());
            }
            sql.update("UPDATE package SET issued = 0 WHERE id = ?", id.toString());
        });
    }

    @Override
    public CompletableFuture<Void> takeOut(PeerName peer, Instant until) {
        return database.perform(sql -> {
            sql.update(
                    "INSERT INTO taken_out_block (uuid, ends_at) SELECT uuid, ? FROM block WHERE peer = ? AND instance = ?"
                            + " ON CONFLICT (uuid) DO UPDATE SET ends_at = excluded.ends_at",
                    until.toEpochMilli(),
                    peer.name().name(),
                    peer.instance());
            forget(sql, peer);
        });
    }

    /** Erases all that is shared with a peer. */
    static void forget(Sql sql, PeerName peer) throws SQLException {
        Object[] of = {peer.name().name(), peer.instance()};
        SegmentErasure.deleteKeys(sql, "block IN (SELECT number FROM block WHERE peer = ? AND instance = ?)", of);
        sql.update("DELETE FROM block WHERE peer = ? AND instance = ?", of);
        sql.update("DELETE FROM peer WHERE name = ? AND instance = ?", of);
        sql.update("DELETE FROM package WHERE peer = ? AND instance = ?", of);
    }

    @Override
    public Set<UUID> takenOut() {
        return database
                .read(sql -> sql.query(row -> UUID.fromString(row.getString(1)), "SELECT uuid FROM taken_out_block"))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public CompletableFuture<Void> expire(Instant now) {
        long millis = now.toEpochMilli();
        return database.perform(sql -> {
            for (String id : sql.query(
                    row -> row.getString(1), "SELECT id FROM package WHERE issued = 1 AND expires_at <= ?", millis)) {
                SegmentErasure.deleteKeys(sql, "block IN (SELECT number FROM block WHERE package = ?)", id);
                sql.update("DELETE FROM block WHERE package = ?", id);
                sql.update("DELETE FROM package WHERE id = ?", id);
            }
            sql.update("DELETE FROM taken_out_block WHERE ends_at <= ?", millis);
        });
    }
}

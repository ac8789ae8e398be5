package org.dske.store;

import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dske.error.InvalidException;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.SegmentStore;
import org.dske.ledger.StoreException;
import org.dske.ledger.StoredBlock;
import org.dske.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one pool. Each is a row with its ciphertext and another one with its wrapped key, which alone is deleted when the segment
 * is taken out: so that this is quick, and what is left is noise.
 */
final class SqlSegments implements SegmentStore {
    private final Database database;
    private final StoreKey key;
    private final PeerName peer;
    private final PoolOwner owner;

    SqlSegments(Database database, StoreKey key, PeerName peer, PoolOwner owner) {
        this.database = database;
        this.key = key;
        this.peer = peer;
        this.owner = owner;
    }

    /** A block's row. */
    private record Row(long number, int size, int storedFrom) {}

    /**
     * A segment as it lies in the database.
     *
     * @param start index of its first byte in the block
     */
    record Lying(UUID block, int start, StoreKey.Sealed sealed) {}

    @Override
    public List<StoredBlock> blocks() {
        return database.read(sql -> sql.query(
                row -> new StoredBlock(
                        UUID.fromString(row.getString(1)),
                        row.getInt(2),
                        Origin.valueOf(row.getString(3)),
                        row.getInt(4)),
                "SELECT uuid, size, origin, stored_from FROM block WHERE peer = ? AND instance = ? AND owner = ?"
                        + " AND package IS NULL ORDER BY place",
                peer.name().name(),
                peer.instance(),
                owner.wireName()));
    }

    @Override
    public CompletableFuture<Void> add(StoredBlock block, SecretBytes data) {
        Addition addition = addition(block, data);
        return database.perform(sql -> add(sql, addition, null));
    }

    /** A block with its segments, encrypted. */
    record Addition(StoredBlock block, List<Lying> segments) {}

    /** Encrypts a block: not in the writer's thread, which others wait for. */
    Addition addition(StoredBlock block, SecretBytes data) {
        return new Addition(block, seal(block.uuid(), 0, data));
    }

    /** Adds a block, which is in no pool yet if it is of an issued package. */
    void add(Sql sql, Addition addition, @Nullable UUID issuedPackage) throws SQLException {
        StoredBlock block = addition.block();
        if (find(sql, block.uuid()) != null) {
            throw new InvalidException("there is a PSRD block " + block.uuid() + " already");
        }
        long number = sql.query(row -> row.getLong(1), "SELECT COALESCE(MAX(number), 0) + 1 FROM block")
                .getFirst();
        sql.update(
                "INSERT INTO block (number, uuid, peer, instance, owner, size, origin, stored_from, place, package)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 0, (SELECT COALESCE(MAX(place), 0) + 1 FROM block), ?)",
                number,
                block.uuid().toString(),
                peer.name().name(),
                peer.instance(),
                owner.wireName(),
                block.size(),
                block.origin().name(),
                issuedPackage == null ? null : issuedPackage.toString());
        insert(sql, number, addition.segments());
    }

    private List<Lying> seal(UUID block, int from, SecretBytes data) {
        byte[] bytes = data.expose();
        List<Lying> segments = new ArrayList<>();
        int start = from;
        while (start < from + bytes.length) {
            int end = Math.min(from + bytes.length, (start / SEGMENT_SIZE + 1) * SEGMENT_SIZE);
            segments.add(new Lying(block, start, key.seal(bytes, start - from, end - from, what(block, start))));
            start = end;
        }
        return segments;
    }

    private static String what(UUID block, int start) {
        return "PSRD " + block + ":" + start;
    }

    private static void insert(Sql sql, long number, List<Lying> segments) throws SQLException {
        for (Lying segment : segments) {
            // One that was taken out may lie here yet, without its key.
            SegmentErasure.erase(sql, number, segment.start());
            sql.update(
                    "INSERT INTO segment (block, segment_start, sealed) VALUES (?, ?, ?)",
                    number,
                    segment.start(),
                    segment.sealed().ciphertext());
            sql.update(
                    "INSERT INTO segment_key (block, segment_start, wrapped) VALUES (?, ?, ?)",
                    number,
                    segment.start(),
                    segment.sealed().wrappedKey());
        }
    }

    private @Nullable Row find(Sql sql, UUID block) throws SQLException {
        List<Row> rows = sql.query(
                row -> new Row(row.getLong(1), row.getInt(2), row.getInt(3)),
                "SELECT number, size, stored_from FROM block WHERE uuid = ?",
                block.toString());
        return rows.isEmpty() ? null : rows.getFirst();
    }

    @Override
    public CompletableFuture<SecretBytes> read(UUID block, int from, int to) {
        try {
            List<Lying> lying = database.read(sql -> {
                Row row = find(sql, block);
                return row == null || from < row.storedFrom() || to > row.size()
                        ? List.<Lying>of()
                        : lying(sql, block, row.number(), segmentAt(sql, row.number(), from), to);
            });
            try (SecretBytes all = open(lying)) {
                if (all.size() == 0) {
                    return CompletableFuture.completedFuture(SecretBytes.owning(new byte[0]));
                }
                int start = lying.getFirst().start();
                if (to - start > all.size()) {
                    throw damaged("lacks segments of PSRD", null);
                }
                return CompletableFuture.completedFuture(all.slice(from - start, to - start));
            }
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Where the segment begins that a byte is in. */
    private static int segmentAt(Sql sql, long number, int index) throws SQLException {
        return sql.query(
                        row -> row.getInt(1),
                        "SELECT COALESCE(MAX(segment_start), 0) FROM segment_key WHERE block = ? AND segment_start <= ?",
                        number,
                        index)
                .getFirst();
    }

    /** The segments that begin in a range. */
    private static List<Lying> lying(Sql sql, UUID block, long number, int from, int before) throws SQLException {
        return sql.query(
                row -> new Lying(block, row.getInt(1), new StoreKey.Sealed(row.getBytes(2), row.getBytes(3))),
                "SELECT segment_key.segment_start, wrapped, sealed FROM segment_key JOIN segment"
                        + " ON segment.block = segment_key.block AND segment.segment_start = segment_key.segment_start"
                        + " WHERE segment_key.block = ? AND segment_key.segment_start >= ?"
                        + " AND segment_key.segment_start < ? ORDER BY segment_key.segment_start",
                number,
                from,
                before);
    }

    @Override
    public CompletableFuture<SecretBytes> takeOut(UUID block, int before) {
        return database.write(sql -> {
                    Row row = find(sql, block);
                    if (row == null) {
                        return List.<Lying>of();
                    }
                    List<Lying> lying = lying(sql, block, row.number(), row.storedFrom(), before);
                    if (!lying.isEmpty() && lying.getFirst().start() != row.storedFrom()) {
                        throw damaged("lacks segments of PSRD", null);
                    }
                    remove(sql, row, before);
                    return lying;
                })
                // Not before it is committed: bytes that are in memory are not in the store.
                .thenApply(this::open);
    }

    /** Deletes the keys of the segments that begin before an index. */
    private static void remove(Sql sql, Row row, int before) throws SQLException {
        SegmentErasure.deleteKeys(sql, "block = ? AND segment_start < ?", row.number(), before);
        int next = sql.query(
                        result -> result.getInt(1),
                        "SELECT COALESCE(MIN(segment_start), ?) FROM segment_key WHERE block = ?",
                        row.size(),
                        row.number())
                .getFirst();
        sql.update("UPDATE block SET stored_from = ? WHERE number = ?", next, row.number());
    }

    private SecretBytes open(List<Lying> lying) {
        List<SecretBytes> parts = new ArrayList<>();
        int size = 0;
        try {
            for (Lying segment : lying) {
                if (segment.start() != lying.getFirst().start() + size) {
                    throw damaged("lacks segments of PSRD", null);
                }
                SecretBytes part = key.open(segment.sealed(), what(segment.block(), segment.start()));
                parts.add(part);
                size += part.size();
            }
            byte[] all = new byte[size];
            int offset = 0;
            for (SecretBytes part : parts) {
                System.arraycopy(part.expose(), 0, all, offset, part.size());
                offset += part.size();
            }
            return SecretBytes.owning(all);
        } catch (GeneralSecurityException e) {
            throw damaged("has a segment of PSRD that does not open", e);
        } finally {
            parts.forEach(SecretBytes::close);
        }
    }

    /** Rather than bytes at another place than theirs. */
    private StoreException damaged(String how, @Nullable Exception cause) {
        return new StoreException("store " + database.name() + " is damaged: it " + how, cause);
    }

    @Override
    public CompletableFuture<Void> discard(UUID block, int upTo) {
        return database.perform(sql -> {
            Row row = find(sql, block);
            if (row != null) {
                int before = upTo >= row.size() ? row.size() : segmentAt(sql, row.number(), upTo);
                remove(sql, row, before);
            }
        });
    }

    @Override
    public CompletableFuture<Void> putBack(UUID block, SecretBytes rest) {
        byte[] bytes = rest.expose();
        return database.perform(sql -> {
            Row row = find(sql, block);
            if (row != null && bytes.length > 0) {
                int from = row.storedFrom() - bytes.length;
                insert(sql, row.number(), seal(block, from, rest));
                sql.update("UPDATE block SET stored_from = ? WHERE number = ?", from, row.number());
            }
        });
    }

    @Override
    public CompletableFuture<Void> drop(Collection<UUID> blocks) {
        List<UUID> dropped = List.copyOf(blocks);
        return database.perform(sql -> {
            for (UUID block : dropped) {
                Row row = find(sql, block);
                if (row != null) {
                    SegmentErasure.deleteKeys(sql, "block = ?", row.number());
                    sql.update("DELETE FROM block WHERE number = ?", row.number());
                }
            }
        });
    }
}

package org.dske.store;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dske.config.ConfigurationException;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.key.Uuids;
import org.dske.ledger.DeliveryLedger;
import org.dske.ledger.Durable;
import org.dske.ledger.EnrolmentLedger;
import org.dske.ledger.Incarnation;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.ledger.RegisteredPeer;
import org.dske.ledger.SegmentStore;
import org.jspecify.annotations.Nullable;

/** A ledger in a database. */
final class SqlLedger implements PsrdLedger, DeliveryLedger {
    private final Database database;
    private final StoreKey key;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Incarnation incarnation;

    /**
     * Opens the ledger of a node, and counts its start.
     *
     * @param kind {@code hub} or {@code client}
     * @throws ConfigurationException if it is another node's, or the key is not that of the store
     */
    SqlLedger(Database database, StoreKey key, String kind, NodeName name, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.key = key;
        this.clock = clock;
        this.random = random;
        this.incarnation = Durable.await(database.write(sql -> start(sql, kind, name)));
        database.whenIdle(SegmentErasure::eraseSome);
        database.whenIdle(this::forgetDeliveries);
    }

    /** @param id null if the store was made of a {@link Backup}, and has not been used: then it has no key either */
    private record Node(String kind, String name, @Nullable UUID id, long start, byte[] keyCheck) {}

    private Incarnation start(Sql sql, String kind, NodeName name) throws SQLException {
        UUID run = Uuids.random(random);
        List<Node> nodes = sql.query(
                row -> new Node(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3).isEmpty() ? null : UUID.fromString(row.getString(3)),
                        row.getLong(4),
                        row.getBytes(5)),
                "SELECT kind, name, id, start_count, key_check FROM node");
        if (nodes.isEmpty()) {
            sql.update(
                    "INSERT INTO node (kind, name, id, start_count, key_check) VALUES (?, ?, '', 0, ?)",
                    kind,
                    name.name(),
                    new byte[0]);
            return begin(sql, run);
        }
        Node node = nodes.getFirst();
        if (!node.kind().equals(kind) || !node.name().equals(name.name())) {
            throw new ConfigurationException("the store " + database.name() + " is that of " + node.kind() + " "
                    + node.name() + ", and not of " + kind + " " + name
                    + ": give this node a dske.store.directory of its own");
        }
        UUID id = node.id();
        if (id == null) {
            return begin(sql, run);
        }
        key.requireMade(node.keyCheck(), database.name());
        sql.update("UPDATE node SET start_count = start_count + 1");
        return new Incarnation(id, node.start() + 1, run);
    }

    /** Whatever of PSRD may be there, and of peers, is of another life. */
    private Incarnation begin(Sql sql, UUID run) throws SQLException {
        UUID id = Uuids.random(random);
        SegmentErasure.deleteKeys(sql, "block IN (SELECT number FROM block)");
        sql.update("DELETE FROM block");
        sql.update("DELETE FROM peer");
        sql.update("DELETE FROM package");
        sql.update("DELETE FROM taken_out_block");
        sql.update("UPDATE node SET id = ?, start_count = 1, key_check = ?", id.toString(), key.check());
        return new Incarnation(id, 1, run);
    }

    @Override
    public Optional<Incarnation> incarnation() {
        return Optional.of(incarnation);
    }

    @Override
    public List<RegisteredPeer> peers() {
        return database.read(sql -> sql.query(
                row -> new RegisteredPeer(
                        new PeerName(new NodeName(row.getString(1)), row.getString(2)),
                        UUID.fromString(row.getString(3)),
                        seen(row.getString(4))),
                "SELECT name, instance, own_id, seen FROM peer ORDER BY name, instance"));
    }

    private static List<Incarnation> seen(String text) {
        return text.lines()
                .map(line -> line.split(" ", -1))
                .map(parts ->
                        new Incarnation(UUID.fromString(parts[0]), Long.parseLong(parts[1]), UUID.fromString(parts[2])))
                .toList();
    }

    @Override
    public CompletableFuture<Void> save(RegisteredPeer peer) {
        String seen = peer.seen().stream()
                .map(each -> each.id() + " " + each.start() + " " + each.run())
                .collect(Collectors.joining("\n"));
        return database.perform(sql -> {
            sql.update(
                    "INSERT INTO peer (name, instance, own_id, seen) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (name, instance) DO UPDATE SET own_id = excluded.own_id, seen = excluded.seen",
                    peer.name().name().name(),
                    peer.name().instance(),
                    peer.ownId().toString(),
                    seen);
        });
    }

    @Override
    public CompletableFuture<Void> forget(PeerName peer) {
        return database.perform(sql -> SqlEnrolment.forget(sql, peer));
    }

    @Override
    public EnrolmentLedger enrolment() {
        return new SqlEnrolment(database, key);
    }

    @Override
    public SegmentStore pool(PeerName peer, PoolOwner owner) {
        return new SqlSegments(database, key, peer, owner);
    }

    private int forgetDeliveries(Sql sql) throws SQLException {
        return sql.update(
                "DELETE FROM delivery WHERE ends_at <= ?", clock.instant().toEpochMilli());
    }

    @Override
    public Map<Delivery, Instant> deliveries() {
        record Remembered(Delivery delivery, Instant until) {}
        return database
                .read(sql -> sql.query(
                        row -> new Remembered(
                                new Delivery(new KeyId(UUID.fromString(row.getString(1))), new SaeId(row.getString(2))),
                                Instant.ofEpochMilli(row.getLong(3))),
                        "SELECT key_id, slave, ends_at FROM delivery WHERE ends_at > ?",
                        clock.instant().toEpochMilli()))
                .stream()
                .collect(Collectors.toMap(Remembered::delivery, Remembered::until));
    }

    @Override
    public CompletableFuture<Void> add(Collection<Delivery> deliveries, Instant until) {
        List<Delivery> all = List.copyOf(deliveries);
        return database.perform(sql -> {
            for (Delivery delivery : all) {
                sql.update(
                        "INSERT INTO delivery (key_id, slave, ends_at) VALUES (?, ?, ?)"
                                + " ON CONFLICT (key_id, slave) DO UPDATE SET ends_at = excluded.ends_at",
                        delivery.keyId().toString(),
                        delivery.slave().name(),
                        until.toEpochMilli());
            }
        });
    }

    /** The database stays open: it is not the ledger's alone. */
    @Override
    public void close() {}
}

package org.dske.hub.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dske.error.RequestException;
import org.dske.hub.directory.ClientDirectory;
import org.dske.hub.directory.ClientEntry;
import org.dske.hub.quota.Quota;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.store.Database;
import org.dske.store.Sql;

/** A directory in a database. Registrations come one after the other, whichever instance of the hub they come to. */
final class SqlClientDirectory implements ClientDirectory {
    private final Database database;
    private final NodeName hub;
    /** As it was a moment ago: others may register clients, too. */
    private volatile int size;

    /** The directory of a hub, in a database that has the tables. */
    SqlClientDirectory(Database database, NodeName hub) {
        this.database = database;
        this.hub = hub;
        this.size = database.read(SqlClientDirectory::count);
        database.whenIdle(sql -> {
            size = count(sql);
            return 0;
        });
    }

    private static int count(Sql sql) throws SQLException {
        return sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM client_machine")
                .getFirst();
    }

    @Override
    public CompletableFuture<Void> register(ClientEntry entry, Quota quota) {
        return database.write(sql -> {
                    lock(sql);
                    try {
                        check(sql, entry, quota);
                    } catch (RequestException e) {
                        return Optional.of(e);
                    }
                    write(sql, entry);
                    size = count(sql);
                    return Optional.<RequestException>empty();
                })
                .thenAccept(refusal -> refusal.ifPresent(refused -> {
                    throw refused;
                }));
    }

    /** Until the transaction ends, nobody else registers or unregisters. */
    private static void lock(Sql sql) throws SQLException {
        sql.update("UPDATE directory SET registrations = registrations + 1");
    }

    private void check(Sql sql, ClientEntry entry, Quota quota) throws SQLException {
        NodeName name = entry.client().name();
        for (SaeId encryptor : entry.encryptors()) {
            for (String owner : sql.query(
                    row -> row.getString(1),
                    "SELECT client FROM encryptor WHERE name = ? AND client <> ?",
                    encryptor.name(),
                    name.name())) {
                throw ClientDirectory.belongsTo(encryptor, new NodeName(owner));
            }
        }
        Integer number = entry.hubNumber();
        if (number != null) {
            requireSameNumber(sql, name, number);
        }
        boolean known = !sql.query(
                        row -> true,
                        "SELECT 1 FROM client_machine WHERE client = ? AND instance = ?",
                        name.name(),
                        entry.client().instance())
                .isEmpty();
        if (!known) {
            quota.require("clients", count(sql), 1);
        }
    }

    private record Known(NodeName client, int number) {}

    /** A help against mistakes. */
    private void requireSameNumber(Sql sql, NodeName name, int number) throws SQLException {
        List<Known> others = sql.query(
                row -> new Known(new NodeName(row.getString(1)), row.getInt(2)),
                "SELECT client, hub_number FROM client_machine WHERE client <> ? AND hub_number <> ?"
                        + " ORDER BY client, instance LIMIT 1",
                name.name(),
                number);
        if (!others.isEmpty()) {
            Known other = others.getFirst();
            throw ClientDirectory.otherNumber(hub, name, number, other.client(), other.number());
        }
    }

    private static void write(Sql sql, ClientEntry entry) throws SQLException {
        String name = entry.client().name().name();
        String instance = entry.client().instance();
        sql.update(
                "INSERT INTO client (name, best_suite) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET"
                        + " best_suite = excluded.best_suite",
                name,
                entry.bestSuite());
        sql.update(
                "INSERT INTO client_machine (client, instance, hub_number) VALUES (?, ?, ?)"
                        + " ON CONFLICT (client, instance) DO UPDATE SET hub_number = excluded.hub_number",
                name,
                instance,
                entry.hubNumber());
        sql.update("DELETE FROM client_encryptor WHERE client = ? AND instance = ?", name, instance);
        for (SaeId encryptor : entry.encryptors()) {
            sql.update(
                    "INSERT INTO client_encryptor (client, instance, encryptor) VALUES (?, ?, ?)",
                    name,
                    instance,
                    encryptor.name());
            sql.update(
                    "INSERT INTO encryptor (name, client) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    encryptor.name(),
                    name);
        }
        free(sql, name);
    }

    /** Takes those encryptors from a client that none of its machines names any more. */
    private static void free(Sql sql, String name) throws SQLException {
        sql.update(
                "DELETE FROM encryptor WHERE client = ? AND NOT EXISTS (SELECT 1 FROM client_encryptor named"
                        + " WHERE named.client = encryptor.client AND named.encryptor = encryptor.name)",
                name);
    }

    @Override
    public CompletableFuture<Void> unregister(PeerName client) {
        Object[] machine = {client.name().name(), client.instance()};
        return database.perform(sql -> {
            lock(sql);
            sql.update("DELETE FROM client_encryptor WHERE client = ? AND instance = ?", machine);
            sql.update("DELETE FROM client_machine WHERE client = ? AND instance = ?", machine);
            free(sql, client.name().name());
            sql.update(
                    "DELETE FROM client WHERE name = ?"
                            + " AND NOT EXISTS (SELECT 1 FROM client_machine machine WHERE machine.client = client.name)",
                    client.name().name());
            size = count(sql);
        });
    }

    @Override
    public Optional<Owner> find(SaeId encryptor) {
        return database
                .read(sql -> sql.query(
                        row -> new Owner(new NodeName(row.getString(1)), row.getString(2)),
                        "SELECT client.name, client.best_suite FROM encryptor"
                                + " JOIN client ON client.name = encryptor.client WHERE encryptor.name = ?",
                        encryptor.name()))
                .stream()
                .findFirst();
    }

    @Override
    public int size() {
        return size;
    }
}

package org.dske.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.dske.config.ConfigurationException;
import org.dske.ledger.Durable;

/** A database that several instances of a node have in common: so its key comes from outside, the same to all of them. */
public final class SharedStore {
    private static final Schema SHARED = new Schema("shared", "classpath:org/dske/store/shared");

    private SharedStore() {}

    /**
     * Opens a database of PostgreSQL, and makes the tables if they are not there.
     *
     * @param url {@code jdbc:postgresql:...}
     * @param schemas what is kept in it
     * @throws ConfigurationException if it cannot be used as it is: one line with the database, what is wrong and the way out
     */
    public static NodeStore.File open(String url, StoreSettings settings, SecureRandom random, Schema... schemas) {
        String owner = settings.kind() + " " + settings.node();
        PostgresServer server = new PostgresServer(url, "dske " + owner);
        StoreKey key = StoreKey.findOutside(settings.keyFile(), System.getenv(), random)
                .orElseThrow(() -> new ConfigurationException("the store " + server.name()
                        + " needs a key that all instances of the node have: see dske.store.key-file"));
        try {
            server.requireDurable();
        } catch (SQLException e) {
            throw new ConfigurationException("the store " + server.name() + " cannot be opened: " + Sentences.of(e)
                    + "; start it, or see dske.store.shares");
        }
        Migrations.run(
                flyway -> flyway.dataSource(server.url(), null, null),
                Stream.concat(Stream.of(SHARED), Stream.of(schemas)).toList(),
                server.name());
        Database database = new Database(server, owner + " shares");
        try {
            Durable.await(database.write(connection -> claim(connection, server.name(), owner, key)));
            return new NodeStore.File(database, key);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private record Claimed(String owner, byte[] keyCheck) {}

    private static boolean claim(Connection connection, String name, String owner, StoreKey key) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO shared_store (one, owner, key_check) VALUES (1, ?, ?) ON CONFLICT DO NOTHING",
                owner,
                key.check());
        Claimed claimed = Sql.query(
                        connection,
                        row -> new Claimed(row.getString(1), row.getBytes(2)),
                        "SELECT owner, key_check FROM shared_store")
                .getFirst();
        if (!claimed.owner().equals(owner)) {
            throw new ConfigurationException("the store " + name + " is that of " + claimed.owner() + ", and not of "
                    + owner + ": give this node a database of its own");
        }
        key.requireMade(claimed.keyCheck(), name);
        return true;
    }
}

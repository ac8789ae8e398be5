package org.dske.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.ledger.Durable;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A database of PostgreSQL, or of one that speaks its protocol, which several instances of a node have in common: so its key comes from
 * outside, the same to all of them. Connections that break are opened again. What it commits it keeps: a
 * session that would not wait for the disk is told to, and a server that does not write to it at all is refused.
 */
public final class PostgresServer implements Database.DataSource {
    private static final Schema SHARED = new Schema("shared", "classpath:org/dske/store/shared");
    private static final String SCHEME = "jdbc:postgresql:";
    private static final String PRIMARY = "targetServerType";
    private static final Pattern URL = Pattern.compile(SCHEME + "[^?\\s]+(\\?\\S*)?");
    private static final Pattern PASSWORD = Pattern.compile("[?&](password|sslpassword)=");
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
    private static final List<String> MUST_BE_ON = List.of("fsync", "full_page_writes");

    private final Driver driver;
    private final String url;
    private final String name;
    private final Properties properties = new Properties();
    private @Nullable SQLException away;
    private long awaySince;

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
                .orElseThrow(() -> new ConfigurationException("the store " + server.name
                        + " needs a key that all instances of the node have: see dske.store.key-file"));
        try {
            server.requireDurable();
        } catch (SQLException e) {
            throw new ConfigurationException("the store " + server.name + " cannot be opened: " + Sentences.of(e)
                    + "; start it, or see dske.store.shares");
        }
        Schema.migrate(
                flyway -> flyway.dataSource(server.url, null, null),
                Stream.concat(Stream.of(SHARED), Stream.of(schemas)).toList(),
                server.name);
        Database database = new Database(server, owner + " shares");
        try {
            Durable.await(database.write(sql -> claim(sql, server.name, owner, key)));
            return new NodeStore.File(database, key);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /**
     * A database.
     *
     * @param url {@code jdbc:postgresql:...}, without a password
     * @param application how its sessions are named
     * @throws ConfigurationException if it is no such URL
     */
    private PostgresServer(String url, String application) {
        // Not shown where it is wrong: a password may be in it.
        if (PASSWORD.matcher(url).find()) {
            throw new ConfigurationException(
                    Setting.STORE_SHARES.key()
                            + " has a password in it, which would be seen: PostgreSQL's driver reads it from a file, see passfile");
        }
        if (!URL.matcher(url).matches()) {
            throw new ConfigurationException(
                    Setting.STORE_SHARES.key() + " is no URL such as jdbc:postgresql://host:5432/database?user=dske");
        }
        // Of several hosts the one that can be written, whichever it is now.
        this.url = url.contains(PRIMARY) ? url : url + (url.contains("?") ? "&" : "?") + PRIMARY + "=primary";
        this.name = "PostgreSQL " + url.substring(SCHEME.length()).replaceFirst("\\?.*", "");
        this.driver = ServiceLoader.load(Driver.class, PostgresServer.class.getClassLoader()).stream()
                .filter(found -> found.type().getName().startsWith("org.postgresql."))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no driver"))
                .get();
        Map.of("ApplicationName", application, "connectTimeout", "2", "socketTimeout", "10", "tcpKeepAlive", "true")
                .forEach((key, value) -> {
                    if (!url.contains(key + "=")) {
                        properties.setProperty(key, value);
                    }
                });
    }

    private record Claimed(String owner, byte[] keyCheck) {}

    private static boolean claim(Sql sql, String name, String owner, StoreKey key) throws SQLException {
        sql.update(
                "INSERT INTO shared_store (one, owner, key_check) VALUES (1, ?, ?) ON CONFLICT DO NOTHING",
                owner,
                key.check());
        Claimed claimed = sql.query(
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

    /**
     * Makes sure that the server keeps what it has committed.
     *
     * @throws ConfigurationException if it does not
     * @throws SQLException if it cannot be asked
     */
    private void requireDurable() throws SQLException {
        try (Sql sql = new Sql(connect())) {
            // Those that have no such settings have no such doubts.
            List<String> off = sql.query(
                    row -> row.getString(1),
                    "SELECT name FROM pg_settings WHERE name IN (?, ?) AND setting = 'off' ORDER BY name",
                    MUST_BE_ON.toArray());
            if (!off.isEmpty()) {
                throw new ConfigurationException("the store " + name + " has " + off.getFirst()
                        + " = off: it loses what it has committed when its machine crashes; switch it on");
            }
        }
    }

    @Override
    public synchronized Connection connect() throws SQLException {
        SQLException before = away;
        if (before != null && Ticker.SYSTEM.since(awaySince).compareTo(BETWEEN_ATTEMPTS) < 0) {
            // Who waits in line does not wait for one attempt each.
            throw new SQLException(before.getMessage(), before.getSQLState(), before);
        }
        try {
            Connection connection = open();
            away = null;
            return connection;
        } catch (SQLException e) {
            away = e;
            awaySince = Ticker.SYSTEM.nanos();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        // Not by the DriverManager: it knows drivers of the server's class path only.
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the URL");
        }
        try {
            try (Statement statement = connection.createStatement()) {
                // Anything else that is configured waits for the disk of this server at least.
                statement.execute("SELECT set_config('synchronous_commit', 'on', false)"
                        + " WHERE current_setting('synchronous_commit') = 'off'");
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The server's own business. */
    @Override
    public boolean tidy(Connection connection) {
        return true;
    }

    /** In one row, which is there since the database was opened. */
    @Override
    public void writeNothing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE shared_store SET one = one");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return -1;
    }

    @Override
    public void close() {}
}

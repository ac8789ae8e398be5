package org.dske.store;

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
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * A database of PostgreSQL, or of one that speaks its protocol. Connections that break are opened again. What it commits it keeps: a
 * session that would not wait for the disk is told to, and a server that does not write to it at all is refused.
 */
final class PostgresServer implements Database.DataSource {
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
     * A database.
     *
     * @param url {@code jdbc:postgresql:...}, without a password
     * @param application how its sessions are named
     * @throws ConfigurationException if it is no such URL
     */
    PostgresServer(String url, String application) {
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

    /** The URL that the driver is given. */
    String url() {
        return url;
    }

    /**
     * Makes sure that the server keeps what it has committed.
     *
     * @throws ConfigurationException if it does not
     * @throws SQLException if it cannot be asked
     */
    void requireDurable() throws SQLException {
        try (Connection connection = connect()) {
            // Those that have no such settings have no such doubts.
            List<String> off = Sql.query(
                    connection,
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
    public void tidy(Connection connection) {}

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

package org.dske.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.dske.config.ConfigurationException;
import org.dske.secret.PrivateFiles;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig.Pragma;

/**
 * A database in a file, of which this process is the only user: each commit is forced to the disk ({@code synchronous=FULL}), what is deleted
 * is overwritten ({@code secure_delete}), and the journal, which keeps it, is cut off when there is time.
 */
final class SqliteFile implements Database.DataSource {
    static final String FILE = "store.db";
    static final String LOCK = "store.lock";
    private static final List<String> PRAGMAS = List.of(
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA secure_delete=ON",
            "PRAGMA trusted_schema=OFF",
            "PRAGMA cell_size_check=ON");

    private final Path file;
    private final FileChannel lock;

    private SqliteFile(Path file, FileChannel lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Takes a directory for this process alone, and makes it if it is not there.
     *
     * @throws ConfigurationException if that cannot be done
     */
    static SqliteFile in(Path directory) {
        Path file = path(directory);
        FileChannel lock = null;
        try {
            PrivateFiles.createDirectories(directory);
            if (!Files.exists(file)) {
                PrivateFiles.create(file, new byte[0]);
            }
            lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = lock.tryLock();
            if (held == null) {
                throw new OverlappingFileLockException();
            }
            NativeLibrary.load(directory);
            return new SqliteFile(file, lock);
        } catch (ConfigurationException e) {
            close(lock);
            throw e;
        } catch (OverlappingFileLockException e) {
            close(lock);
            throw new ConfigurationException("the store " + file
                    + " is in use by another process, or another node of this one: stop that, or give this node a"
                    + " dske.store.directory of its own");
        } catch (IOException e) {
            close(lock);
            throw new ConfigurationException("the store " + file + " cannot be opened: " + PrivateFiles.reason(e)
                    + "; the node needs a directory that it may write, see dske.store.directory");
        }
    }

    /**
     * Makes sure that the file is as long as it says itself.
     *
     * @throws ConfigurationException if it was cut off, or is no database
     * @throws SQLException if it cannot be read
     */
    void requireWhole() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            long bytes = number(statement, "PRAGMA page_count") * number(statement, "PRAGMA page_size");
            connection.rollback();
            if (number(statement, "PRAGMA page_count") > 0 && Files.size(file) + size(file, "-wal") < bytes) {
                throw new ConfigurationException("the store " + file + " was cut off: it has fewer bytes than it says");
            }
        } catch (IOException e) {
            throw new ConfigurationException("the store " + file + " cannot be read: " + PrivateFiles.reason(e));
        }
    }

    /** What the driver knows a file by: as a URI, since in a mere path it would take what follows a question mark for settings. */
    static String url(Path file) {
        return "jdbc:sqlite:" + file.toUri();
    }

    /** A connection to a file, which is made if there is none. */
    static Connection open(Path file) throws SQLException {
        Properties properties = new Properties();
        // Behind each change it would ask for the number of the row.
        properties.setProperty(Pragma.JDBC_GET_GENERATED_KEYS.getPragmaName(), "false");
        // Not by the DriverManager: it knows drivers of the server's class path only.
        return JDBC.createConnection(url(file), properties);
    }

    /** The file of the store in a directory. */
    static Path path(Path directory) {
        return directory.resolve(FILE);
    }

    private static long number(Statement statement, String pragma) throws SQLException {
        try (ResultSet result = statement.executeQuery(pragma)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    /** The file. */
    Path path() {
        return file;
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = open(file);
        try {
            try (Statement statement = connection.createStatement()) {
                for (String pragma : PRAGMAS) {
                    statement.execute(pragma);
                }
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** SQLite does so by itself where it has no room: then there is nothing to undo, and the next transaction has not begun. */
    @Override
    public void rollBack(Connection connection) throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN");
            } catch (SQLException broken) {
                e.addSuppressed(broken);
                throw e;
            }
        }
    }

    @Override
    public boolean tidy(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            // Not if somebody reads just now.
            return number(statement, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** The number of the user's version, which Flyway leaves alone, is a part of the first page. */
    @Override
    public void writeNothing(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version=0");
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public long size() {
        return size(file, "") + size(file, "-wal");
    }

    /** The journal is there only now and then. */
    private static long size(Path file, String ending) {
        return file.resolveSibling(FILE + ending).toFile().length();
    }

    @Override
    public void close() {
        close(lock);
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("a lock cannot be given up", e);
            }
        }
    }
}

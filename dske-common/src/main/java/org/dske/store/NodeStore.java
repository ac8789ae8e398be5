package org.dske.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.dske.config.ConfigurationException;
import org.dske.error.DskeException;
import org.dske.ledger.DeliveryLedger;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.PsrdLedger;
import org.sqlite.SQLiteDataSource;

/**
 * All that a node keeps.
 *
 * @param ledger its PSRD and its peers
 * @param deliveries which keys its encryptors have got
 * @param file the database, and its key; nothing if all is kept in memory
 */
public record NodeStore(PsrdLedger ledger, DeliveryLedger deliveries, Optional<File> file) implements AutoCloseable {
    private static final String WAY_OUT =
            "; move it out of the way, and the node begins anew: its peers notice, and what it held is lost";

    /**
     * A database in a file.
     *
     * @param database the database
     * @param key what it is encrypted with
     */
    public record File(Database database, StoreKey key) {
        /** What stops a node whose store cannot be used as it is. */
        public ConfigurationException refusal(DskeException failure) {
            return new ConfigurationException(failure.getMessage() + WAY_OUT);
        }
    }

    /**
     * Opens a node's store, which is made if it is not there.
     *
     * @param clock which does not jump while the process runs
     * @param schemas what is kept in it beside the ledger
     * @throws ConfigurationException if it cannot be used as it is: one line with the file, what is wrong and the way out
     */
    public static NodeStore open(StoreSettings settings, InstantSource clock, SecureRandom random, Schema... schemas) {
        if (settings.directory().isPresent()) {
            return open(settings, settings.directory().get(), clock, random, schemas);
        }
        return inMemory();
    }

    /** {@return the database of the store in a directory} */
    public static Path database(Path directory) {
        return SqliteFile.path(directory);
    }

    /** {@return the file that is locked while a process has the store in a directory open} */
    public static Path lock(Path directory) {
        return directory.resolve(SqliteFile.LOCK);
    }

    /** {@return where the key of the store in a directory is, unless the configuration has it elsewhere} */
    public static Path ownKey(Path directory) {
        return directory.resolve(StoreKey.OWN_FILE);
    }

    /** {@return whether there is a store in a directory} */
    public static boolean isIn(Path directory) {
        return Files.exists(SqliteFile.path(directory));
    }

    /** A store that forgets all when the process ends. */
    public static NodeStore inMemory() {
        MemoryLedger memory = new MemoryLedger();
        return new NodeStore(memory, memory, Optional.empty());
    }

    private static NodeStore open(
            StoreSettings settings, Path directory, InstantSource clock, SecureRandom random, Schema... schemas) {
        SqliteFile file = SqliteFile.in(directory);
        Database database = null;
        try {
            StoreKey key = StoreKey.find(settings.keyFile(), System.getenv(), directory, random);
            file.requireWhole();
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(SqliteFile.url(file.path()));
            Schema.migrate(
                    flyway -> flyway.dataSource(source),
                    Stream.concat(Stream.of(Schema.LEDGER), Stream.of(schemas)).toList(),
                    file.name());
            database = new Database(file, settings.kind() + " " + settings.node() + " store");
            SqlLedger ledger = new SqlLedger(database, key, settings.kind(), settings.node(), clock, random);
            return new NodeStore(ledger, ledger, Optional.of(new File(database, key)));
        } catch (RuntimeException | Error | SQLException e) {
            if (database == null) {
                file.close();
            } else {
                database.close();
            }
            throw refusal(file, e);
        }
    }

    private static RuntimeException refusal(SqliteFile file, Throwable failure) {
        return switch (failure) {
            case ConfigurationException clear -> clear;
            case DskeException known -> new ConfigurationException(known.getMessage() + WAY_OUT);
            case SQLException sql ->
                new ConfigurationException(
                        "the store " + file.name() + " cannot be opened: " + Sentences.of(sql) + WAY_OUT);
            default -> new IllegalStateException("the store " + file.name() + " cannot be opened", failure);
        };
    }

    /** {@return whether nothing can be written} */
    public boolean isFailing() {
        return file.map(open -> open.database().isFailing()).orElse(false);
    }

    /** Closes all that is open. What is to be put back, was. */
    @Override
    public void close() {
        ledger.close();
        file.ifPresent(open -> open.database().close());
    }
}

package org.dske.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.dske.config.ConfigurationException;
import org.dske.key.NodeName;
import org.dske.secret.PrivateFiles;

/**
 * A copy of what a node keeps, without anything that must not come back: no PSRD, no shares, nothing of how far peers have come with this
 * store, and not its ID. So a store that is made of it is a new one to its peers, wherever and however often that is done. What is in it:
 * whose the encryptors of a hub are, and which keys a client has delivered. It is a database of SQLite, and needs no key.
 */
public final class Backup {
    /** What is copied, of the tables that are there. All others are copied without their rows. */
    private static final List<String> TABLES = List.of(
            "schema_ledger",
            "schema_shares",
            "delivery",
            "directory",
            "client",
            "client_machine",
            "client_encryptor",
            "encryptor");

    private Backup() {}

    /**
     * Makes a backup. The node may run.
     *
     * @param directory that of its store
     * @param file what is made; it must not be there
     * @throws ConfigurationException if that cannot be done
     */
    public static void write(Path directory, NodeName node, Path file) {
        Path store = SqliteFile.path(directory);
        if (!NodeStore.isIn(directory)) {
            throw new ConfigurationException(
                    "there is no store in " + directory + ": the node has not kept anything yet");
        }
        try {
            PrivateFiles.create(file, new byte[0]);
        } catch (IOException e) {
            throw new ConfigurationException("the backup " + file + " cannot be written: " + PrivateFiles.reason(e));
        }
        boolean complete = false;
        try (Sql backup = new Sql(SqliteFile.open(file))) {
            copy(store, node, backup);
            complete = true;
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "the store " + store + " cannot be copied to " + file + ": " + Sentences.of(e));
        } finally {
            if (!complete) {
                delete(file);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the file " + file + " is no backup, and cannot be deleted: " + PrivateFiles.reason(e));
        }
    }

    /**
     * Makes a store of a backup. The node must not run.
     *
     * @param file the backup
     * @param directory that of the store; no store must be there
     * @throws ConfigurationException if that cannot be done
     */
    public static void restore(Path file, NodeName node, Path directory) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException("there is no backup " + file);
        }
        SqliteFile store = SqliteFile.in(directory);
        try (Sql sql = new Sql(store.connect())) {
            if (!sql.query(row -> true, "SELECT 1 FROM sqlite_master LIMIT 1").isEmpty()) {
                throw new ConfigurationException("there is a store in " + directory
                        + " already; move it out of the way, and what it holds is lost");
            }
            copy(file, node, sql);
        } catch (SQLException e) {
            throw new ConfigurationException("the backup " + file + " cannot be used: " + Sentences.of(e));
        } finally {
            store.close();
        }
    }

    /** Copies as one transaction. What it is copied from may be a store that is in use: then it is as it was at one moment. */
    private static void copy(Path from, NodeName node, Sql to) throws SQLException {
        to.connection().setAutoCommit(true);
        to.update("PRAGMA trusted_schema=OFF");
        to.update("ATTACH DATABASE ? AS original", from.toUri().toString());
        to.connection().setAutoCommit(false);
        List<String> tables =
                to.query(row -> row.getString(1), "SELECT name FROM original.sqlite_master WHERE type = 'table'");
        requireOf(node, from, to, tables);
        // Tables before their indexes.
        for (String definition : to.query(
                row -> row.getString(1),
                "SELECT sql FROM original.sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
                        + " AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY type DESC")) {
            to.update(definition);
        }
        for (String table : TABLES) {
            if (tables.contains(table)) {
                to.update("INSERT INTO main." + table + " SELECT * FROM original." + table);
            }
        }
        // Without an ID and what proves the key: the next start makes them.
        to.update(
                "INSERT INTO main.node (kind, name, id, start_count, key_check) SELECT kind, name, '', 0, x'' FROM original.node");
        to.connection().commit();
    }

    private static void requireOf(NodeName node, Path from, Sql sql, List<String> tables) throws SQLException {
        if (!tables.contains("node")) {
            throw new ConfigurationException("the file " + from + " is no store of a node");
        }
        for (String name : sql.query(row -> row.getString(1), "SELECT name FROM original.node")) {
            if (!name.equals(node.name())) {
                throw new ConfigurationException("the file " + from + " is of node " + name + ", and not of " + node);
            }
        }
    }
}

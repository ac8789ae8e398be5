package org.dske.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a database, and the statements that were latest executed over it: they stay prepared, since to prepare one costs as much
 * as to execute it. For one thread at a time.
 */
public final class Sql implements AutoCloseable {
    /** Some have as many parameters as a message has keys: so there is no end to them. */
    private static final int MOST_PREPARED = 128;

    private final Connection connection;

    /** The one that was used last comes last. */
    private final SequencedMap<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

    /** Statements over a connection, which is closed with them. */
    public Sql(Connection connection) {
        this.connection = connection;
    }

    /**
     * Reads one row.
     *
     * @param <T> what is made of it
     */
    @FunctionalInterface
    public interface Row<T> {
        /** Makes something of the row that the result stands at. */
        T read(ResultSet row) throws SQLException;
    }

    /** What is done with a statement whose parameters are set. */
    private interface Execution<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** {@return how many rows a statement has changed} */
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        return execute(PreparedStatement::executeUpdate, sql, parameters);
    }

    /** {@return what is made of each row of a query} */
    public <T> List<T> query(Row<T> row, String sql, @Nullable Object... parameters) throws SQLException {
        return execute(
                statement -> {
                    try (ResultSet result = statement.executeQuery()) {
                        List<T> all = new ArrayList<>();
                        while (result.next()) {
                            all.add(read(row, result));
                        }
                        return all;
                    }
                },
                sql,
                parameters);
    }

    private static <T> T read(Row<T> row, ResultSet result) throws SQLException {
        try {
            return row.read(result);
        } catch (RuntimeException e) {
            // Names and numbers that nobody has written so.
            throw new SQLException("a row cannot be read", null, Sentences.SQLITE_CORRUPT, e);
        }
    }

    private <T> T execute(Execution<T> execution, String sql, @Nullable Object... parameters) throws SQLException {
        // Not in the map meanwhile: what fails may be of no more use, and what a row is made of may need the same
        // statement.
        PreparedStatement statement = prepared.remove(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
        }
        boolean done = false;
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            T result = execution.of(statement);
            statement.clearParameters();
            done = true;
            return result;
        } finally {
            if (done) {
                keep(sql, statement);
            } else {
                statement.close();
            }
        }
    }

    private void keep(String sql, PreparedStatement statement) throws SQLException {
        PreparedStatement same = prepared.put(sql, statement);
        if (same != null) {
            same.close();
        }
        if (prepared.size() > MOST_PREPARED) {
            prepared.pollFirstEntry().getValue().close();
        }
    }

    /** The connection, for what is no statement with parameters. */
    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

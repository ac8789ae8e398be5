package org.dske.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with their parameters. */
public final class Sql {
    private Sql() {}

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

    /** {@return how many rows a statement has changed} */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** {@return what is made of each row of a query} */
    public static <T> List<T> query(Connection connection, Row<T> row, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (result.next()) {
                all.add(read(row, result));
            }
            return all;
        }
    }

    private static <T> T read(Row<T> row, ResultSet result) throws SQLException {
        try {
            return row.read(result);
        } catch (RuntimeException e) {
            // Names and numbers that nobody has written so.
            throw new SQLException("a row cannot be read", null, Sentences.SQLITE_CORRUPT, e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}

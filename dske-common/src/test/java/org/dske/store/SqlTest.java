package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlTest {
    private static final String ADD = "INSERT INTO note (text) VALUES (?)";
    private static final String ALL = "SELECT text FROM note ORDER BY text";

    private SqliteFile file;
    private Sql sql;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        file = SqliteFile.in(directory);
        sql = new Sql(file.connect());
        sql.update("CREATE TABLE note (text TEXT NOT NULL UNIQUE)");
    }

    @AfterEach
    void close() throws SQLException {
        sql.close();
        file.close();
    }

    private List<String> notes() throws SQLException {
        return sql.query(row -> row.getString(1), ALL);
    }

    @Test
    void aStatementIsExecutedAgainWithOtherParameters() throws SQLException {
        assertEquals(1, sql.update(ADD, "one"));
        assertEquals(List.of("one"), notes());
        assertEquals(1, sql.update(ADD, "two"));
        assertEquals(List.of("one", "two"), notes());
    }

    @Test
    void aStatementThatFailedIsOfUseAgain() throws SQLException {
        sql.update(ADD, "one");
        assertThrows(SQLException.class, () -> sql.update(ADD, "one"));
        assertEquals(1, sql.update(ADD, "two"));
        assertThrows(
                SQLException.class,
                () -> sql.query(
                        row -> {
                            throw new IllegalArgumentException("no such note");
                        },
                        ALL));
        assertEquals(List.of("one", "two"), notes());
    }

    @Test
    void aParameterIsOfOneExecutionAlone() throws SQLException {
        sql.update(ADD, "one");
        assertThrows(SQLException.class, () -> sql.update(ADD), "it is not taken from the last time");
        assertEquals(List.of("one"), notes());
    }

    @Test
    void aRowMayBeMadeOfTheSameQuery() throws SQLException {
        sql.update(ADD, "one");
        sql.update(ADD, "two");
        assertEquals(List.of(List.of("one", "two"), List.of("one", "two")), sql.query(row -> notes(), ALL));
        assertEquals(List.of("one", "two"), notes());
    }

    @Test
    void thereIsNoEndToStatements() throws SQLException {
        sql.update(ADD, "one");
        for (int i = 1; i <= 1000; i++) {
            String parameters =
                    String.join(", ", IntStream.range(0, i).mapToObj(j -> "?").toList());
            assertEquals(
                    List.of("one"),
                    sql.query(
                            row -> row.getString(1),
                            "SELECT text FROM note WHERE text IN (" + parameters + ")",
                            IntStream.range(0, i).mapToObj(j -> "one").toArray()));
        }
        sql.connection().commit();
        sql.update(ADD, "two");
        assertEquals(List.of("one", "two"), notes());
    }

    @Test
    void noStatementKeepsATransactionOpen() throws SQLException {
        sql.update(ADD, "one");
        assertEquals(List.of("one"), notes());
        sql.connection().commit();
        assertEquals(true, file.tidy(sql.connection()));
    }
}

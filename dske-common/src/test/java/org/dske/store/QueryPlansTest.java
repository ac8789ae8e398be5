package org.dske.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.dske.key.NodeName;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPlansTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) FROM segment WHERE segment_start = ?",
                "SELECT block FROM segment ORDER BY segment_start LIMIT ?",
                "DELETE FROM delivery WHERE slave = ?",
                "DELETE FROM segment WHERE segment_start > ? AND NOT EXISTS (SELECT 1 FROM segment_key k WHERE k.block = segment.block)"
            })
    void aStatementThatLooksAtAllRowsIsFound(String sql, @TempDir Path directory) {
        QueryPlans plans = new QueryPlans();
        try (NodeStore store = plans.open(directory, new NodeName("hank"), new MutableClock())) {
            store.file()
                    .orElseThrow()
                    .database()
                    .perform(to -> {
                        if (sql.startsWith("SELECT")) {
                            to.query(row -> row.getLong(1), sql, 1);
                        } else {
                            to.update(sql, 1);
                        }
                    })
                    .join();
        }
        AssertionError found = assertThrows(AssertionError.class, plans::requireNoScan);
        assertTrue(String.valueOf(found.getMessage()).contains(sql), found::toString);
    }
}

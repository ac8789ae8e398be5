package org.dske.store;

import java.sql.SQLException;
import java.util.List;

/**
 * Segments are erased in two steps: their keys at once, which is little, and what is noise without them when there is time, some at a time,
 * so that nobody waits long for the writer. What is left to erase is written down with the first step, and so survives a crash.
 */
final class SegmentErasure {
    private static final int SOME = 64;

    private SegmentErasure() {}

    private record Segment(long block, int start) {}

    /**
     * Deletes keys.
     *
     * @param which a condition on {@code segment_key}
     */
    static void deleteKeys(Sql sql, String which, Object... parameters) throws SQLException {
        sql.update(
                "INSERT INTO segment_without_key (block, segment_start)"
                        + " SELECT block, segment_start FROM segment_key WHERE " + which,
                parameters);
        sql.update("DELETE FROM segment_key WHERE " + which, parameters);
    }

    /** {@return how many segments were erased whose keys are gone} */
    static int eraseSome(Sql sql) throws SQLException {
        List<Segment> some = sql.query(
                row -> new Segment(row.getLong(1), row.getInt(2)),
                "SELECT block, segment_start FROM segment_without_key ORDER BY block, segment_start LIMIT ?",
                SOME);
        for (Segment segment : some) {
            erase(sql, segment.block(), segment.start());
        }
        return some.size();
    }

    /** Erases a segment, if it lies here without its key. */
    static void erase(Sql sql, long block, int start) throws SQLException {
        int without = sql.update("DELETE FROM segment_without_key WHERE block = ? AND segment_start = ?", block, start);
        if (without > 0) {
            sql.update("DELETE FROM segment WHERE block = ? AND segment_start = ?", block, start);
        }
    }
}

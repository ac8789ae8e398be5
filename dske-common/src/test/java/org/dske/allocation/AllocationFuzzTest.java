package org.dske.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.dske.error.DskeException;
import org.dske.protocol.AllocationMessage;
import org.dske.testing.Mutations;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The text form of an allocation: whatever it is, it names bytes that a pool can look for, or it is a 400. */
class AllocationFuzzTest {
    @FuzzTest
    @Timeout(20)
    void text(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Allocation allocation;
        try {
            allocation = Allocation.parse(text);
        } catch (DskeException e) {
            assertEquals(400, e.code().httpStatus());
            return;
        }
        List<Fragment> fragments = allocation.fragments();
        assertEquals(text.toLowerCase(Locale.ROOT), allocation.toString());
        assertEquals(allocation, Allocation.parse(allocation.toString()));
        assertEquals(allocation, AllocationMessage.of(allocation).toAllocation());
        assertTrue(!fragments.isEmpty() && fragments.size() <= Allocation.MAX_FRAGMENTS);
        assertTrue(allocation.blockUuids().count() <= fragments.size());
        long total = 0;
        for (int i = 0; i < fragments.size(); i++) {
            Fragment fragment = fragments.get(i);
            assertTrue(fragment.start() >= 0 && fragment.size() > 0 && fragment.end() > fragment.start());
            assertFalse(fragments.subList(0, i).stream().anyMatch(fragment::overlaps), "fragments overlap");
            total += fragment.size();
        }
        assertEquals(total, allocation.size());
        assertThrows(InvalidAllocationException.class, () -> allocation.requireDisjoint(allocation));
    }

    @Test
    void seedsWithChangesAreReadOrRefused() {
        Seed.check(random ->
                Mutations.of(getClass(), "text").inputs(random).limit(20_000).forEach(this::text));
    }
}

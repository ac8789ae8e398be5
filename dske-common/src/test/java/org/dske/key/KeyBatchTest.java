package org.dske.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBatchTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void fromAnyOfItsNamesAllAreKnown() {
        for (int number = 1; number <= KeyBatch.MOST; number++) {
            KeyBatch batch = KeyBatch.draw(number, random);
            List<KeyId> keyIds = batch.keyIds();
            assertEquals(number, batch.size());
            assertEquals(number, new HashSet<>(keyIds).size());
            for (KeyId keyId : keyIds) {
                assertEquals(Optional.of(batch), KeyBatch.of(keyId));
            }
        }
    }

    @Test
    void itsNamesAreOfVersion8() {
        KeyBatch batch = KeyBatch.draw(3, random);
        for (KeyId keyId : batch.keyIds()) {
            assertEquals(8, keyId.uuid().version());
            assertEquals(2, keyId.uuid().variant());
            assertEquals('8', keyId.toString().charAt(14));
        }
        assertTrue(batch.keyIds().get(2).toString().endsWith("0302"), batch::toString);
    }

    /** What two batches have in common is chance: 106 bits of each name are random. */
    @Test
    void noTwoBatchesAreTheSame() {
        KeyBatch one = KeyBatch.draw(2, random);
        KeyBatch other = KeyBatch.draw(2, random);
        assertNotEquals(one.high() & ~0xf000L, other.high() & ~0xf000L);
        assertNotEquals(one.low(), other.low());
        long ones = 0;
        long zeros = 0;
        for (int i = 0; i < 200; i++) {
            KeyBatch batch = KeyBatch.draw(2, random);
            ones |= batch.low();
            zeros |= ~batch.low();
        }
        assertEquals(0x3fff_ffff_ffff_0000L, ones & zeros);
    }

    @Test
    void otherNamesAreOfNoBatch() {
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Optional.empty(), KeyBatch.of(new KeyId(Uuids.random(random))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-8000-8000-000000000000", // No keys.
                "00000000-0000-8000-8000-000000000101", // Behind the last.
                "00000000-0000-8000-8000-0000000080ff",
                "00000000-0000-8000-8000-000000008100", // Too many.
                "00000000-0000-8000-8000-00000000ff00",
                "00000000-0000-8000-0000-000000000200", // Of another variant.
                "00000000-0000-8000-c000-000000000200",
                "00000000-0000-7000-8000-000000000200" // Of another version.
            })
    void namesOfVersion8ThatNoBatchHasAreOfNone(String name) {
        assertEquals(Optional.empty(), KeyBatch.of(new KeyId(UUID.fromString(name))));
    }

    @Test
    void theLargestBatchIsOne() {
        KeyId last = new KeyId(UUID.fromString("00000000-0000-8000-8000-00000000807f"));
        List<KeyId> all = KeyBatch.of(last).orElseThrow().keyIds();
        assertEquals(128, all.size());
        assertEquals(last, all.getLast());
    }

    @Test
    void aBatchHasOneKeyAtLeastAnd128AtMost() {
        IntStream.of(-1, 0, 129)
                .forEach(number -> assertThrows(IllegalArgumentException.class, () -> KeyBatch.draw(number, random)));
        assertThrows(IllegalArgumentException.class, () -> new KeyBatch(0x8000, 0x8000_0000_0000_0201L));
    }
}

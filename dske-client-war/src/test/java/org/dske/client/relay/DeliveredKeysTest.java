package org.dske.client.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dske.key.KeyId;
import org.dske.key.SaeId;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;

class DeliveredKeysTest {
    private final MutableClock clock = new MutableClock();
    private final DeliveredKeys delivered = new DeliveredKeys(clock);
    private final KeyId key = new KeyId(UUID.randomUUID());
    private final SaeId sofia = new SaeId("sofia");

    @Test
    void aKeyIsClaimedOnceBySlave() {
        assertTrue(delivered.claim(List.of(key), sofia));
        assertFalse(delivered.claim(List.of(key), sofia));
        assertTrue(delivered.claim(List.of(key), new SaeId("stefan")));
        assertTrue(delivered.claim(List.of(new KeyId(UUID.randomUUID())), sofia));
    }

    @Test
    void aClaimThatIsTakenBackCanBeMadeAgain() {
        assertTrue(delivered.claim(List.of(key), sofia));
        delivered.release(List.of(key), sofia);
        assertTrue(delivered.claim(List.of(key), sofia));
    }

    @Test
    void ofSeveralKeysAllAreClaimedOrNone() {
        KeyId other = new KeyId(UUID.randomUUID());
        assertTrue(delivered.claim(List.of(other), sofia));
        assertFalse(delivered.claim(List.of(key, other), sofia));
        assertTrue(delivered.claim(List.of(key), sofia));
        delivered.release(List.of(key, other), sofia);
        assertTrue(delivered.claim(List.of(key, other), sofia));
        assertFalse(delivered.claim(List.of(key), sofia));
    }

    @Test
    void aKeyThatIsNamedTwiceIsNotClaimed() {
        assertFalse(delivered.claim(List.of(key, key), sofia));
        assertTrue(delivered.claim(List.of(key), sofia));
    }

    @Test
    void aDeliveryIsRememberedLongerThanAHubHasTheShare() {
        assertTrue(delivered.claim(List.of(key), sofia));
        clock.advance(Duration.ofMinutes(59));
        assertFalse(delivered.claim(List.of(key), sofia));
        clock.advance(Duration.ofMinutes(2));
        assertTrue(delivered.claim(List.of(key), sofia));
    }

    @Test
    void ofManyWhoClaimAtOnceOneGetsIt() {
        long winners = IntStream.range(0, 100)
                .parallel()
                .filter(i -> delivered.claim(List.of(key), sofia))
                .count();
        assertEquals(1, winners);
    }

    @Test
    void aClaimCostsTheSameAfterAHundredThousand() {
        assertTimeout(
                Duration.ofSeconds(20),
                () -> IntStream.range(0, 100_000)
                        .forEach(i -> assertTrue(delivered.claim(List.of(new KeyId(new UUID(1, i))), sofia))));
    }
}

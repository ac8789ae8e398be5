package org.dske.client.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dske.config.ConfigurationException;
import org.dske.config.Setting;
import org.dske.config.Settings;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.MemoryLedger;
import org.dske.testing.MutableClock;
import org.dske.time.SteadyClock;
import org.junit.jupiter.api.Test;

class DeliveredKeysTest {
    private final MutableClock clock = new MutableClock();
    private final DeliveredKeys delivered =
            new DeliveredKeys(Duration.ofHours(1), new MemoryLedger(), new SteadyClock(clock, clock));
    private final KeyId key = new KeyId(UUID.randomUUID());
    private final SaeId sofia = new SaeId("sofia");

    @Test
    void aKeyIsClaimedOnceBySlave() {
        assertTrue(delivered.admit(List.of(key), sofia));
        assertFalse(delivered.admit(List.of(key), sofia));
        assertTrue(delivered.admit(List.of(key), new SaeId("stefan")));
        assertTrue(delivered.admit(List.of(new KeyId(UUID.randomUUID())), sofia));
    }

    @Test
    void aClaimThatIsTakenBackCanBeMadeAgain() {
        assertTrue(delivered.admit(List.of(key), sofia));
        delivered.release(List.of(key), sofia);
        assertTrue(delivered.admit(List.of(key), sofia));
    }

    @Test
    void ofSeveralKeysAllAreClaimedOrNone() {
        KeyId other = new KeyId(UUID.randomUUID());
        assertTrue(delivered.admit(List.of(other), sofia));
        assertFalse(delivered.admit(List.of(key, other), sofia));
        assertTrue(delivered.admit(List.of(key), sofia));
        delivered.release(List.of(key, other), sofia);
        assertTrue(delivered.admit(List.of(key, other), sofia));
        assertFalse(delivered.admit(List.of(key), sofia));
    }

    @Test
    void aKeyThatIsNamedTwiceIsNotClaimed() {
        assertFalse(delivered.admit(List.of(key, key), sofia));
        assertTrue(delivered.admit(List.of(key), sofia));
    }

    @Test
    void aDeliveryIsRememberedForItsTimeWhateverTheClockOfTheDayIsSetTo() {
        assertTrue(delivered.admit(List.of(key), sofia));
        clock.set(Duration.ofHours(2));
        assertFalse(delivered.admit(List.of(key), sofia));
        clock.set(Duration.ofDays(-400));
        clock.advance(Duration.ofMinutes(59));
        assertFalse(delivered.admit(List.of(key), sofia));
        clock.advance(Duration.ofMinutes(2));
        assertTrue(delivered.admit(List.of(key), sofia));
    }

    /** A hub may be told to hold shares for as long as that, and no longer. */
    @Test
    void aDeliveryIsRememberedForAsLongAsHubsCouldGiveItOut() {
        Duration timeout = Duration.ofSeconds(5);
        for (int hubs = 2; hubs <= 9; hubs++) {
            for (int threshold = 2; threshold <= hubs; threshold++) {
                // Those that gave their share, and those that did not: can there be k that need not have given theirs?
                boolean othersSuffice = hubs - threshold >= threshold;
                Duration held =
                        othersSuffice ? longest(Setting.KEY_SHARE_TIME_TO_LIVE) : longest(Setting.KEY_SHARE_GRACE);
                Duration remembered = DeliveredKeys.longest(hubs, threshold, timeout);
                assertTrue(
                        remembered.compareTo(held.plus(timeout)) > 0, hubs + " hubs, " + threshold + ": " + remembered);
            }
        }
    }

    /** The longest time that a setting takes, found out by trying. */
    private static Duration longest(Setting setting) {
        long minutes = 0;
        for (long step = 1 << 20; step > 0; step /= 2) {
            try {
                Settings settings = new Settings(new NodeName("hank"), Map.of(setting.key(), minutes + step + "m"));
                minutes = settings.duration(setting).toMinutes();
            } catch (ConfigurationException e) {
                // Too long.
            }
        }
        return Duration.ofMinutes(minutes);
    }

    @Test
    void ofManyWhoClaimAtOnceOneGetsIt() {
        long winners = IntStream.range(0, 100)
                .parallel()
                .filter(i -> delivered.admit(List.of(key), sofia))
                .count();
        assertEquals(1, winners);
    }

    @Test
    void aClaimCostsTheSameAfterAHundredThousand() {
        assertTimeout(
                Duration.ofSeconds(20),
                () -> IntStream.range(0, 100_000)
                        .forEach(i -> assertTrue(delivered.admit(List.of(new KeyId(new UUID(1, i))), sofia))));
    }
}

package org.dske.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.dske.limit.Caller;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;

/** What one address may take of a listener. */
class ConnectionsTest {
    private static final Caller ONE = Caller.at("192.0.2.1");
    private static final Caller OTHER = Caller.at("192.0.2.2");
    private static final ConnectionLimits FEW = new ConnectionLimits(3, 1_000);

    private final MutableClock clock = new MutableClock();
    private final Connections<String> connections = new Connections<>(FEW, false, clock);

    @Test
    void ofTooManyOfOneAddressTheOneThatHasBeenQuietForTheLongestGivesWay() {
        assertEquals(Optional.empty(), open("a", ONE));
        assertEquals(Optional.empty(), open("b", ONE));
        assertEquals(Optional.empty(), open("c", ONE));
        connections.used("a", ONE);
        assertEquals(Optional.of("b"), open("d", ONE));
        assertEquals(3, connections.count());
        assertEquals(Optional.empty(), open("e", OTHER), "the other address has its own");
    }

    @Test
    void whatHasEndedMakesRoomAndIsNotCountedTwice() {
        for (String each : "a b c".split(" ", -1)) {
            open(each, ONE);
        }
        connections.closed("b", ONE);
        connections.closed("b", ONE);
        assertEquals(2, connections.count());
        assertEquals(Optional.empty(), open("d", ONE));
        assertEquals(Optional.of("a"), open("e", ONE));
        connections.closed("a", ONE);
        assertEquals(3, connections.count());
    }

    @Test
    void ofTooManyInAllOneOfWhoeverHasMostGivesWay() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.empty(), open("many" + i, OTHER));
        }
        for (int i = 0; i < 9; i++) {
            assertEquals(Optional.empty(), open("one" + i, Caller.at("198.51.100." + i)));
        }
        assertEquals(Optional.of("many0"), open("last", ONE));
        assertEquals(12, connections.count());
    }

    @Test
    void whoOpensManyInASecondHasToWaitAndInTheEndIsTurnedAway() {
        Connections<Integer> secure = new Connections<>(new ConnectionLimits(1_000, 10), true, clock);
        for (int i = 0; i < 20; i++) {
            assertEquals(Duration.ZERO, secure.opened(i, ONE).pause(), "two seconds' are free");
        }
        secure.opened(20, ONE);
        assertEquals(Duration.ofMillis(100), secure.opened(21, ONE).pause());
        for (int i = 22; i <= 120; i++) {
            assertEquals(Optional.empty(), secure.opened(i, ONE).givesWay());
        }
        assertEquals(Optional.of(121), secure.opened(121, ONE).givesWay());
        assertEquals(Duration.ZERO, secure.opened(122, OTHER).pause(), "the other address has its own");
        clock.advance(Duration.ofSeconds(12));
        assertEquals(Duration.ZERO, secure.opened(123, ONE).pause());
    }

    @Test
    void whoIsTurnedDownAgainAndAgainLosesHisConnectionUntilTimeHasMadeUpForIt() {
        Connections<Integer> secure = new Connections<>(new ConnectionLimits(1_000, 10), true, clock);
        int refused = 0;
        while (!secure.refused(ONE)) {
            refused++;
        }
        assertEquals(80, refused, "four in the place of each handshake, for two seconds");
        assertTrue(secure.refused(ONE));
        assertFalse(secure.refused(OTHER));
        clock.advance(Duration.ofSeconds(1));
        assertFalse(secure.refused(ONE));
    }

    @Test
    void ofAddressesWithoutConnectionsNoMoreThanSomeAreRemembered() {
        open("kept", ONE);
        for (int i = 0; i < 5_000; i++) {
            Caller from = Caller.at("10.0." + i / 256 + "." + i % 256);
            open("x" + i, from);
            connections.closed("x" + i, from);
        }
        assertTrue(connections.addresses() <= 1_000, () -> connections.addresses() + " addresses");
        connections.closed("kept", ONE);
        assertEquals(0, connections.count());
    }

    @Test
    void aListenerHasTheLimitsOfItsNodeAndOneThatNobodyNamesTheUsualOnes() {
        String text = ConnectionLimits.toText(Map.of(8100, FEW, 8200, new ConnectionLimits(7, 8)));
        assertEquals(FEW, ConnectionLimits.at(8100, text));
        assertEquals(new ConnectionLimits(7, 8), ConnectionLimits.at(8200, text));
        assertEquals(new ConnectionLimits(256, 20), ConnectionLimits.at(8300, text));
        assertEquals(new ConnectionLimits(256, 20), ConnectionLimits.at(8100, ""));
    }

    private Optional<String> open(String connection, Caller from) {
        return connections.opened(connection, from).givesWay();
    }
}

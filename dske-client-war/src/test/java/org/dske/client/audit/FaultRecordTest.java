package org.dske.client.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.reconstruction.ShareFault;
import org.dske.testing.LogLines;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hub does that it ought not to do is counted, and named in the log. */
class FaultRecordTest {
    private static final KeyId FIRST = new KeyId(new UUID(0, 1));
    private static final KeyId SECOND = new KeyId(new UUID(0, 2));

    private final MutableClock clock = new MutableClock();
    private final FaultRecord hank = new FaultRecord(new NodeName("hank"), clock, clock);
    private final LogLines log = new LogLines(FaultRecord.class);
    private final List<String> warnings = log.all();

    @AfterEach
    void stopListening() {
        log.close();
    }

    private static FaultReport wrong(KeyId... keyIds) {
        return new FaultReport(
                Arrays.stream(keyIds).collect(Collectors.toMap(keyId -> keyId, keyId -> ShareFault.VALUE)), Set.of());
    }

    @Test
    void aHubOfWhichNothingIsKnownIsNoSuspect() {
        assertFalse(hank.isSuspect());
        assertEquals(new FaultRecord.Counts(0, 0, 0, null), hank.counts());
    }

    @Test
    void aWrongShareIsNamedWithTheHubTheKeyAndTheWay() {
        hank.note(new FaultReport(Map.of(FIRST, ShareFault.LENGTH), Set.of()));
        assertEquals(
                List.of("WARNING hub hank gave a wrong share of key " + FIRST + ": a share of another length"),
                warnings);
        assertEquals(new FaultRecord.Counts(1, 0, 0, clock.instant()), hank.counts());
    }

    @Test
    void thereIsOneWarningForManyKeys() {
        hank.note(wrong(FIRST, SECOND));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(" and of 1 other keys"), warnings::toString);
        assertEquals(2, hank.counts().wrongShares());
    }

    @Test
    void aHubCannotFloodTheLogAndAllIsCounted() {
        for (int i = 0; i < 1_000; i++) {
            hank.note(wrong(FIRST));
        }
        assertEquals(1, warnings.size());
        clock.advance(Duration.ofMinutes(1));
        hank.note(wrong(FIRST));
        assertEquals(2, warnings.size());
        assertTrue(warnings.get(1).endsWith("(999 lines like this were held back)"), warnings::toString);
        assertEquals(1_001, hank.counts().wrongShares());
        clock.advance(Duration.ofMinutes(1));
        hank.note(wrong(FIRST));
        assertFalse(warnings.get(2).contains("held back"), warnings::toString);
    }

    @Test
    void answersThatDoNotVerifyAreNoLieAndDoNotHideOne() {
        hank.gaveUnverifiedAnswer("its answer does not verify");
        hank.gaveUnverifiedAnswer("its answer does not verify");
        assertFalse(hank.isSuspect());
        hank.note(wrong(FIRST));
        hank.note(new FaultReport(Map.of(), Set.of(SECOND)));
        assertEquals(3, warnings.size(), warnings::toString);
        assertEquals("WARNING hub hank, or somebody in its name: its answer does not verify", warnings.get(0));
        assertTrue(warnings.get(2).contains("nobody can say"), warnings::toString);
        assertEquals(new FaultRecord.Counts(1, 1, 2, clock.instant()), hank.counts());
    }

    @Test
    void aHubThatWasWrongIsASuspectForAnHour() {
        Instant then = clock.instant();
        hank.note(wrong(FIRST));
        // The clock of the day ends nothing.
        clock.set(Duration.ofDays(2));
        clock.advance(Duration.ofMinutes(59));
        hank.note(new FaultReport(Map.of(), Set.of(SECOND)));
        assertTrue(hank.isSuspect());
        assertEquals(then, hank.counts().lastWrong());
        clock.advance(Duration.ofMinutes(1));
        assertFalse(hank.isSuspect());
    }
}

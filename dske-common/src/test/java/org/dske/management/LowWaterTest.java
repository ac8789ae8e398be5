package org.dske.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.Block;
import org.dske.psrd.OwnPool;
import org.dske.psrd.Refill;
import org.dske.secret.SecretBytes;
import org.dske.testing.LogLines;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LowWaterTest {
    private final MutableClock clock = new MutableClock();
    private final OwnPool pool = new OwnPool(
            "hank/client",
            PoolOwner.CLIENT,
            new MemoryLedger().pool(PeerName.of("hank", null), PoolOwner.CLIENT),
            100,
            Refill.NONE,
            clock,
            1);
    private final LowWater lowWater = new LowWater(clock);
    private final LogLines log = new LogLines(LowWater.class);
    private final List<String> lines = log.all();

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    private void after(Duration time) {
        clock.advance(time);
        lowWater.look(List.of(pool));
    }

    private void add(int size) {
        pool.add(new Block(UUID.randomUUID(), SecretBytes.copyOf(new byte[size]), Origin.LABORATORY))
                .join();
    }

    @Test
    void whoStaysLowIsWarnedOfOnceAndTheEndIsSaid() {
        add(120);
        after(Duration.ZERO);
        pool.allocate(Duration.ZERO, 60);
        after(Duration.ofHours(12));
        after(Duration.ofSeconds(59));
        assertEquals(List.of(), lines);
        after(Duration.ofSeconds(2));
        after(Duration.ofHours(1));
        assertEquals(
                List.of("WARNING the PSRD of hank/client is low, and no block comes: 60 bytes are left, for 0.5 days at"
                        + " the present rate"),
                lines);
        lines.clear();
        add(100);
        after(Duration.ofSeconds(1));
        assertEquals(List.of("INFO the PSRD of hank/client is filled again"), lines);
    }

    @Test
    void whoIsFilledInTimeIsNotSpokenOf() {
        after(Duration.ZERO);
        after(Duration.ofSeconds(50));
        add(100);
        after(Duration.ofSeconds(5));
        pool.allocate(Duration.ZERO, 60);
        after(Duration.ofSeconds(10));
        assertEquals(List.of(), lines);
    }
}

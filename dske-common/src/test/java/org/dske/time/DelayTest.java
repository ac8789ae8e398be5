package org.dske.time;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayTest {
    @Test
    void itEndsWhenItsTimeIsOverAndNotBefore() {
        Deadline end = Deadline.in(Duration.ofMillis(20));
        CompletableFuture<Boolean> over = Delay.of(Duration.ofMillis(20)).thenApply(ended -> end.isOver());
        assertTrue(over.orTimeout(60, TimeUnit.SECONDS).join());
        assertFalse(Delay.of(Duration.ofHours(1)).isDone());
    }

    @Test
    void noTimeIsOverSoon() {
        Delay.of(Duration.ZERO).orTimeout(60, TimeUnit.SECONDS).join();
        Delay.of(Duration.ofSeconds(-1)).orTimeout(60, TimeUnit.SECONDS).join();
    }
}

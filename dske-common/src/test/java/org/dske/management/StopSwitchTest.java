package org.dske.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dske.config.ManagementSettings;
import org.junit.jupiter.api.Test;

class StopSwitchTest {
    private final AtomicInteger stops = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final StopSwitch stopSwitch = new StopSwitch(
            new ManagedNode() {
                @Override
                public Object status(boolean mayReveal) {
                    return Map.of();
                }

                @Override
                public List<Metric> metrics() {
                    return List.of();
                }

                @Override
                public List<Check> checks() {
                    return List.of();
                }

                @Override
                public void stop() {
                    stops.incrementAndGet();
                    stopped.countDown();
                }
            },
            new ManagementSettings(false, false, false));

    @Test
    void aNodeRunsUntilItIsStopped() {
        assertFalse(stopSwitch.isStopped());
        assertEquals(0, stops.get());
    }

    @Test
    void aNodeThatIsStoppedTwiceStopsOnce() throws InterruptedException {
        stopSwitch.stop();
        stopSwitch.stop();
        assertTrue(stopSwitch.isStopped());
        assertTrue(stopped.await(20, TimeUnit.SECONDS));
        assertEquals(1, stops.get());
    }
}

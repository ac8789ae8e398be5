package org.dske.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    private long within(Duration bound) {
        return histogram.counts().buckets().stream()
                .filter(bucket -> bucket.bound().equals(bound))
                .mapToLong(LatencyHistogram.Bucket::count)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTimeIsWithinItsBoundAndAllLongerOnes() {
        histogram.add(Duration.ofMillis(1));
        assertEquals(0, within(Duration.ofNanos(500_000)));
        assertEquals(1, within(Duration.ofMillis(1)));
        assertEquals(1, within(Duration.ofSeconds(10)));
        assertEquals(1, within(LatencyHistogram.Bucket.UNBOUNDED));
    }

    @Test
    void whatIsLongerThanAllIsCounted() {
        histogram.add(Duration.ofMinutes(1));
        assertEquals(0, within(Duration.ofSeconds(10)));
        assertEquals(1, within(LatencyHistogram.Bucket.UNBOUNDED));
        assertEquals(Duration.ofMinutes(1), histogram.counts().sum());
    }

    @Test
    void nothingIsLostAmongThreads() {
        IntStream.range(0, 10_000).parallel().forEach(i -> histogram.add(Duration.ofNanos(i * 1_000L)));
        List<LatencyHistogram.Bucket> buckets = histogram.counts().buckets();
        assertEquals(10_000, buckets.getLast().count());
        assertEquals(251, buckets.getFirst().count());
        assertEquals(Duration.ofMillis(49_995), histogram.counts().sum());
    }
}

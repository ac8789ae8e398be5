package org.dske.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dske.time.LatencyHistogram;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    @Test
    void metricsAreWrittenOneAfterTheOtherWithTheirLabelsInOrder() {
        Metric wrong = new Metric(
                "dske_wrong_shares_total",
                Metric.Type.COUNTER,
                "Wrong shares",
                List.of(
                        new Metric.Sample(Map.of("hub", "hank", "a", "b"), 3),
                        new Metric.Sample(Map.of("hub", "helen"), 0)));
        Metric shares = Metric.of("dske_shares", Metric.Type.GAUGE, "Shares held", 7);
        assertEquals("""
                # HELP dske_wrong_shares_total Wrong shares
                # TYPE dske_wrong_shares_total counter
                dske_wrong_shares_total{a="b",hub="hank"} 3
                dske_wrong_shares_total{hub="helen"} 0
                # HELP dske_shares Shares held
                # TYPE dske_shares gauge
                dske_shares 7
                """, MetricsText.of(List.of(wrong, shares)));
    }

    @Test
    void nothingThatALabelHoldsEndsItOrItsLine() {
        Metric metric =
                new Metric("x", Metric.Type.GAUGE, "a\\b\nc", List.of(new Metric.Sample(Map.of("l", "\"} 1\n\\"), 0)));
        assertEquals(
                "# HELP x a\\\\b\\nc\n# TYPE x gauge\nx{l=\"\\\"} 1\\n\\\\\"} 0\n", MetricsText.of(List.of(metric)));
    }

    @Test
    void aHistogramHasBucketsThatAddUpItsSumAndItsCount() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.add(Duration.ofMillis(3));
        histogram.add(Duration.ofMillis(4_500));
        String text =
                MetricsText.of(List.of(Metric.histograms("x_seconds", "How long", "hub", Map.of("hank", histogram))));
        List<String> lines = text.lines().toList();
        assertEquals("# TYPE x_seconds histogram", lines.get(1));
        assertEquals("x_seconds_bucket{hub=\"hank\",le=\"0.00025\"} 0", lines.get(2));
        assertTrue(lines.contains("x_seconds_bucket{hub=\"hank\",le=\"0.0025\"} 0"), text);
        assertTrue(lines.contains("x_seconds_bucket{hub=\"hank\",le=\"0.005\"} 1"), text);
        assertTrue(lines.contains("x_seconds_bucket{hub=\"hank\",le=\"1\"} 1"), text);
        assertTrue(lines.contains("x_seconds_bucket{hub=\"hank\",le=\"5\"} 2"), text);
        assertEquals(
                List.of(
                        "x_seconds_bucket{hub=\"hank\",le=\"+Inf\"} 2",
                        "x_seconds_sum{hub=\"hank\"} 4.503",
                        "x_seconds_count{hub=\"hank\"} 2"),
                lines.subList(lines.size() - 3, lines.size()));
    }

    @Test
    void aCounterIsNamedAsOne() {
        assertThrows(IllegalArgumentException.class, () -> Metric.of("x_total", Metric.Type.GAUGE, "x", 0));
        assertThrows(IllegalArgumentException.class, () -> Metric.of("x", Metric.Type.COUNTER, "x", 0));
    }
}

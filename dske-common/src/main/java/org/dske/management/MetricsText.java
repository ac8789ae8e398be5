package org.dske.management;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Metrics as Prometheus and what understands it read them. Source: Prometheus, "Exposition formats", text format 0.0.4.
 */
final class MetricsText {
    /** The media type, with the version of the format. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private MetricsText() {}

    /** Writes metrics, each with another name, as lines. */
    static String of(List<Metric> metrics) {
        return metrics.stream().map(MetricsText::of).collect(Collectors.joining());
    }

    private static String of(Metric metric) {
        StringBuilder text = new StringBuilder();
        text.append("# HELP ").append(metric.name()).append(' ').append(escape(metric.help()));
        text.append("\n# TYPE ")
                .append(metric.name())
                .append(' ')
                .append(metric.type().wireName());
        text.append('\n');
        for (Metric.Sample sample : metric.samples()) {
            text.append(metric.name()).append(sample.suffix()).append(labels(sample.labels()));
            text.append(' ').append(Metric.number(sample.value())).append('\n');
        }
        return text.toString();
    }

    private static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? ""
                : new TreeMap<>(labels)
                        .entrySet().stream()
                                .map(label -> label.getKey() + "=\""
                                        + escape(label.getValue()).replace("\"", "\\\"") + "\"")
                                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }
}

package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.administrator.Administrators;
import org.dske.testing.Http;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Documents about metrics, and the alert rules and the dashboard, name metrics that there are. */
@ExtendWith(SharedNetwork.class)
class MonitoringIT {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\w+) (\\w+)$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("\\bdske_\\w+");

    private final LaunchedNetwork network;
    private final Set<String> metrics = new TreeSet<>();
    private final Set<String> series = new TreeSet<>();

    MonitoringIT(LaunchedNetwork network) {
        this.network = network;
    }

    @BeforeEach
    void readMetrics() {
        for (String node : Set.of("hank", "carol")) {
            TYPE.matcher(metricsOf(network.node(node))).results().forEach(this::note);
        }
    }

    private static String metricsOf(Node node) {
        return Http.get(node.managementUrl("/mgmt/v1/metrics"), "Authorization", node.token(Administrators.Role.READ))
                .text();
    }

    private void note(MatchResult type) {
        String name = type.group(1);
        metrics.add(name);
        Stream<String> suffixes =
                type.group(2).equals("histogram") ? Stream.of("_bucket", "_sum", "_count") : Stream.of("");
        suffixes.forEach(suffix -> series.add(name + suffix));
    }

    @Test
    void theUserGuideTellsOfAllMetricsAndOfNoOthers() throws IOException {
        String guide = Files.readString(DOCS.resolve("user-guide.md"));
        int begin = guide.indexOf("\n## Metrics");
        String section = guide.substring(begin, guide.indexOf("\n## ", begin + 1));
        assertEquals(
                metrics,
                section.lines()
                        .filter(line -> line.startsWith("| `"))
                        .flatMap(line -> names(line.substring(0, line.indexOf('|', 1))))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theAlertRulesWatchMetricsThatThereAre() throws IOException {
        Path file = DOCS.resolve("monitoring/alerts.yaml");
        Object rules = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        assertWatches(String.valueOf(rules));
    }

    @Test
    void theDashboardShowsMetricsThatThereAre() throws IOException {
        try (InputStream file = Files.newInputStream(DOCS.resolve("monitoring/grafana-dashboard.json"));
                var reader = Json.createReader(file)) {
            assertWatches(reader.readObject().getJsonArray("panels").toString());
        }
    }

    private void assertWatches(String expressions) {
        Set<String> watched = names(expressions).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(watched.size() > 5, watched::toString);
        watched.removeAll(series);
        assertEquals(Set.of(), watched, "no such metrics");
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group);
    }
}

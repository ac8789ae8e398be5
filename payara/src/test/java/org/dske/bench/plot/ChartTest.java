package org.dske.bench.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dske.bench.plot.Line.Point;
import org.dske.launcher.LauncherException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {
    private static final String POINT = """
            {"x": %d, "load": {"keys": %d, "cpu_ms_per_key": {"total": 15.5},
             "latency_ms": {"pair": {"p50": 4.5, "p99": 12}}}}""";

    private static JsonObject result(String over, String... points) {
        return Json.createReader(new StringReader("{\"format\": \"dske-bench-scale/1\", \"over\": \"" + over
                        + "\", \"points\": [" + String.join(",", points) + "]}"))
                .readObject();
    }

    private static Document parse(Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(chart.toSvg())));
    }

    @Test
    void aChartIsWellFormedWhateverItsNamesAre() throws Exception {
        Chart chart = new Chart(
                "a < b & \"c\"",
                "x\u0000",
                "</svg>",
                List.of(new Line("<l>", List.of(new Point(1, 2), new Point(10, 3)))));

        Document svg = parse(chart);

        assertEquals("svg", svg.getDocumentElement().getTagName());
        assertEquals("a < b & \"c\"", svg.getElementsByTagName("title").item(0).getTextContent());
        assertEquals(1, svg.getElementsByTagName("polyline").getLength());
        assertTrue(svg.getElementsByTagName("style").item(0).getTextContent().contains("prefers-color-scheme: dark"));
    }

    @Test
    void equalFactorsAreEqualDistancesAndMoreIsHigher() throws Exception {
        Chart chart = new Chart(
                "t",
                "x",
                "y",
                List.of(new Line("l", List.of(new Point(1, 1), new Point(10, 10), new Point(100, 100)))));

        String[] points = ((Element)
                        parse(chart).getElementsByTagName("polyline").item(0))
                .getAttribute("points")
                .split("[ ,]");

        double[] at =
                java.util.Arrays.stream(points).mapToDouble(Double::parseDouble).toArray();
        assertEquals(at[2] - at[0], at[4] - at[2], 0.11);
        assertEquals(at[3] - at[1], at[5] - at[3], 0.11);
        assertTrue(at[2] > at[0] && at[3] < at[1], String.join(" ", points));
    }

    @Test
    void aSinglePointHasAPlaceToo() throws Exception {
        Chart chart = new Chart("t", "x", "y", List.of(new Line("l", List.of(new Point(100, 100)))));

        assertTrue(parse(chart).getElementsByTagName("circle").getLength() > 0);
        assertTrue(chart.toSvg().indexOf("NaN") < 0, chart::toSvg);
    }

    @Test
    void nothingToDrawIsNoChart() {
        assertThrows(IllegalArgumentException.class, () -> new Chart("t", "x", "y", List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Point(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Point(1, Double.NaN));
    }

    @Test
    void aResultHasLinesOfCostAndLatencyWithoutThePointsWhereNoKeyCame() throws Exception {
        JsonObject result = result("hubs", POINT.formatted(3, 10), POINT.formatted(5, 10), POINT.formatted(33, 0));

        Chart chart = ScaleChart.of(Map.of("hubs", result));

        assertEquals(
                List.of("CPU a key", "latency p50", "latency p99"),
                chart.lines().stream().map(Line::name).toList());
        assertEquals(
                List.of(new Point(3, 15.5), new Point(5, 15.5)),
                chart.lines().get(0).points());
        parse(chart);
    }

    @Test
    void twoResultsAreTwoSetsOfLinesIfTheyAreOverTheSame() {
        JsonObject hubs = result("hubs", POINT.formatted(3, 10));

        assertEquals(6, ScaleChart.of(Map.of("a", hubs, "b", hubs)).lines().size());
        assertThrows(
                LauncherException.class,
                () -> ScaleChart.of(Map.of("a", hubs, "b", result("bits of a key", POINT.formatted(64, 10)))));
    }

    @Test
    void whatIsNoResultIsRefused() {
        assertThrows(LauncherException.class, () -> ScaleChart.of(Map.of("a", JsonObject.EMPTY_JSON_OBJECT)));
        assertThrows(LauncherException.class, () -> ScaleChart.of(Map.of("a", result("hubs"))));
        assertThrows(LauncherException.class, () -> ScaleChart.of(Map.of("a", result("hubs", "{\"x\": 1}"))));
        assertThrows(LauncherException.class, () -> ScaleChart.of(Map.of("a", result("hubs", "7"))));
        assertThrows(LauncherException.class, () -> ScaleChart.of(Map.of("a", result("hubs", POINT.formatted(0, 1)))));
    }
}

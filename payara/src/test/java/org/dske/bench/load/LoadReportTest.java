package org.dske.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Notes notes = new Notes();

    private static ProcessorTime spent(String name, Duration loaded, Duration generator) {
        return new ProcessorTime(Map.of(name, loaded), generator);
    }

    private Measured keys(Loop loop, ProcessorTime spent) {
        return new Measured(
                new LoadResult(loop, TEN_SECONDS, notes.done(), notes.latencies(), notes.failures()), spent);
    }

    private static Measured echoes(long number, Duration spent) {
        return new Measured(
                new LoadResult(new Loop.Closed(32), TEN_SECONDS, number, Map.of(), List.of()),
                spent("echo", spent, Duration.ZERO));
    }

    private static LoadReport report(Measured keys, List<Measured> floors) {
        return new LoadReport("a network", OptionalInt.of(256), 1, Optional.empty(), List.of(keys), floors);
    }

    @Test
    void aKeyIsComparedWithTwelveEchoesByTheProcessorTimeOfTheServersAlone() {
        notes.done(1000);
        // 15 ms a key against 12 x 0.125 ms; the load generator's own time is in neither.
        Measured keys = keys(new Loop.Closed(1), spent("hank", Duration.ofSeconds(15), Duration.ofSeconds(90)));

        assertEquals(
                10, LoadReport.ratio(keys, echoes(8000, Duration.ofSeconds(1))).orElseThrow(), 1e-9);
    }

    @Test
    void withoutProcessesOrKeysThereIsNoRatio() {
        Measured none = keys(new Loop.Closed(1), spent("hank", Duration.ofSeconds(15), Duration.ZERO));
        notes.done(1000);
        Measured elsewhere = keys(new Loop.Closed(1), new ProcessorTime(Map.of(), Duration.ZERO));

        assertTrue(LoadReport.ratio(none, echoes(1, Duration.ofMillis(1))).isEmpty());
        assertTrue(LoadReport.ratio(elsewhere, echoes(1, Duration.ofMillis(1))).isEmpty());
    }

    @Test
    void theJsonHasTheMembersThatTheUserGuideTells() {
        notes.took("enc_keys", Duration.ofMillis(4));
        notes.done(1);
        notes.failed("dec_keys", "status 503", "too few hubs", 1);
        notes.failed("dec_keys", "status 503", "too few hubs, again", 1);
        Measured keys = keys(new Loop.Open(100, 256), spent("hank", Duration.ofMillis(15), Duration.ofMillis(2)));

        JsonObject json = report(keys, List.of(echoes(8, Duration.ofMillis(1)))).toJson();

        assertEquals(Set.of("format", "target", "machine", "size", "number", "loads", "floors"), json.keySet());
        JsonObject load = json.getJsonArray("loads").getJsonObject(0);
        assertEquals("open", load.getString("loop"));
        assertEquals(100, load.getInt("rate"));
        assertEquals(256, load.getInt("encryptors"));
        assertEquals(0.1, load.getJsonNumber("keys_per_second").doubleValue(), 1e-9);
        JsonObject latency = load.getJsonObject("latency_ms").getJsonObject("enc_keys");
        assertEquals(Set.of("count", "p50", "p90", "p99", "p99.9", "max"), latency.keySet());
        assertEquals(4, latency.getJsonNumber("p99.9").doubleValue(), 0.01);
        assertEquals(2, load.getInt("failed"));
        JsonObject failure = load.getJsonArray("failures").getJsonObject(0);
        assertEquals("dec_keys", failure.getString("call"));
        assertEquals("status 503", failure.getString("kind"));
        assertEquals(2, failure.getInt("count"));
        assertEquals("too few hubs", failure.getString("first"));
        JsonObject cpu = load.getJsonObject("cpu_ms_per_key");
        assertEquals(15, cpu.getJsonNumber("total").doubleValue(), 1e-9);
        assertEquals(2, cpu.getJsonNumber("generator").doubleValue(), 1e-9);
        assertEquals("hank", cpu.getJsonArray("processes").getJsonObject(0).getString("name"));
        assertEquals(
                10, load.getJsonArray("key_per_twelve_echoes").getJsonNumber(0).doubleValue(), 1e-9);
        assertEquals(
                0.125,
                json.getJsonArray("floors")
                        .getJsonObject(0)
                        .getJsonNumber("cpu_ms_per_echo")
                        .doubleValue(),
                1e-9);
    }

    @Test
    void theTextShowsLatenciesProcessorTimeAndWhatFailed() {
        notes.took("enc_keys", Duration.ofMillis(4));
        notes.done(1);
        notes.failed("dec_keys", "no answer", "the KME of sofia does not answer", 3);
        Measured keys = keys(new Loop.Closed(8), spent("hank", Duration.ofMillis(15), Duration.ofMillis(2)));

        LoadReport report = report(keys, List.of());

        assertEquals(3, report.failed());
        String text = report.toText();
        assertTrue(text.contains("8 encryptors  enc_keys  1      4.0"), text);
        assertTrue(text.contains("hank 15.000 ms, load generator 2.000 ms"), text);
        assertTrue(text.contains("3 x dec_keys, no answer; the first: the KME of sofia does not answer"), text);
        assertFalse(text.contains("floor"), text);
    }

    @Test
    void nodesThatShareAProcessAreSaidToAndWhatItTookBeforeIsNotCounted() {
        Map<ProcessHandle, List<String>> nodes = new LinkedHashMap<>();
        nodes.put(ProcessHandle.current(), List.of("hank", "carol"));
        Processes processes = new Processes(nodes);

        ProcessorTime before = processes.processorTime();
        ProcessorTime spent = processes.processorTime().since(before);

        assertEquals(2, processes.mostNodes());
        String name = spent.loaded().keySet().iterator().next();
        assertEquals("2 nodes in one process (hank carol)", name);
        assertTrue(spent.loaded().get(name).compareTo(before.loaded().get(name)) < 0, spent::toString);
    }
}

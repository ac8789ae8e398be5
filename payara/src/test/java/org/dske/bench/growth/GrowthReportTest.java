package org.dske.bench.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.dske.bench.growth.GrowthReport.Minute;
import org.junit.jupiter.api.Test;

class GrowthReportTest {
    private static GrowthReport of(long... mebibytes) {
        return new GrowthReport(LongStream.of(mebibytes)
                .mapToObj(each -> new Minute(100, 0, Map.of("hub hank", each - 50, "client carol", 50L)))
                .toList());
    }

    @Test
    void whatGrowsOnceIsNoGrowth() {
        assertEquals(
                0, of(300, 400, 450, 500, 500, 500, 500, 500).mebibytesAnHour().getAsDouble());
    }

    @Test
    void whatGrowsEachMinuteIs() {
        assertEquals(120, of(500, 500, 500, 502, 504, 506).mebibytesAnHour().getAsDouble());
    }

    @Test
    void oneMinuteThatIsUnlikeTheOthersSaysNothing() {
        assertEquals(
                0,
                of(500, 500, 500, 500, 500, 500, 700, 500, 500, 500)
                        .mebibytesAnHour()
                        .getAsDouble());
    }

    @Test
    void whatShrinksIsNegative() {
        assertTrue(of(500, 500, 500, 498, 496, 494).mebibytesAnHour().getAsDouble() < 0);
    }

    @Test
    void oneMinuteHasNone() {
        assertTrue(of(500).mebibytesAnHour().isEmpty());
        assertFalse(of(500).toText().contains("growth"));
        assertFalse(of(500).toJson().containsKey("growth_mib_per_hour"));
    }

    @Test
    void theTableHasALineAMinuteAndTheGrowth() {
        List<String> lines = of(400, 500, 500, 502).toText().lines().toList();
        assertTrue(lines.get(1).matches("1 +100 +0 +400"), lines.get(1));
        assertEquals("growth in the second half: 120.0 MiB an hour", lines.getLast());
    }

    @Test
    void theJsonHasEachProcess() {
        JsonObject json = of(400, 500, 500, 502).toJson();
        assertEquals("dske-bench-growth/1", json.getString("format"));
        JsonObject minute = json.getJsonArray("minutes").getJsonObject(3);
        assertEquals(452, minute.getJsonObject("resident_mib").getInt("hub hank"));
        assertEquals(100, minute.getInt("keys"));
        assertEquals(120, json.getJsonNumber("growth_mib_per_hour").doubleValue());
    }
}

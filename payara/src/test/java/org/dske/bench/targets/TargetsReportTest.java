package org.dske.bench.targets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsReportTest {
    private final TargetsReport report = new TargetsReport();

    @Test
    void costsAreToBeLowAndKeyMaterialIsToBeMuch() {
        assertTrue(Target.PAIR_ALONE.isMetBy(3));
        assertFalse(Target.PAIR_ALONE.isMetBy(3.01));
        assertTrue(Target.KEY_MATERIAL.isMetBy(200));
        assertFalse(Target.KEY_MATERIAL.isMetBy(199.9));
        assertFalse(Target.FAILURES_128.isMetBy(1));
    }

    @Test
    void whatWasNotMeasuredMeetsNothing() {
        assertFalse(Target.ENC_KEYS_P99.isMetBy(Double.NaN));
        assertFalse(Target.KEY_MATERIAL.isMetBy(Double.NaN));
    }

    @Test
    void whatCouldNotBeMeasuredIsLeftOutOfTheJson() {
        report.add(Target.ENC_KEYS_P99, Double.NaN);

        JsonObject target = report.toJson().getJsonArray("targets").getJsonObject(0);

        assertFalse(target.containsKey("measured"));
        assertFalse(target.getBoolean("met"));
        assertTrue(report.toText().contains("1 encryptor  -  "), report::toText);
    }

    @Test
    void theTableHasFiguresBesideTargetsInTheirOrder() {
        report.add(Target.KEY_OF_128, 0.2512);
        report.add(Target.PAIR_ALONE, 7.5);
        report.note(Target.PAIR_ALONE, "15 ms");

        List<String> lines = report.toText().lines().toList();

        assertTrue(
                lines.get(1).matches("CPU a pair, number = 1, 1 encryptor +7.50 +<= 3 +x 12 echoes +no +15 ms"),
                lines.get(1));
        assertTrue(lines.get(2).matches("CPU a key, number = 128 +0.251 +<= 0.070 +x 12 echoes +no"), lines.get(2));
    }

    @Test
    void theJsonHasANameForEachThatStays() {
        report.add(Target.START_OF_ONE, 11.5);

        JsonObject target = report.toJson().getJsonArray("targets").getJsonObject(0);

        assertEquals("start_of_one", target.getString("name"));
        assertEquals(12, target.getInt("target"));
        assertEquals(11.5, target.getJsonNumber("measured").doubleValue());
        assertTrue(target.getBoolean("met"));
    }
}

package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.dske.config.ConfigurationException;
import org.dske.config.Settings;
import org.dske.error.InvalidException;
import org.dske.key.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyLimitsTest {
    private static KeyLimits limits(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put("dske." + properties[i], properties[i + 1]);
        }
        return KeyLimits.of(new Settings(new NodeName("carol"), all));
    }

    @Test
    void shortKeysAreForThoseWhoAllowThem() {
        assertEquals(new KeyLimits(256, 128, 16_384, 128), limits());
        assertEquals(new KeyLimits(256, 64, 16_384, 128), limits("sharing.allow-short-keys", "true"));
        assertEquals(192, limits("etsi.min-key-size", "192").minKeySize());
    }

    @Test
    void whatIsNotNamedIsTheDefault() {
        assertEquals(256, limits().size(null));
        assertEquals(512, limits("etsi.key-size", "512").size(null));
        assertEquals(1, limits().number(null));
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        assertEquals(128, limits().size("128"));
        assertEquals(16_384, limits().size("16384"));
        assertEquals(1, limits().number("1"));
        assertEquals(128, limits().number("128"));
    }

    @Test
    void aSizeIsAMultipleOfEight() {
        InvalidException e = assertThrows(InvalidException.class, () -> limits().size("129"));
        assertEquals("size shall be a multiple of 8", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "etsi.max-key-size,64",
        "etsi.key-size,64",
        "etsi.key-size,20000",
        "etsi.key-size,257",
        "etsi.min-key-size,129",
        "etsi.max-key-size,16383"
    })
    void limitsThatContradictEachOtherAreRefusedByName(String setting, String value) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> limits(setting, value));
        assertTrue(String.valueOf(e.getMessage()).startsWith("dske." + setting + " = '" + value + "'"), e::getMessage);
    }
}

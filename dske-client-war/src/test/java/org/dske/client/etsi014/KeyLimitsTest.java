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
import org.dske.sharing.SharingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertEquals(new KeyLimits(256, 64, 128, 16_384, 128, 8), limits());
        assertEquals(new KeyLimits(256, 64, 64, 16_384, 128, 8), limits("sharing.allow-short-keys", "true"));
        assertEquals(192, limits("etsi.min-key-size", "192").minKeySize(SharingMode.CLASSIC));
    }

    @Test
    void shortKeysAreForTheModeIts() {
        assertEquals(64, limits().size("64", SharingMode.ITS));
        assertEquals(128, limits().minKeySize(SharingMode.CLASSIC));
        assertEquals(64, limits().minKeySize(SharingMode.ITS));
        assertEquals(
                "size is '56', which is not a whole number from 64 to 16384",
                assertThrows(InvalidException.class, () -> limits().size("56", SharingMode.ITS))
                        .getMessage());
        assertEquals(
                "size is '64', which is not a whole number from 128 to 16384",
                assertThrows(InvalidException.class, () -> limits().size("64", SharingMode.CLASSIC))
                        .getMessage());
    }

    /** Else a request for the default could be refused with a slave whose client speaks classic only. */
    @Test
    void aShortDefaultIsForThoseWhoRequireIts() {
        assertEquals(64, limits("etsi.key-size", "64").keySize());
        assertEquals(
                64,
                limits("etsi.key-size", "64", "security.require-its", "false", "sharing.allow-short-keys", "true")
                        .keySize());
        assertThrows(
                ConfigurationException.class, () -> limits("etsi.key-size", "64", "security.require-its", "false"));
    }

    @Test
    void whatIsNotNamedIsTheDefault() {
        assertEquals(256, limits().size(null, SharingMode.CLASSIC));
        assertEquals(512, limits("etsi.key-size", "512").size(null, SharingMode.CLASSIC));
        assertEquals(1, limits().number(null));
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        assertEquals(128, limits().size("128", SharingMode.CLASSIC));
        assertEquals(16_384, limits().size("16384", SharingMode.CLASSIC));
        assertEquals(1, limits().number("1"));
        assertEquals(128, limits().number("128"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "7", "129", "100", "16385", "999999999999999999"})
    void aSizeThatIsNoMultipleOfEightIsRefusedForThat(String size) {
        assertEquals(
                "size shall be a multiple of 8",
                assertThrows(InvalidException.class, () -> limits().size(size, SharingMode.CLASSIC))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-8",
                "-7",
                "8",
                "120",
                "16392",
                "99999999999999999999999999",
                "1e3",
                "128.0",
                "\"256\"",
                "true"
            })
    void aSizeOutOfRangeIsNamedWithItsValueAndTheLimits(String size) {
        assertEquals(
                "size is '" + (size.length() > 20 ? size.substring(0, 20) + "..." : size)
                        + "', which is not a whole number from 128 to 16384",
                assertThrows(InvalidException.class, () -> limits().size(size, SharingMode.CLASSIC))
                        .getMessage());
    }

    @Test
    void howMuchOneRequestMayAskForIsConfigured() {
        KeyLimits limits = limits("etsi.max-key-per-request", "2", "etsi.max-sae-id-count", "0");
        assertEquals(2, limits.number("2"));
        assertEquals(
                "number is '3', which is not a whole number from 1 to 2",
                assertThrows(InvalidException.class, () -> limits.number("3")).getMessage());
        assertEquals(0, limits.maxSaeIdCount());
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
        ConfigurationException e = assertThrows(
                ConfigurationException.class, () -> limits(setting, value, "security.require-its", "false"));
        assertTrue(String.valueOf(e.getMessage()).startsWith("dske." + setting + " = '" + value + "'"), e::getMessage);
    }
}

package org.dske.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dske.key.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static Settings settings(Map<String, String> properties) {
        return new Settings(new NodeName("hank"), properties);
    }

    private static String refusal(Map<String, String> properties) {
        return String.valueOf(assertThrows(ConfigurationException.class, () -> settings(properties))
                .getMessage());
    }

    @Test
    void theNodesOwnSettingWinsOverTheCommonOneAndThatOverTheDefault() {
        String key = "dske.psrd.wait";
        String own = "dske.hank.psrd.wait";
        assertEquals(Duration.ofSeconds(2), settings(Map.of()).duration(Setting.PSRD_WAIT));
        assertEquals(Duration.ofSeconds(5), settings(Map.of(key, "5s")).duration(Setting.PSRD_WAIT));
        assertEquals(Duration.ofSeconds(7), settings(Map.of(own, "7s")).duration(Setting.PSRD_WAIT));
        assertEquals(
                Duration.ofSeconds(7), settings(Map.of(key, "5s", own, "7s")).duration(Setting.PSRD_WAIT));
        assertEquals(
                Duration.ofSeconds(2),
                settings(Map.of("dske.helen.psrd.wait", "7s")).duration(Setting.PSRD_WAIT));
    }

    @Test
    void itIsKnownWhetherSomebodySetASetting() {
        assertFalse(settings(Map.of()).isSet(Setting.PSRD_WAIT));
        assertTrue(settings(Map.of("dske.psrd.wait", "2s")).isSet(Setting.PSRD_WAIT));
        assertTrue(settings(Map.of("dske.hank.psrd.wait", "2s")).isSet(Setting.PSRD_WAIT));
        assertFalse(settings(Map.of("dske.helen.psrd.wait", "2s")).isSet(Setting.PSRD_WAIT));
        assertEquals(new NodeName("hank"), settings(Map.of()).node());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dske.",
                "dske.psrd",
                "dske.psrd.waits",
                "dske.psrd.wait.more",
                "dske.hank",
                "dske.hank.wait",
                "dske.hank.psrd",
                "dske..psrd.wait",
                "dske.ha nk.psrd.wait",
                "dske.PSRD.WAIT",
                "dske.wait"
            })
    void anUnknownKeyStopsTheNode(String key) {
        assertEquals(key + " is not a setting of dske", refusal(Map.of(key, "2s")));
    }

    @Test
    void otherKeysAreSomebodyElses() {
        assertDoesNotThrow(() -> settings(Map.of("java.home", "/x", "dske", "1", "dskex.psrd.wait", "1", "", "")));
    }

    @Test
    void aBadValueStopsTheNodeWithOneLineThatNamesKeyValueAndWhatIsAllowed() {
        assertEquals(
                "dske.psrd.block-size = '12' is not allowed: allowed is a whole number from 64 to 16777216",
                refusal(Map.of("dske.psrd.block-size", "12")));
        assertEquals(
                "dske.hank.psrd.wait = '2' is not allowed: allowed is a whole number and a unit: ms, s, m or h, such as 300ms",
                refusal(Map.of("dske.hank.psrd.wait", "2")));
        assertEquals(
                "dske.signature.hash = 'md5' is not allowed: allowed is one of hmac-sha256, sha256",
                refusal(Map.of("dske.signature.hash", "md5")));
        assertEquals(
                "dske.psrd.demonstration = 'yes' is not allowed: allowed is true or false",
                refusal(Map.of("dske.psrd.demonstration", "yes")));
    }

    @Test
    void aBadValueForAnotherNodeStopsTheNodeToo() {
        assertTrue(refusal(Map.of("dske.helen.psrd.wait", "x")).startsWith("dske.helen.psrd.wait = 'x'"));
    }

    @ParameterizedTest
    @CsvSource({
        "psrd.block-size,''",
        "psrd.block-size,1e3",
        "psrd.block-size,99999999999",
        "psrd.block-size,-64",
        "psrd.block-size,+64",
        "psrd.block-size,٦٤",
        "psrd.block-size,16777217",
        "psrd.block-size,' 64'",
        "psrd.wait,1.5s",
        "psrd.wait,-1s",
        "psrd.wait,1 s",
        "psrd.wait,1d",
        "psrd.wait,s",
        "psrd.wait,9999999999s",
        "psrd.wait,''",
        "psrd.demonstration,TRUE",
        "psrd.demonstration,''",
        "signature.hash,''",
        "signature.hash,SHA256",
        "sharing.threshold,1",
        "sharing.threshold,255"
    })
    void valuesAreReadStrictly(String setting, String value) {
        assertTrue(refusal(Map.of("dske." + setting, value)).startsWith("dske." + setting + " = '" + value + "'"));
    }

    @ParameterizedTest
    @CsvSource({"300ms,PT0.3S", "2s,PT2S", "5m,PT5M", "24h,PT24H", "0s,PT0S", "999999999h,PT999999999H"})
    void durationsHaveAUnit(String text, String expected) {
        assertEquals(
                Duration.parse(expected),
                settings(Map.of("dske.psrd.wait", text)).duration(Setting.PSRD_WAIT));
    }

    @Test
    void listsAreSeparatedByCommasAndBlanksDoNotCount() {
        Settings settings = settings(Map.of("dske.client.hubs", " http://a/hub/hank, ,http://b/hub/helen,"));
        assertEquals(List.of("http://a/hub/hank", "http://b/hub/helen"), settings.list(Setting.CLIENT_HUBS));
        assertEquals(List.of(), settings(Map.of()).list(Setting.CLIENT_HUBS));
    }

    @Test
    void eachKindIsReadAsItsType() {
        Settings settings = settings(Map.of("dske.management.reveal", "true", "dske.signature.hash", "sha256"));
        assertTrue(settings.flag(Setting.MANAGEMENT_REVEAL));
        assertFalse(settings.flag(Setting.ETSI_LOOPBACK));
        assertEquals("sha256", settings.word(Setting.SIGNATURE_HASH));
        assertEquals(3, settings.number(Setting.SHARING_THRESHOLD));
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAllowedOrThereIsNone(Setting setting) {
        if (!setting.defaultText().isEmpty()) {
            assertDoesNotThrow(() -> setting.kind().parse().apply(setting.defaultText()));
            assertDoesNotThrow(() -> settings(Map.of(setting.key(), setting.defaultText())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySettingIsFoundByItsKeysAndNoOther(Setting setting) {
        assertEquals(setting, Setting.of(setting.key()).orElseThrow());
        assertEquals(setting, Setting.of(setting.key("hank")).orElseThrow());
        assertEquals(setting, Setting.of(setting.key("hank.example.org")).orElseThrow());
        for (Setting other : Setting.values()) {
            String name = other.key().substring(Setting.PREFIX.length());
            assertFalse(other != setting && setting.key().endsWith("." + name), setting + " could be node's " + other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.hank", "a.b.c", "psrd", "etsi", "key-share", "psrd.wait", "client", "dske"})
    void aNodeMayBeNamedLikeAPartOfASettingOrHaveDots(String name) {
        String own = "dske." + name + ".psrd.wait";
        Settings settings = new Settings(new NodeName(name), Map.of(own, "7s", "dske.key-share.grace", "9s"));
        assertEquals(Duration.ofSeconds(7), settings.duration(Setting.PSRD_WAIT));
        assertEquals(Duration.ofSeconds(9), settings.duration(Setting.KEY_SHARE_GRACE));
        assertEquals(Duration.ofSeconds(2), settings(Map.of(own, "7s")).duration(Setting.PSRD_WAIT));
    }

    @Test
    void theSettingsAreAsTheyWereAtTheStart() {
        Map<String, String> properties = new java.util.HashMap<>(Map.of("dske.psrd.wait", "5s"));
        Settings settings = settings(properties);
        properties.put("dske.psrd.wait", "nonsense");
        assertEquals(Duration.ofSeconds(5), settings.duration(Setting.PSRD_WAIT));
    }
}

package org.dske.client.psrd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import org.dske.config.ConfigurationException;
import org.dske.config.Settings;
import org.dske.key.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfBandSettingsTest {
    @Test
    void aHubWithAPortOfItsOwnIsCalledThereAndOthersAtTheirUrl() {
        OutOfBandSettings settings = settings("hank=8300, he.len=8301");

        assertEquals(URI.create("http://host_1:8300/hub/hank"), settings.of(URI.create("http://host_1:8100/hub/hank")));
        assertEquals(
                URI.create("http://[::1]:8301/hub/he.len"), settings.of(URI.create("http://[::1]:8100/hub/he.len")));
        assertEquals(URI.create("http://host/hub/holly"), settings.of(URI.create("http://host/hub/holly")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hank", "hank=", "hank=0", "hank=65536", "hank=-1", "=8300", "a/b=8300", "hank=1,hank=2"})
    void anythingElseIsRefused(String value) {
        assertThrows(ConfigurationException.class, () -> settings(value));
    }

    private static OutOfBandSettings settings(String value) {
        return OutOfBandSettings.of(new Settings(new NodeName("carol"), Map.of("dske.client.oob-ports", value)));
    }
}

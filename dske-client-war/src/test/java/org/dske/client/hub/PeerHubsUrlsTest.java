package org.dske.client.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.dske.config.ConfigurationException;
import org.dske.config.Settings;
import org.dske.key.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerHubsUrlsTest {
    private static List<URI> urls(String text) {
        return PeerHubs.urls(new Settings(new NodeName("carol"), Map.of("dske.client.hubs", text)));
    }

    @Test
    void theOrderIsThatOfTheConfiguration() {
        assertEquals(
                List.of(
                        URI.create("http://b:1/hub/hank"),
                        URI.create("http://a:2/x/hub/helen"),
                        URI.create("http://[::1]:3/holly/")),
                urls("http://b:1/hub/hank, http://a:2/x/hub/helen ,http://[::1]:3/holly/"));
        assertEquals(List.of(), urls(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hank",
                "/hub/hank",
                "https://a/hub/hank",
                "ftp://a/hub/hank",
                "http:///hub/hank",
                "http:hank",
                "http://a",
                "http://a/",
                "http://a/hub/ha nk",
                "http://a/hub/h%C3%A4nk",
                "http://a/hub/hank,http://b/hub/hank",
                "http://a/hub/hank,http://b/hank/",
                "http://a/hub/hank?x=y",
                "http://a/hub/hank#x",
                "http://[::1/hub/hank"
            })
    void whatIsNoBaseUrlIsRefusedInOneLine(String text) {
        ConfigurationException e = assertThrows(ConfigurationException.class, () -> urls(text));
        assertTrue(String.valueOf(e.getMessage()).startsWith("dske.client.hubs = '" + text + "' is not allowed"));
    }
}

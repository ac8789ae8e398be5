package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.dske.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {
    private final LogLines log = new LogLines(HttpTransport.class);
    private final List<String> warnings = log.all();

    @AfterEach
    void stopListening() {
        log.close();
        System.clearProperty(HttpTransport.IDLE_PROPERTY);
    }

    private void start(String seconds) {
        System.setProperty(HttpTransport.IDLE_PROPERTY, seconds);
        new HttpTransport().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "1200"})
    void whoeverKeepsIdleConnectionsLongerThanHubsDoIsTold(String seconds) {
        start(seconds);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(seconds + " s (" + HttpTransport.IDLE_PROPERTY + ")"), warnings::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "30", "59"})
    void whoeverDropsThemBeforeIsNot(String seconds) {
        start(seconds);
        assertEquals(List.of(), warnings);
    }

    @Test
    void anInterfaceIsBelowItsHubWhetherItsUrlEndsWithASlashOrNot() {
        URI expected = URI.create("http://[::1]:3/hub/hank/dske/oob/v1");
        assertEquals(expected, HttpTransport.url(URI.create("http://[::1]:3/hub/hank"), "dske/oob/v1"));
        assertEquals(expected, HttpTransport.url(URI.create("http://[::1]:3/hub/hank/"), "dske/oob/v1"));
    }

    @Test
    void namesAreEncodedWhollyInPathsAndQueries() {
        assertEquals("a%2Fb%3Bc%20%3F%26%25%2B%C3%A9", HubRequest.encode("a/b;c ?&%+\u00e9"));
    }
}

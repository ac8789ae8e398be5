package org.dske.hub.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's page, which is where its management interface is. */
class PageResourceTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

    private TestHub hub = TestHub.start();

    @AfterEach
    void close() {
        hub.close();
    }

    private Response get(String path) {
        return Http.get(hub.base() + "/" + path);
    }

    private void restart(String... properties) {
        hub.close();
        hub = TestHub.start(properties);
    }

    @Test
    void everyFileOfThePageIsThere() {
        assertEquals("text/html;charset=utf-8", get("").header("content-type"));
        List<String> links = LINK.matcher(get("").text())
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.equals("./"))
                .toList();
        assertTrue(links.size() > 4, links::toString);
        for (String link : links) {
            assertEquals(200, get(link).status(), link);
        }
        assertEquals(200, get("openapi.yaml").status());
    }

    @Test
    void withoutASlashAtTheEndItsLinksWorkAsWell() {
        String url = hub.base().toString();
        String name = url.substring(url.lastIndexOf('/') + 1);
        assertTrue(Http.get(url).text().contains("<base href=\"" + name + "/\">"));
        assertTrue(get("").text().contains("<base href=\"./\">"));
    }

    @Test
    void nothingRunsOrComesFromAnywhereElse() {
        String policy = get("").header("content-security-policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(get("").text().contains("://"));
        assertFalse(get("page/page.js").text().contains("://"));
        assertFalse(get("").text().matches("(?s).*<script[^>]*>[^<].*"), "a script in the page itself");
        assertFalse(get("").text().contains("style="));
    }

    @Test
    void whoNeedsNoTokenIsToldSo() {
        assertTrue(get("").text().contains("name=\"dske-token\" content=\"not needed\""));
        restart("laboratory", "false");
        assertTrue(get("").text().contains("name=\"dske-token\" content=\"needed\""));
        assertEquals(401, get("mgmt/v1/status").status());
    }

    @Test
    void itIsAtThePortOfTheManagementInterfaceAndAtNoOther() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        restart("management.port", String.valueOf(port));
        URI own = URI.create("http://127.0.0.1:" + port + hub.base().getPath() + "/");
        for (String path : List.of("", "page/page.js")) {
            assertEquals(200, Http.get(own + path).status(), path);
            assertEquals(404, get(path).status(), path);
        }
        assertEquals(404, Http.get(own + "openapi.yaml").status());
        assertEquals(404, Http.get(own + "pages").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"page/page.html", "page/uPlot.esm.js", "page/org/dske/page/page.js", "nothing"})
    void otherFilesAreNotThere(String path) {
        assertEquals(404, get(path).status(), get(path)::toString);
        assertEquals("application/json", get(path).header("content-type"));
    }

    @ParameterizedTest
    @CsvSource({
        "page.js, text/javascript;charset=utf-8",
        "elements.js, text/javascript;charset=utf-8",
        "uPlot.iife.min.js, text/javascript;charset=utf-8",
        "page.css, text/css;charset=utf-8",
        "uPlot.min.css, text/css;charset=utf-8",
        "icon.svg, image/svg+xml;charset=utf-8",
    })
    void filesHaveTheirMediaTypes(String file, String type) {
        assertEquals(type, get("page/" + file).header("content-type"));
    }
}

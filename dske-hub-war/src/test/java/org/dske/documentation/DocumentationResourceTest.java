package org.dske.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.dske.http.FailureMapper;
import org.dske.http.JsonbProvider;
import org.dske.testing.DependentScope;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node serves its own documentation, out of the class path of its WAR. */
class DocumentationResourceTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private static HttpServer server;
    private static URI node;

    @BeforeAll
    static void start() {
        ResourceConfig application =
                new ResourceConfig(DocumentationResource.class, FailureMapper.class, JsonbProvider.class);
        application.register(DependentScope.binder());
        server = GrizzlyHttpServerFactory.createHttpServer(URI.create("http://localhost:0/hub/hank"), application);
        int port = server.getListeners().iterator().next().getPort();
        node = URI.create("http://localhost:" + port + "/hub/hank/");
    }

    @AfterAll
    static void stop() {
        server.shutdownNow();
    }

    @Test
    void theDocumentIsTheOneOfTheWar() throws Exception {
        HttpResponse<String> response = get("openapi.yaml");
        assertEquals(200, response.statusCode());
        assertEquals("application/yaml", type(response));
        assertTrue(response.body().contains("title: DSKE hub"));
    }

    @Test
    void everyLinkOfThePageWorksWithAndWithoutASlashAtTheEnd() throws Exception {
        for (String page : List.of("docs", "docs/")) {
            HttpResponse<String> response = get(page);
            assertEquals("text/html;charset=utf-8", type(response));
            List<String> links = linksIn(response.body());
            assertTrue(links.size() > 4, response.body());
            URI base = node.resolve(page).resolve(links.get(0));
            for (String link : links) {
                assertEquals(200, get(base.resolve(link)).statusCode(), page + ": " + link);
            }
        }
    }

    @Test
    void nothingIsLoadedFromAnywhereElse() throws Exception {
        HttpResponse<String> page = get("docs");
        assertTrue(page.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .startsWith("default-src 'self';"));
        assertFalse(page.body().contains("://"));
        assertFalse(get("docs/start.js").body().contains("://"));
    }

    @Test
    void filesHaveTheirMediaTypes() throws Exception {
        assertEquals("text/javascript;charset=utf-8", type(get("docs/swagger-ui-bundle.js")));
        assertEquals("text/css;charset=utf-8", type(get("docs/swagger-ui.css")));
        assertEquals("image/png", type(get("docs/favicon-32x32.png")));
    }

    @Test
    void otherFilesOfTheClassPathAreNotThere() throws Exception {
        for (String path : List.of(
                "docs/index.html",
                "docs/swagger-ui.js",
                "docs/openapi.yaml",
                "docs/..%2fopenapi.yaml",
                "docs/%2e%2e%2f%2e%2e%2fopenapi.yaml",
                "docs/org/dske/documentation/index.html",
                "docs/..%5copenapi.yaml")) {
            HttpResponse<String> response = get(path);
            assertEquals(404, response.statusCode(), path);
            assertEquals("application/json", type(response), path);
        }
    }

    private static List<String> linksIn(String page) {
        return LINK.matcher(page).results().map(match -> match.group(1)).toList();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(URI.create(node + path));
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}

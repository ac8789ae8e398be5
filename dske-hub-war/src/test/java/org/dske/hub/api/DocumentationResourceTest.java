package org.dske.hub.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.dske.config.ManagementSettings;
import org.dske.documentation.DocumentationResource;
import org.dske.documentation.OpenApiDocument;
import org.dske.http.FailureMapper;
import org.dske.http.JsonbProvider;
import org.dske.testing.DependentScope;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;

/** A node serves its own documentation, out of the class path of its WAR. */
class DocumentationResourceTest {
    private static final URI NODE = URI.create("http://localhost:8100/hub/hank/");
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private final ApplicationHandler application = node(false);

    private static ApplicationHandler node(boolean laboratory) {
        return new ApplicationHandler(new ResourceConfig(
                        DocumentationResource.class, FailureMapper.class, JsonbProvider.class)
                .register(DependentScope.binder())
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(HubBeans.document()).to(OpenApiDocument.class);
                        bind(new ManagementSettings(false, false, laboratory)).to(ManagementSettings.class);
                    }
                }));
    }

    private record Answer(int status, String type, String policy, String body) {}

    @Test
    void theDocumentIsTheOneOfTheWar() throws Exception {
        Answer answer = get("openapi.yaml");
        assertEquals(200, answer.status());
        assertEquals("application/yaml", answer.type());
        assertTrue(answer.body().contains("title: DSKE hub"));
    }

    @Test
    void everyLinkOfThePageWorksWithAndWithoutASlashAtTheEnd() throws Exception {
        for (String page : List.of("docs", "docs/")) {
            Answer answer = get(page);
            assertEquals("text/html;charset=utf-8", answer.type());
            List<String> links = LINK.matcher(answer.body())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertTrue(links.size() > 4, answer.body());
            // The first one is the base of the others.
            URI base = NODE.resolve(page).resolve(links.get(0));
            for (String link : links.subList(1, links.size())) {
                assertEquals(200, get(base.resolve(link)).status(), page + ": " + link);
            }
        }
    }

    @Test
    void nothingIsLoadedFromAnywhereElse() throws Exception {
        Answer page = get("docs");
        assertTrue(page.policy().startsWith("default-src 'self';"), page.policy());
        assertFalse(page.body().contains("://"));
        assertFalse(get("docs/start.js").body().contains("://"));
    }

    @Test
    void inALaboratoryThePageSaysSo() throws Exception {
        Answer page = get(node(true), NODE.resolve("docs"));
        assertTrue(page.body().contains("This node is in a laboratory"), page.body());
        assertFalse(page.body().contains("notice"));
        assertFalse(get("docs").body().contains("laboratory"));
    }

    @Test
    void filesHaveTheirMediaTypes() throws Exception {
        assertEquals("text/javascript;charset=utf-8", get("docs/start.js").type());
        assertEquals(
                "text/javascript;charset=utf-8",
                get("docs/swagger-ui-bundle.js").type());
        assertEquals("text/css;charset=utf-8", get("docs/swagger-ui.css").type());
        assertEquals("image/png", get("docs/favicon-32x32.png").type());
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
            Answer answer = get(path);
            assertEquals(404, answer.status(), path);
            assertEquals("application/json", answer.type(), path);
        }
    }

    private Answer get(String path) throws Exception {
        return get(URI.create(NODE + path));
    }

    private Answer get(URI uri) throws Exception {
        return get(application, uri);
    }

    private static Answer get(ApplicationHandler application, URI uri) throws Exception {
        ContainerRequest request = new ContainerRequest(
                NODE, uri, "GET", null, new MapPropertiesDelegate(), application.getConfiguration());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ContainerResponse response = application.apply(request, body).get();
        return new Answer(
                response.getStatus(),
                String.valueOf(response.getMediaType()),
                String.valueOf(response.getHeaderString("Content-Security-Policy")),
                body.toString(StandardCharsets.UTF_8));
    }
}

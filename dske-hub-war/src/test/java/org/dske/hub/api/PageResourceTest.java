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
import org.dske.page.PageResource;
import org.dske.testing.DependentScope;
import org.glassfish.hk2.utilities.binding.AbstractBinder;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's page, beside its documentation, as both are in a WAR. */
class PageResourceTest {
    private static final URI NODE = URI.create("http://localhost:8100/hub/hank/");
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#]+)\"");

    private final ApplicationHandler application = new ApplicationHandler(new ResourceConfig(
                    PageResource.class, DocumentationResource.class, FailureMapper.class, JsonbProvider.class)
            .register(DependentScope.binder())
            .register(new AbstractBinder() {
                @Override
                protected void configure() {
                    bind(HubBeans.document()).to(OpenApiDocument.class);
                    bind(new ManagementSettings(false, false, false)).to(ManagementSettings.class);
                }
            }));

    @Test
    void everyFileOfThePageIsThere() throws Exception {
        ContainerResponse page = get("");
        assertEquals("text/html;charset=utf-8", String.valueOf(page.getMediaType()));
        List<String> links = LINK.matcher(body(""))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.equals("./") && !link.endsWith("/"))
                .toList();
        assertTrue(links.size() > 4, links::toString);
        for (String link : links) {
            assertEquals(200, get(link).getStatus(), link);
        }
        assertEquals(200, get("docs/").getStatus());
        assertEquals(200, get("openapi.yaml").getStatus());
    }

    @Test
    void nothingRunsOrComesFromAnywhereElse() throws Exception {
        String policy = get("").getHeaderString("Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(body("").contains("://"));
        assertFalse(body("page/page.js").contains("://"));
        assertFalse(body("").matches("(?s).*<script[^>]*>[^<].*"), "a script in the page itself");
        assertFalse(body("").contains("style="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page/page.html",
                "page/uPlot.esm.js",
                "page/..%2fpage.html",
                "page/org/dske/page/page.js",
                "nothing"
            })
    void otherFilesAreNotThere(String path) throws Exception {
        assertEquals(404, get(path).getStatus());
        assertEquals("application/json", String.valueOf(get(path).getMediaType()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"page/page.js", "page/uPlot.iife.min.js"})
    void scriptsAreScripts(String path) throws Exception {
        assertEquals("text/javascript;charset=utf-8", String.valueOf(get(path).getMediaType()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"page/page.css", "page/uPlot.min.css"})
    void stylesAreStyles(String path) throws Exception {
        assertEquals("text/css;charset=utf-8", String.valueOf(get(path).getMediaType()));
    }

    private ContainerResponse get(String path) throws Exception {
        return get(path, new ByteArrayOutputStream());
    }

    private String body(String path) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        get(path, body);
        return body.toString(StandardCharsets.UTF_8);
    }

    private ContainerResponse get(String path, ByteArrayOutputStream body) throws Exception {
        ContainerRequest request = new ContainerRequest(
                NODE,
                URI.create(NODE + path),
                "GET",
                null,
                new MapPropertiesDelegate(),
                application.getConfiguration());
        return application.apply(request, body).get();
    }
}

package org.dske.documentation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Map;
import org.dske.body.Body;
import org.dske.config.ManagementSettings;
import org.dske.http.Endpoint;
import org.dske.page.WebFiles;
import org.dske.page.WebFiles.WebFile;

/**
 * A node's own documentation: {@code openapi.yaml} is its {@linkplain OpenApiDocument OpenAPI document}, and {@code docs} shows it in
 * Swagger UI. All links are relative, so it works at any context path and behind
 * any proxy, and all files come out of the WAR, so it works without a network.
 *
 * <p>It is not authenticated: it says nothing about the node but what its program can do.
 */
@Path("/")
@Endpoint
@Singleton
public final class DocumentationResource {
    /** The page may load what comes from this node, and nothing else. Swagger UI needs inline styles and pictures. */
    private static final String CONTENT_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    private static final String OWN = "org/dske/documentation/";
    /** Where the page has room for what there is to say of this node. */
    private static final String NOTICE = "<!-- notice -->";

    private static final String LABORATORY =
            "<p role=\"note\" style=\"margin: 0; padding: 1em; background: #fde68a; color: #000\">"
                    + "This node is in a laboratory (<code>dske.laboratory</code>): it believes whoever reaches it,"
                    + " and is not for keys that matter.</p>";

    /** Our own start of Swagger UI shows this node's document and asks nobody else. */
    private static final WebFiles FILES = new WebFiles(Map.of(
            "start.js", WebFile.own(OWN + "start.js"),
            "swagger-ui-bundle.js", swaggerUi("swagger-ui-bundle.js"),
            "swagger-ui.css", swaggerUi("swagger-ui.css"),
            "favicon-32x32.png", swaggerUi("favicon-32x32.png")));

    private final OpenApiDocument document;
    private final ManagementSettings settings;

    @Inject
    public DocumentationResource(OpenApiDocument document, ManagementSettings settings) {
        this.document = document;
        this.settings = settings;
    }

    /** {@return the OpenAPI document in YAML, with the media type of RFC 9512} */
    @GET
    @Path("openapi.yaml")
    public Response openApi() throws IOException {
        return Response.ok(document.read(), "application/yaml").build();
    }

    /** Swagger UI, at {@code docs} and at {@code docs/}, on which its relative links depend. In a laboratory it says so. */
    @GET
    @Path("docs")
    public Response page(@Context UriInfo uri) throws IOException {
        String base = uri.getPath().endsWith("/") ? "./" : "docs/";
        String page = WebFiles.page(OWN + "index.html", base);
        return Response.ok(page.replace(NOTICE, settings.laboratory() ? LABORATORY : ""), "text/html;charset=utf-8")
                .header("Content-Security-Policy", CONTENT_POLICY)
                .build();
    }

    /** A file that the page needs. */
    @GET
    @Path("docs/{file}")
    public Response file(@PathParam("file") String name) throws IOException {
        WebFile file = FILES.get(name);
        byte[] content = file.content();
        return Response.ok((StreamingOutput) out -> Body.writeInPieces(content, out), file.mediaType())
                .build();
    }

    private static WebFile swaggerUi(String name) {
        return WebFile.ofWebJar("org.webjars", "swagger-ui", name);
    }
}

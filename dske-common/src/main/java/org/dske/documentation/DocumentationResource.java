package org.dske.documentation;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/**
 * A node's own documentation: {@code openapi.yaml} is its OpenAPI document, which each WAR brings along at the root of its
 * class path, and {@code docs} shows it in Swagger UI. All links are relative, so it works at any context path and behind
 * any proxy, and all files come out of the WAR, so it works without a network.
 *
 * <p>It is not authenticated: it says nothing about the node but what its program can do.
 */
@Path("/")
@Dependent
public final class DocumentationResource {
    /** The page may load what comes from this node, and nothing else. Swagger UI needs inline styles and pictures. */
    private static final String CONTENT_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    private static final String PAGE = "org/dske/documentation/index.html";
    private static final String BASE = "<base href=\"./\">";

    /** {@return the OpenAPI document in YAML, with the media type of RFC 9512} */
    @GET
    @Path("openapi.yaml")
    public Response openApi() {
        return Response.ok(ClassPath.read("openapi.yaml"), "application/yaml").build();
    }

    /** Swagger UI, at {@code docs} and at {@code docs/}, on which its relative links depend. */
    @GET
    @Path("docs")
    public Response page(@Context UriInfo uri) {
        String page = ClassPath.text(PAGE);
        String base = uri.getPath().endsWith("/") ? BASE : "<base href=\"docs/\">";
        return Response.ok(page.replace(BASE, base), "text/html;charset=utf-8")
                .header("Content-Security-Policy", CONTENT_POLICY)
                .build();
    }

    /** A file that the page needs. */
    @GET
    @Path("docs/{file}")
    public Response file(@PathParam("file") String name) {
        DocumentationFile file = DocumentationFile.of(name)
                .orElseThrow(() -> new RequestException(ErrorCode.NOT_FOUND, "there is no such file"));
        return Response.ok(file.content(), file.mediaType()).build();
    }
}

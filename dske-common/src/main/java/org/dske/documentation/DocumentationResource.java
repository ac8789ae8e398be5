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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.body.Body;
import org.dske.config.ManagementSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.http.Endpoint;

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
    private static final String WEB_JAR = "META-INF/resources/webjars/swagger-ui/";
    private static final String WEB_JAR_DESCRIPTION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String BASE = "<base href=\"./\">";

    /** Where the page has room for what there is to say of this node. */
    private static final String NOTICE = "<!-- notice -->";

    private static final String LABORATORY =
            "<p role=\"note\" style=\"margin: 0; padding: 1em; background: #fde68a; color: #000\">"
                    + "This node is in a laboratory (<code>dske.laboratory</code>): it believes whoever reaches it,"
                    + " and is not for keys that matter.</p>";

    /** Our own start of Swagger UI, which shows this node's document and asks nobody else. */
    private static final String START = "start.js";

    /** The files that the page is made of, with their media types: these, and nothing else that a request may name. */
    private static final Map<String, String> FILES = Map.of(
            START,
            "text/javascript;charset=utf-8",
            "swagger-ui-bundle.js",
            "text/javascript;charset=utf-8",
            "swagger-ui.css",
            "text/css;charset=utf-8",
            "favicon-32x32.png",
            "image/png");

    /** One copy for all nodes of a process that share this class. */
    private static final Map<String, byte[]> CONTENTS = new ConcurrentHashMap<>();

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
        String page = new String(read(OWN + "index.html"), StandardCharsets.UTF_8);
        String base = uri.getPath().endsWith("/") ? BASE : "<base href=\"docs/\">";
        String notice = settings.laboratory() ? LABORATORY : "";
        return Response.ok(page.replace(BASE, base).replace(NOTICE, notice), "text/html;charset=utf-8")
                .header("Content-Security-Policy", CONTENT_POLICY)
                .build();
    }

    /** A file that the page needs. */
    @GET
    @Path("docs/{file}")
    public Response file(@PathParam("file") String name) throws IOException {
        String mediaType = FILES.get(name);
        if (mediaType == null) {
            throw new RequestException(ErrorCode.NOT_FOUND, "there is no such file");
        }
        byte[] content = content((name.equals(START) ? OWN : webJar()) + name);
        return Response.ok((StreamingOutput) out -> Body.writeInPieces(content, out), mediaType)
                .build();
    }

    /** Where the files of the WebJar {@code org.webjars:swagger-ui} are: their paths have its version in them. */
    private static String webJar() throws IOException {
        Properties description = new Properties();
        description.load(new ByteArrayInputStream(read(WEB_JAR_DESCRIPTION)));
        return WEB_JAR + description.getProperty("version") + "/";
    }

    /** Unpacked once: it takes long enough for somebody who asks again and again to keep a node busy. */
    private static byte[] content(String path) throws IOException {
        byte[] known = CONTENTS.get(path);
        if (known == null) {
            known = read(path);
            CONTENTS.put(path, known);
        }
        return known;
    }

    /** Out of what the WAR has: this class may be of a loader that nodes share, and which knows nothing of that. */
    private static byte[] read(String path) throws IOException {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(path + " is not in the application");
            }
            return file.readAllBytes();
        }
    }
}

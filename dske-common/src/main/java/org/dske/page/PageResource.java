package org.dske.page;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.Map;
import org.dske.administrator.AdministratorFilter;
import org.dske.administrator.CertifiedAdministrators;
import org.dske.body.Body;
import org.dske.config.ManagementSettings;
import org.dske.http.ConnectionFilter;
import org.dske.http.Endpoint;
import org.dske.page.WebFiles.WebFile;
import org.dske.protocol.Resources;

/**
 * A node's page, at its base URL: what its management interface tells, as people like to see it. It is where that interface is, and nothing of
 * the node is in it: the browser asks for the status, and shows the token that somebody has given it.
 */
@Path(Resources.PAGE)
@Endpoint
@Singleton
public final class PageResource {
    /** Nothing from elsewhere, nothing in the page itself that runs, and nowhere to send anything but this node. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    private static final String OWN = "org/dske/page/";

    private static final WebFiles FILES = new WebFiles(Map.of(
            "page.js", WebFile.own(OWN + "page.js"),
            "elements.js", WebFile.own(OWN + "elements.js"),
            "page.css", WebFile.own(OWN + "page.css"),
            "icon.svg", WebFile.own(OWN + "icon.svg"),
            "uPlot.iife.min.js", WebFile.ofWebJar("org.webjars.npm", "uplot", "dist/uPlot.iife.min.js"),
            "uPlot.min.css", WebFile.ofWebJar("org.webjars.npm", "uplot", "dist/uPlot.min.css")));

    /** What the page says of whether who looks at it needs a token: so that it does not ask in vain. */
    private static final String TOKEN = "content=\"needed\"";

    private static final String NO_TOKEN = "content=\"not needed\"";

    private final CertifiedAdministrators certified;
    private final ManagementSettings settings;

    @Inject
    public PageResource(CertifiedAdministrators certified, ManagementSettings settings) {
        this.certified = certified;
        this.settings = settings;
    }

    /** The page, with or without a slash at the end of the node's URL. */
    @GET
    public Response page(@Context ContainerRequestContext request) throws IOException {
        String path = ConnectionFilter.arrivalOf(request).path();
        String base = path.endsWith("/") || path.isEmpty() ? "./" : path.substring(path.lastIndexOf('/') + 1) + "/";
        String page = WebFiles.page(OWN + "page.html", base);
        boolean needed = AdministratorFilter.needsToken(request, certified, settings);
        return Response.ok(needed ? page : page.replace(TOKEN, NO_TOKEN), "text/html;charset=utf-8")
                .header("Content-Security-Policy", CONTENT_POLICY)
                .header("Cache-Control", "no-cache")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** A file that the page needs. */
    @GET
    @Path(Resources.PAGE_FILES + "/{file}")
    public Response file(@PathParam("file") String name) throws IOException {
        WebFile file = FILES.get(name);
        byte[] content = file.content();
        return Response.ok((StreamingOutput) out -> Body.writeInPieces(content, out), file.mediaType())
                .build();
    }
}

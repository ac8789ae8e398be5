package org.dske.hub.signature;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import org.dske.config.HttpSettings;
import org.dske.http.Body;
import org.dske.protocol.Resources;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.Signature;
import org.jspecify.annotations.Nullable;

/**
 * Lets only requests through whose signature verifies over the exact bytes that arrived. It says who sent a request, not
 * whether they may do what they ask for: that is the resource's work.
 */
@Provider
@Signed
@Dependent
public final class SignedRequestFilter implements ContainerRequestFilter {
    private final RequestVerifier verifier;
    private final int maxBody;

    // The raw query as it was sent; UriInfo may encode it anew.
    @Context
    private @Nullable HttpServletRequest servletRequest;

    /**
     * A hub's filter.
     *
     * @param verifier checks signatures
     * @param http the largest body
     */
    @Inject
    public SignedRequestFilter(RequestVerifier verifier, HttpSettings http) {
        this.verifier = verifier;
        this.maxBody = http.maxBody();
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String header = request.getHeaderString(Signature.HEADER);
        if (header == null) {
            throw new InvalidSignatureException("the request has no " + Signature.HEADER);
        }
        byte[] body = Body.read(request.getEntityStream(), maxBody);
        SignedExchange exchange = verifier.verify(header, request.getMethod(), resource(request), rawQuery(), body);
        request.setEntityStream(new ByteArrayInputStream(body));
        request.setProperty(SignedExchange.property(), exchange);
    }

    private static String resource(ContainerRequestContext request) {
        return request.getUriInfo().getPath(false).substring(Resources.API.length() + 1);
    }

    private String rawQuery() {
        return Objects.requireNonNullElse(Objects.requireNonNull(servletRequest).getQueryString(), "");
    }
}

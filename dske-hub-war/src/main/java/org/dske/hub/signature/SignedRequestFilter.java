package org.dske.hub.signature;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.dske.body.Body;
import org.dske.http.ConnectionFilter;
import org.dske.http.ConnectionFilter.Arrival;
import org.dske.http.UnderWayFilter;
import org.dske.limit.Caller;
import org.dske.limit.UnderWay;
import org.dske.protocol.Resources;
import org.dske.psrd.Pool.Use;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.Signature;

/**
 * Lets only those requests of the in-band interface through whose signature verifies over the exact bytes that arrived. It
 * says who sent a request, not whether they may do what they ask for: that is the resource's work.
 *
 * <p>What a header says is checked before the body is read: whoever has no bytes of a client's pool to name makes the hub
 * read nothing and hold nothing.
 *
 * <p>It comes before a resource is chosen. So what the hub does not have, a method or a media type included, is said with a
 * signature to those who sign, and not at all to others.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
@Dependent
public final class SignedRequestFilter implements ContainerRequestFilter {
    private static final String IN_BAND = Resources.API + "/";
    private static final String BELOW_NODE = "/" + IN_BAND;

    private final RequestVerifier verifier;
    private final UnderWay underWay;

    @Inject
    public SignedRequestFilter(RequestVerifier verifier, UnderWay underWay) {
        this.verifier = verifier;
        this.underWay = underWay;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String path = request.getUriInfo().getPath(false);
        if (!path.startsWith(IN_BAND)) {
            return;
        }
        String header = request.getHeaderString(Signature.HEADER);
        if (header == null) {
            throw new InvalidSignatureException("the request has no " + Signature.HEADER);
        }
        // Path and query as they were sent; UriInfo may encode them anew.
        Arrival arrival = ConnectionFilter.arrivalOf(request);
        String resource = resource(arrival.path());
        boolean registers = request.getMethod().equals(HttpMethod.PUT) && resource.equals(Resources.REGISTRATION);
        String connection = arrival.address() + " " + arrival.remotePort();
        try (SignedRequest signed = verifier.begin(header, connection, registers ? Use.REGISTRATION : Use.EXCHANGE)) {
            byte[] body = Body.read(
                    request.getEntityStream(), request.getHeaderString(HttpHeaders.CONTENT_LENGTH), signed.bodyLimit());
            SignedExchange exchange = signed.verify(request.getMethod(), resource, arrival.query(), body);
            request.setEntityStream(new ByteArrayInputStream(body));
            request.setProperty(SignedExchange.PROPERTY, exchange);
            // Not earlier: whoever has heard the names of a client's bytes would take its places.
            UnderWayFilter.hold(
                    request,
                    underWay.enter(
                            new Caller(Caller.Kind.CLIENT, signed.client().peer())));
        }
    }

    /** The path behind that of the interface, as it was sent. */
    private static String resource(String path) {
        int start = path.indexOf(BELOW_NODE);
        if (start < 0) {
            // A spelling that the server sees through, and a signature does not.
            throw new InvalidSignatureException("the path is not spelled as " + BELOW_NODE);
        }
        return path.substring(start + BELOW_NODE.length());
    }
}

package org.dske.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Set;

/**
 * Turns HEAD down where GET uses something up. JAX-RS takes HEAD for GET without the answer: it would spend a pad on a share
 * that is not sent, or make a block that the client never sees. OPTIONS, which JAX-RS answers by itself, goes the same way.
 */
@Provider
@PreMatching
public final class HeadFilter implements ContainerRequestFilter {
    /** The interfaces of which a GET uses up PSRD or a key. */
    private static final List<String> USING_UP = List.of("dske/", "etsi/");

    /** A method that no resource has: for want of it a path is not found, or says which methods it takes. */
    private static final String NONE = "NONE";

    private static final Set<String> ANSWERED_UNASKED = Set.of(HttpMethod.HEAD, HttpMethod.OPTIONS);

    @Override
    public void filter(ContainerRequestContext request) {
        if (ANSWERED_UNASKED.contains(request.getMethod())
                && USING_UP.stream().anyMatch(request.getUriInfo().getPath(false)::startsWith)) {
            request.setMethod(NONE);
        }
    }
}

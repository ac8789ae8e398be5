package org.dske.hub.api;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/**
 * Turns HEAD down where GET uses something up. JAX-RS takes HEAD for GET without the answer: it would spend a pad on a share
 * that is not sent, or make a block that the client never sees.
 */
@Provider
@PreMatching
public final class HeadFilter implements ContainerRequestFilter {
    /** What the in-band and the out-of-band interface have in common. */
    private static final String PROTOCOL = "dske/";

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.HEAD)
                && request.getUriInfo().getPath(false).startsWith(PROTOCOL)) {
            throw new NotAllowedException(HttpMethod.GET);
        }
    }
}

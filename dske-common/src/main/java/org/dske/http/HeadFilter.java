package org.dske.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Turns HEAD down where GET uses something up. JAX-RS takes HEAD for GET without the answer: it would spend a pad on a share
 * that is not sent, or make a block that the client never sees.
 */
@Provider
@PreMatching
public final class HeadFilter implements ContainerRequestFilter {
    /** The interfaces of which a GET uses up PSRD or a key. */
    private static final List<String> USING_UP = List.of("dske/", "etsi/");

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.HEAD)
                && USING_UP.stream().anyMatch(request.getUriInfo().getPath(false)::startsWith)) {
            throw new NotAllowedException(HttpMethod.GET);
        }
    }
}

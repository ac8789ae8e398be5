package org.dske.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Turns HEAD down where GET uses something up. JAX-RS takes HEAD for GET without the answer: it would spend a pad on a share
 * that is not sent, or make a block that the client never sees. OPTIONS, which JAX-RS answers by itself, past what is in front of a
 * resource, goes the same way everywhere.
 */
@Provider
@PreMatching
@Priority(HeadFilter.BEFORE_SIGNING)
public final class HeadFilter implements ContainerRequestFilter, ContainerResponseFilter {
    /** Responses go through the filters with the highest number first, and what is signed is what is sent. */
    static final int BEFORE_SIGNING = Priorities.USER + 1;

    private static final String ASKED_WITH_HEAD = HeadFilter.class.getName();

    /** The interfaces of which a GET uses up PSRD or a key. */
    private static final List<String> USING_UP = List.of("dske/", "etsi/");

    /** A method that no resource has: for want of it a path is not found, or says which methods it takes. */
    private static final String NONE = "NONE";

    @Override
    public void filter(ContainerRequestContext request) {
        boolean head = request.getMethod().equals(HttpMethod.HEAD)
                && USING_UP.stream().anyMatch(request.getUriInfo().getPath(false)::startsWith);
        if (head || request.getMethod().equals(HttpMethod.OPTIONS)) {
            request.setProperty(ASKED_WITH_HEAD, head);
            request.setMethod(NONE);
        }
    }

    /** A response to HEAD has no body, an error neither. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (Boolean.TRUE.equals(request.getProperty(ASKED_WITH_HEAD))) {
            response.setEntity(null);
        }
    }
}

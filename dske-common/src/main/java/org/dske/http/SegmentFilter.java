package org.dske.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;

/**
 * Makes a semicolon what RFC 3986 (section 3.3) says that it is: an ordinary character of a segment. JAX-RS takes what is behind one
 * for a matrix parameter, and drops it: an SAE ID {@code x;y} in a path would be the SAE {@code x}, and {@code dske;x/} the
 * interface {@code dske/} for a resource, and not for a filter. So it comes before all that looks at a path.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 200)
public final class SegmentFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        String path = uri.getRequestUri().getRawPath();
        if (path.indexOf(';') >= 0) {
            request.setRequestUri(
                    uri.getBaseUri(),
                    uri.getRequestUriBuilder()
                            .replacePath(path.replace(";", "%3B"))
                            .build());
        }
    }
}

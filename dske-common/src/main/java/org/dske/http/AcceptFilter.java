package org.dske.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers in the one form that each resource has, whatever a request says that it accepts (RFC 9110, section 12.4.1, leaves that to
 * the server): JSON in UTF-8 but for the documentation and the metrics. JAX-RS would repeat the parameters of {@code Accept} as those
 * of the answer's type, encode the answer in a charset that is named there, and fail if there is no such charset.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 200)
public final class AcceptFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        request.getHeaders().remove(HttpHeaders.ACCEPT);
    }
}

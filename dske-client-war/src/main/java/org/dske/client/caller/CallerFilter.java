package org.dske.client.caller;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.dske.http.ConnectionFilter;
import org.dske.key.SaeId;

/**
 * Lets only this client's encryptors through to the interface for encryptors, before anything else of a request is looked
 * at. It does not say which keys they may have: the hubs do. On a secure connection it reads no header.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
@Dependent
public final class CallerFilter implements ContainerRequestFilter {
    /** What every path of the interface for encryptors starts with. */
    public static final String INTERFACE = "etsi/";

    private static final String PROPERTY = CallerFilter.class.getName();

    private final Callers callers;

    /** A client's filter. */
    @Inject
    public CallerFilter(Callers callers) {
        this.callers = callers;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getUriInfo().getPath(false).startsWith(INTERFACE)) {
            request.setProperty(
                    PROPERTY,
                    request.getSecurityContext().isSecure()
                            ? callers.certified(ConnectionFilter.certificatesOf(request))
                            : callers.claimed(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
        }
    }

    /**
     * The encryptor that sent a request.
     *
     * @return one of this client's encryptors
     * @throws NotAuthorisedException if the request has not come through this filter
     */
    public static SaeId callerOf(ContainerRequestContext request) {
        return find(request).orElseThrow(() -> new NotAuthorisedException("to use this KME"));
    }

    /** The encryptor that sent a request; nothing if that is not known. */
    public static Optional<SaeId> find(ContainerRequestContext request) {
        return Optional.ofNullable((SaeId) request.getProperty(PROPERTY));
    }
}

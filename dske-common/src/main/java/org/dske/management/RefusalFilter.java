package org.dske.management;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.dske.protocol.Resources;

/** Counts the requests that are refused. To say that the node is not well refuses nothing. */
@Provider
@Dependent
public final class RefusalFilter implements ContainerResponseFilter {
    private final Refusals refusals;

    @Inject
    public RefusalFilter(Refusals refusals) {
        this.refusals = refusals;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!Resources.isHealth(request.getUriInfo().getPath(false))) {
            refusals.count(response.getStatus());
        }
    }
}

package org.dske.management;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.protocol.Resources;

/** Turns every request to a stopped node down with 503, before all else, but those for its health, which says so in its own form. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
@Dependent
public final class StoppedFilter implements ContainerRequestFilter {
    private final StopSwitch stopSwitch;

    @Inject
    public StoppedFilter(StopSwitch stopSwitch) {
        this.stopSwitch = stopSwitch;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (stopSwitch.isStopped() && !Resources.isHealth(request.getUriInfo().getPath(false))) {
            throw new RequestException(ErrorCode.UNAVAILABLE, "this node was stopped");
        }
    }
}

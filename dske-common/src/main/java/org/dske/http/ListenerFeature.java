package org.dske.http;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.OptionalInt;
import org.dske.config.ListenerPorts;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.protocol.Resources;
import org.jspecify.annotations.Nullable;

/**
 * Puts the out-of-band and the management interface at ports of their own, if the node has such: at others there is nothing of them
 * (404), and at theirs nothing else but the node's health, which is at all ports, and, with the management interface, the node's page. It goes by the resource that a request has reached, whatever way its path was written.
 *
 * <p>It says at which port, not to whom: who reaches a port may use what is there.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
@Dependent
public final class ListenerFeature implements DynamicFeature, ContainerRequestFilter {
    private final ListenerPorts ports;

    @Inject
    public ListenerFeature(ListenerPorts ports) {
        this.ports = ports;
    }

    /** Before anything else looks at a request: at a port of an interface's own nothing but that interface, and the health, is there. */
    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath(false);
        int port = ConnectionFilter.arrivalOf(request).port();
        boolean ours = Resources.isHealth(path)
                || (isIts(ports.outOfBand(), port) && path.startsWith(Resources.OOB + "/"))
                || (isIts(ports.management(), port)
                        && (Resources.isPage(path) || path.startsWith(Resources.MANAGEMENT + "/")));
        if (!ours && !ports.isAt(OptionalInt.empty(), port)) {
            throw nothingHere();
        }
    }

    private static boolean isIts(OptionalInt own, int port) {
        return own.isPresent() && own.getAsInt() == port;
    }

    private static RequestException nothingHere() {
        return new RequestException(ErrorCode.NOT_FOUND, "there is nothing at this path on this port");
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Path path = resource.getResourceClass().getAnnotation(Path.class);
        if (path == null || !path.value().equals(Resources.HEALTH)) {
            context.register(new PortFilter(ports, own(path)), Priorities.AUTHENTICATION - 100);
        }
    }

    private OptionalInt own(@Nullable Path path) {
        if (path == null) {
            // What Jersey adds by itself: the answer to OPTIONS.
            return OptionalInt.empty();
        }
        if (path.value().startsWith(Resources.OOB)) {
            return ports.outOfBand();
        }
        boolean isManagement =
                path.value().equals(Resources.PAGE) || path.value().startsWith(Resources.MANAGEMENT);
        return isManagement ? ports.management() : OptionalInt.empty();
    }

    private record PortFilter(ListenerPorts ports, OptionalInt own) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (!ports.isAt(own, ConnectionFilter.arrivalOf(request).port())) {
                throw nothingHere();
            }
        }
    }
}

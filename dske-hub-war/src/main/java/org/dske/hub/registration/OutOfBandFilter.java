package org.dske.hub.registration;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/**
 * Turns down everything at the out-of-band interface, unread, where the hub does nothing for anybody there. Source: protocol, section 7.
 */
@Provider
@OutOfBandFilter.OutOfBand
@Priority(Priorities.AUTHENTICATION)
@Dependent
public final class OutOfBandFilter implements ContainerRequestFilter {
    /** Of a resource: that it is of the out-of-band interface. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface OutOfBand {}

    private final OutOfBandAccess access;

    @Inject
    public OutOfBandFilter(OutOfBandAccess access) {
        this.access = access;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (access.isClosed()) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED, "this hub enrols clients by package, and does nothing out of band");
        }
    }
}

package org.dske.http;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;

/**
 * Lets nothing but key delivery through over TLS: the ports that speak it are the encryptors'. A certificate that lets an encryptor
 * get keys is not to let it stop a node or read PSRD, neither those of its client nor those of others in the same process, all of
 * whose paths are at all of its ports.
 *
 * <p>It does not say who may use the other interfaces over plain HTTP: whoever reaches the port.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 100)
@Dependent
public final class KeyDeliveryOverTlsFilter implements ContainerRequestFilter {
    private static final String KEY_DELIVERY = "etsi/";

    /** Turns all requests over TLS down with 404 but those for keys. */
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getSecurityContext().isSecure()
                && !request.getUriInfo().getPath(false).startsWith(KEY_DELIVERY)) {
            throw new RequestException(
                    ErrorCode.NOT_FOUND, "there is nothing at this path over TLS, which is for key delivery alone");
        }
    }
}

package org.dske.hub.signature;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.dske.signature.Signature;

/** Signs responses without an entity, and notes the status of those with one for {@link SignedEntityInterceptor}. */
@Provider
@Dependent
public final class SignedResponseFilter implements ContainerResponseFilter {
    private final ResponseSigner signer;

    @Inject
    public SignedResponseFilter(ResponseSigner signer) {
        this.signer = signer;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        SignedExchange.find(request.getProperty(SignedExchange.PROPERTY)).ifPresent(exchange -> {
            exchange.status(response.getStatus());
            if (!response.hasEntity()) {
                signer.sign(exchange, new byte[0])
                        .ifPresent(header -> response.getHeaders().putSingle(Signature.HEADER, header));
            }
        });
    }
}

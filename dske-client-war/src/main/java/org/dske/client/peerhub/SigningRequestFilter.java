package org.dske.client.peerhub;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import org.dske.signature.Signature;

/** Signs requests without an entity, and notes method and URL of those with one for {@link SigningEntityInterceptor}. */
final class SigningRequestFilter implements ClientRequestFilter {
    static final String METHOD = SigningRequestFilter.class.getName() + ".method";
    static final String URI = SigningRequestFilter.class.getName() + ".uri";

    private final SignedChannel channel;

    SigningRequestFilter(SignedChannel channel) {
        this.channel = channel;
    }

    @Override
    public void filter(ClientRequestContext request) {
        if (request.hasEntity()) {
            request.setProperty(METHOD, request.getMethod());
            request.setProperty(URI, request.getUri());
        } else {
            ExchangeKey key = (ExchangeKey) request.getProperty(ExchangeKey.PROPERTY);
            String header = channel.sign(key, request.getMethod(), request.getUri(), new byte[0]);
            request.getHeaders().putSingle(Signature.HEADER, header);
        }
    }
}

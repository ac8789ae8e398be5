package org.dske.hub.signature;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.dske.signature.Signature;

/** Signs responses: those without an entity as they are, those with one by the exact bytes that the JSON writer made of it. */
@Provider
@Dependent
public final class SignedResponseFilter implements ContainerResponseFilter, WriterInterceptor {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        SignedExchange.find(request.getProperty(SignedExchange.PROPERTY)).ifPresent(exchange -> {
            exchange.status(response.getStatus());
            if (!response.hasEntity()) {
                exchange.sign(new byte[0])
                        .ifPresent(header -> response.getHeaders().putSingle(Signature.HEADER, header));
            }
        });
    }

    /** Comes after the filter, which has seen the status. */
    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        Optional<SignedExchange> exchange = SignedExchange.find(context.getProperty(SignedExchange.PROPERTY));
        if (exchange.isEmpty()) {
            context.proceed();
            return;
        }
        OutputStream wire = context.getOutputStream();
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        context.setOutputStream(buffer);
        context.proceed();
        byte[] body = buffer.toByteArray();
        exchange.get().sign(body).ifPresent(header -> context.getHeaders().putSingle(Signature.HEADER, header));
        wire.write(body);
    }
}

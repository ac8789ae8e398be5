package org.dske.hub.signature;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.dske.signature.Signature;

/** Signs the exact bytes that the JSON writer made of an entity, and sends these bytes. */
@Provider
@Dependent
public final class SignedEntityInterceptor implements WriterInterceptor {
    private final ResponseSigner signer;

    @Inject
    public SignedEntityInterceptor(ResponseSigner signer) {
        this.signer = signer;
    }

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
        signer.sign(exchange.get(), body)
                .ifPresent(header -> context.getHeaders().putSingle(Signature.HEADER, header));
        wire.write(body);
    }
}

package org.dske.client.peerhub;

import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.dske.signature.Signature;

/** Signs the exact bytes that the JSON writer made of a request's entity, and sends these bytes. */
final class SigningEntityInterceptor implements WriterInterceptor {
    private final SignedChannel channel;

    SigningEntityInterceptor(SignedChannel channel) {
        this.channel = channel;
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        OutputStream wire = context.getOutputStream();
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        context.setOutputStream(buffer);
        context.proceed();
        byte[] body = buffer.toByteArray();
        ExchangeKey key = (ExchangeKey) context.getProperty(ExchangeKey.PROPERTY);
        String method = (String) context.getProperty(SigningRequestFilter.METHOD);
        URI uri = (URI) context.getProperty(SigningRequestFilter.URI);
        context.getHeaders().putSingle(Signature.HEADER, channel.sign(key, method, uri, body));
        wire.write(body);
    }
}

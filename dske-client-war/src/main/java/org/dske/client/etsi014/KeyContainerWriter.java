package org.dske.client.etsi014;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.dske.secret.SecretBytes;

/**
 * Sends keys once, and wipes them and their JSON whether that works or not. The buffers of the server and of TLS are out of
 * its reach.
 */
@Provider
@Dependent
public final class KeyContainerWriter implements MessageBodyWriter<KeyContainer> {
    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == KeyContainer.class;
    }

    @Override
    public void writeTo(
            KeyContainer keys,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream)
            throws IOException {
        try (keys;
                SecretBytes json = keys.toJson()) {
            headers.putSingle(HttpHeaders.CONTENT_LENGTH, json.size());
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            stream.write(json.expose());
        }
    }
}

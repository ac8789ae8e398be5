package org.dske.body;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import org.dske.config.HttpSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.json.JsonMessages;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests: up to a limit, and as {@link JsonMessages} reads messages. A resource that takes its body as
 * {@code byte[]} parses it itself, one that takes an {@code InputStream} reads it, too. What JAX-RS would read them with is not asked, whichever it is. A resource takes JSON alone; so what
 * says nothing of its type is JSON, and all JSON is UTF-8.
 */
@Provider
@Dependent
@ConstrainedTo(RuntimeType.SERVER)
public final class JsonEntityInterceptor implements ReaderInterceptor {
    private final int limit;

    @Inject
    public JsonEntityInterceptor(HttpSettings settings) {
        this.limit = settings.maxBody();
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getType() == InputStream.class) {
            return context.proceed();
        }
        MediaType type = context.getMediaType();
        if (type != null && !isUtf8(type.getParameters().get(MediaType.CHARSET_PARAMETER))) {
            throw new RequestException(ErrorCode.NOT_SUPPORTED, "the body must be application/json in UTF-8");
        }
        byte[] body =
                Body.read(context.getInputStream(), context.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH), limit);
        return context.getType() == byte[].class ? body : JsonMessages.read(body, context.getType());
    }

    private static boolean isUtf8(@Nullable String charset) {
        try {
            return charset == null
                    || (Charset.isSupported(charset) && Charset.forName(charset).equals(StandardCharsets.UTF_8));
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}

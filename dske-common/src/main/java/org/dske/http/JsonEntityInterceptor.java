package org.dske.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.dske.config.HttpSettings;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;

/**
 * Makes a clear error of every body that is too large, is not JSON from its first to its last byte, or does not fit the
 * message: of a request where a server reads it, of a response where a client does. (The server's default is 500, and a valid
 * object followed by anything passes; a client might read for ever.)
 */
@Provider
@Dependent
public final class JsonEntityInterceptor implements ReaderInterceptor {
    private final JsonSyntax syntax = new JsonSyntax();
    private final int limit;

    /**
     * An interceptor.
     *
     * @param settings the largest body
     */
    @Inject
    public JsonEntityInterceptor(HttpSettings settings) {
        this.limit = settings.maxBody();
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        byte[] body =
                Body.read(context.getInputStream(), context.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH), limit);
        syntax.requireObject(body);
        context.setInputStream(new ByteArrayInputStream(body));
        // A resource takes JSON alone; so what says nothing of its type is JSON, and all JSON is UTF-8.
        context.setMediaType(MediaType.APPLICATION_JSON_TYPE);
        try {
            Object message = context.proceed();
            if (message == null) {
                throw JsonSyntax.notAnObject();
            }
            return message;
        } catch (JsonbException | ProcessingException e) {
            throw explain(e);
        }
    }

    /** The innermost failure that is ours says it best. */
    private static DskeException explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DskeException ours) {
                return ours;
            }
        }
        return new InvalidException("the JSON body has a member of the wrong type");
    }
}

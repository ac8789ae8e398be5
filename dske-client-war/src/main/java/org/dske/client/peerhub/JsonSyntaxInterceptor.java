package org.dske.client.peerhub;

import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.dske.json.JsonMessages;

/**
 * Has nothing but one whole JSON object bound to a message, of all that hubs answer: what binds it might read what does not
 * end for ever. The body is one that a filter has read up to a limit.
 *
 * <p>It has no scope of CDI, unlike its counterpart for requests: the JAX-RS client has a container of its own that knows none,
 * and could not start.
 */
final class JsonSyntaxInterceptor implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        return JsonMessages.read(context.getInputStream().readAllBytes(), context.getType());
    }
}

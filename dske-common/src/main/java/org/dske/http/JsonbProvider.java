package org.dske.http;

import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import org.dske.json.JsonMessages;

/** Gives JAX-RS the JSON binding of {@link JsonMessages}, to write messages with. */
@Provider
public final class JsonbProvider implements ContextResolver<Jsonb> {
    @Override
    public Jsonb getContext(Class<?> type) {
        return JsonMessages.binding();
    }
}

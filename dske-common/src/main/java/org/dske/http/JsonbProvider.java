package org.dske.http;

import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Gives JAX-RS the JSON binding of {@link StrictJson}, on both sides. */
@Provider
public final class JsonbProvider implements ContextResolver<Jsonb> {
    private final Jsonb jsonb = StrictJson.create();

    @Override
    public Jsonb getContext(Class<?> type) {
        return jsonb;
    }
}

package org.dske.integration.lying;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Puts the lies into the way of requests and answers. JAX-RS finds it as a service: the hub's application does not name it. */
public final class LyingFeature implements Feature {
    @Override
    public boolean configure(FeatureContext context) {
        Lies lies = CDI.current().select(Lies.class).get();
        context.register(new LyingRequestFilter(lies)).register(new LyingResponseFilter(lies));
        return true;
    }
}

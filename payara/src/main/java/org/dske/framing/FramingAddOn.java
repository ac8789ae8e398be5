package org.dske.framing;

import org.dske.connections.ConnectionGuard;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.ssl.SSLBaseFilter;

/**
 * Puts a {@link ConnectionGuard} and a {@link FramingGuard} into each HTTP listener of the server, behind what parses heads. The server finds it as a service of HK2
 * ({@code META-INF/hk2-locator/default}) under the name {@code websocket}, with a higher rank than its own: that is the one add-on that
 * its listeners ask for by default, and nobody here speaks WebSocket.
 */
public final class FramingAddOn implements AddOn {
    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
        int behindHeads = chain.indexOfType(HttpServerFilter.class) + 1;
        chain.add(behindHeads, new ConnectionGuard(chain.indexOfType(SSLBaseFilter.class) >= 0));
        chain.add(behindHeads + 1, new FramingGuard());
    }

    /** The server sets it at the add-on of this name, and logs a failure without: a limit for WebSocket, which nobody speaks. */
    public void setTimeoutInSeconds(long seconds) {
        // There is nothing that it would limit.
    }
}

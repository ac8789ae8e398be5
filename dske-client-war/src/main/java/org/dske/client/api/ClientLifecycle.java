package org.dske.client.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.logging.Logger;
import org.dske.client.peerhub.PeerHubs;
import org.dske.client.relay.Relay;
import org.dske.key.NodeName;
import org.dske.management.ManagedNode;
import org.dske.management.StopSwitch;

/** What a client does by itself: it registers with its hubs when it starts, and takes leave of them when it ends. */
@Dependent
public class ClientLifecycle {
    private static final Logger LOG = Logger.getLogger(ClientLifecycle.class.getName());

    /** Makes the beans, and with them checks the configuration, when the application starts and not on a first request. */
    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            NodeName name,
            ManagedNode node,
            Relay relay,
            PeerHubs hubs) {
        hubs.start();
        LOG.info(() -> "client " + name + " has started, with hubs "
                + hubs.all().stream().map(hub -> hub.name().name()).toList());
    }

    void stop(
            @Observes @BeforeDestroyed(ApplicationScoped.class) Object event,
            NodeName name,
            ManagedNode node,
            StopSwitch stopSwitch) {
        node.stop();
        LOG.info(() -> "client " + name + " has stopped");
    }
}

package org.dske.client.api;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import jakarta.servlet.ServletContext;
import java.util.Objects;
import java.util.logging.Logger;
import org.dske.administrator.CertifiedAdministrators;
import org.dske.client.hub.PeerHubs;
import org.dske.client.retrieval.KeyRetriever;
import org.dske.config.ManagementSettings;
import org.dske.key.NodeName;
import org.dske.management.ManagedNode;
import org.dske.node.ContextPath;
import org.dske.node.Laboratory;
import org.jspecify.annotations.Nullable;

/** What a client does by itself: it registers with its hubs when it starts, and takes leave of them when it ends. */
@ApplicationScoped
public class ClientLifecycle {
    private static final Logger LOG = Logger.getLogger(ClientLifecycle.class.getName());

    @Resource
    private @Nullable ManagedScheduledExecutorService scheduler;

    /** Ends what was started; nothing as long as nothing was. */
    private Runnable end = () -> {};

    /** Comes first: all else depends on the node's name. */
    void locate(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) @Initialized(ApplicationScoped.class)
                    ServletContext context,
            ContextPath path) {
        path.set(context.getContextPath());
    }

    /** Makes the beans, and with them checks the configuration, when the application starts and not on a first request. */
    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            NodeName name,
            ManagedNode node,
            ManagementSettings management,
            CertifiedAdministrators administrators,
            KeyRetriever retriever,
            PeerHubs hubs) {
        Runnable laboratory = management.laboratory()
                ? new Laboratory(
                                "client " + name,
                                "its PSRD comes from whoever says that he is a hub, and it obeys whoever is on this machine")
                        .watch(Objects.requireNonNull(scheduler))
                : () -> {};
        end = () -> {
            laboratory.run();
            node.stop();
            LOG.info(() -> "client " + name + " has stopped");
        };
        hubs.start();
        LOG.info(() -> "client " + name + " has started, with hubs "
                + hubs.all().stream().map(hub -> hub.name().name()).toList());
    }

    /** Has no bean injected: after a start that failed it would be made here, fail as well, and hide why the start did. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        end.run();
    }
}

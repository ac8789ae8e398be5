package org.dske.hub.api;

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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.dske.administrator.CertifiedAdministrators;
import org.dske.config.ManagementSettings;
import org.dske.hub.client.PeerClients;
import org.dske.hub.keyshare.KeyShares;
import org.dske.hub.registration.OutOfBandAccess;
import org.dske.key.NodeName;
import org.dske.ledger.StoreException;
import org.dske.management.ManagedNode;
import org.dske.node.ContextPath;
import org.dske.node.Laboratory;
import org.jspecify.annotations.Nullable;

/** What a hub does by itself: it starts, erases shares whose time is over, and wipes all that it holds when it ends. */
@ApplicationScoped
public class HubLifecycle {
    private static final long EXPIRY_SECONDS = 5;
    private static final Logger LOG = Logger.getLogger(HubLifecycle.class.getName());

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
            OutOfBandAccess outOfBand,
            KeyShares shares,
            PeerClients clients) {
        // Again and again, so that it is gone even if nobody asks for it.
        ManagedScheduledExecutorService scheduler = Objects.requireNonNull(this.scheduler);
        ScheduledFuture<?> expiry = scheduler.scheduleWithFixedDelay(
                () -> expire(shares, clients), EXPIRY_SECONDS, EXPIRY_SECONDS, TimeUnit.SECONDS);
        Runnable laboratory = management.laboratory()
                ? new Laboratory(
                                "hub " + name,
                                "it takes everybody in, gives PSRD to whoever asks for it, and obeys whoever is on this machine")
                        .watch(scheduler)
                : () -> {};
        end = () -> {
            laboratory.run();
            expiry.cancel(false);
            node.stop();
            LOG.info(() -> "hub " + name + " has stopped");
        };
        LOG.info(() -> "hub " + name + " is ready");
    }

    /** What fails once is tried again: a scheduler gives up what it sees failing. */
    private static void expire(KeyShares shares, PeerClients clients) {
        try {
            clients.expire();
            shares.expire();
        } catch (StoreException e) {
            LOG.warning(() -> "what is over cannot be erased now: " + e.getMessage());
        }
    }

    /** Has no bean injected: after a start that failed it would be made here, fail as well, and hide why the start did. */
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        end.run();
    }
}

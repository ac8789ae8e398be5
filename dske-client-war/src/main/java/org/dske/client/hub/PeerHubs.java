package org.dske.client.hub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.dske.auditlog.AuditLog;
import org.dske.client.transport.HttpTransport;
import org.dske.ledger.PsrdLedger;
import org.dske.management.LowWater;
import org.dske.psrd.Pool;
import org.dske.time.Ticker;

/** All hubs of a client. Safe for concurrent use. */
public final class PeerHubs implements AutoCloseable {
    private final List<PeerHub> hubs;
    private final HttpTransport http;
    private final ScheduledThreadPoolExecutor scheduler;
    private final Duration hubCheck;
    private final LowWater lowWater;

    /**
     * The hubs of a client, none of them called yet.
     *
     * @param ledger what is kept of the PSRD that is shared with them
     * @param ids makes random IDs
     * @param tls how those are reached that have URLs with {@code https:}
     * @param threads makes the thread that starts what there is to do in the background
     */
    public PeerHubs(
            Collection<KnownHub> known,
            PeerHubSettings settings,
            PsrdLedger ledger,
            Supplier<UUID> ids,
            InstantSource clock,
            Ticker ticker,
            AuditLog audit,
            Optional<SSLContext> tls,
            ThreadFactory threads) {
        this.http = new HttpTransport(tls);
        // It starts what there is to do, and never waits for a hub.
        this.scheduler = new ScheduledThreadPoolExecutor(1, threads);
        this.scheduler.setRemoveOnCancelPolicy(true);
        this.hubCheck = settings.hubCheck();
        this.lowWater = new LowWater(ticker);
        this.hubs = known.stream()
                .map(each -> new PeerHub(each, settings, http, ledger, ids, clock, ticker, audit, scheduler))
                .toList();
    }

    /** The hubs, in the order of the configuration, which is that of the shares in the mode {@code classic}. */
    public List<PeerHub> all() {
        return hubs;
    }

    /** Starts to register with all hubs, to keep the pools filled and to make sure of hubs that are silent. */
    public void start() {
        hubs.forEach(PeerHub::start);
        var unused = scheduler.scheduleWithFixedDelay(
                this::check, hubCheck.toNanos(), hubCheck.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void check() {
        hubs.forEach(PeerHub::check);
        List<Pool> pools = hubs.stream().flatMap(hub -> hub.pools().stream()).toList();
        pools.forEach(Pool::expire);
        lowWater.look(pools);
    }

    /** Unregisters at all hubs at once, and wipes the pools. Closing again waits for the first to end, and does nothing. */
    @Override
    public synchronized void close() {
        if (scheduler.isShutdown()) {
            return;
        }
        hubs.stream().map(PeerHub::stop).toList().forEach(CompletableFuture::join);
        hubs.forEach(PeerHub::close);
        scheduler.shutdownNow();
        http.close();
    }
}

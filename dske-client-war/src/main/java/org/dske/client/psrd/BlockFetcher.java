package org.dske.client.psrd;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.dske.auditlog.AuditEntry;
import org.dske.auditlog.AuditEvent;
import org.dske.auditlog.AuditLog;
import org.dske.client.transport.HubException;
import org.dske.key.NodeName;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.Block;
import org.dske.psrd.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Which of the pools that a client shares with a hub needs a block, how large, and its fetching. What a hub may make a client fetch for
 * nothing is bounded. Guarded by the lock of the loop, but for the steps themselves.
 */
final class BlockFetcher {
    private static final Logger LOG = Logger.getLogger(BlockFetcher.class.getName());
    /** What a hub may make a client fetch and not use: enough for some restarts, and then little. */
    private static final long MOST_WASTED = 32L * 1_048_576;

    private static final Duration WASTE_FORGOTTEN = Duration.ofSeconds(150);

    private final NodeName hub;
    private final Optional<OutOfBandClient> client;
    private final ReplenisherSettings settings;
    private final RetryLoop loop;
    private final Registration registration;
    private final AuditLog audit;
    private final RateLimiter waste = new RateLimiter(MOST_WASTED, WASTE_FORGOTTEN);
    /** Bytes that somebody lacks, who knows of all others that lack some. */
    private final Map<PoolOwner, Long> needs = new EnumMap<>(PoolOwner.class);
    /** What each pool had used in all when the last block was asked for. */
    private final Map<PoolOwner, Long> used = new EnumMap<>(PoolOwner.class);

    /**
     * Of one hub.
     *
     * @param client where blocks are fetched; nothing if they come by courier alone
     */
    BlockFetcher(
            NodeName hub,
            Optional<OutOfBandClient> client,
            ReplenisherSettings settings,
            RetryLoop loop,
            Registration registration,
            AuditLog audit) {
        this.hub = hub;
        this.client = client;
        this.settings = settings;
        this.loop = loop;
        this.registration = registration;
        this.audit = audit;
    }

    /** Somebody lacks bytes, 0 if a pool is merely getting low. */
    void need(PoolOwner owner, long bytes) {
        needs.merge(owner, bytes, Math::max);
    }

    /** The next step for the pools; null if they have all that they need. */
    @Nullable
    Supplier<CompletableFuture<?>> nextStep(Collection<Pool> pools) {
        if (client.isEmpty()) {
            return null;
        }
        OutOfBandClient source = client.get();
        for (Pool pool : pools) {
            long missing = needs.getOrDefault(pool.owner(), 0L);
            if (missing > 0 || pool.isLow()) {
                return isOverfull(pool, missing) ? () -> beginAnew(pool) : () -> fill(source, pool, missing);
            }
        }
        return null;
    }

    /**
     * Whether a pool of the hub's would hold more with another block than the hub can have lost: then it says more often than it is
     * true that it lacks bytes, or all that it sends gets lost.
     */
    private boolean isOverfull(Pool pool, long missing) {
        return pool.owner() == PoolOwner.HUB && pool.remaining() + size(missing) > settings.mostUnused();
    }

    /** Drops all that a pool holds; so does the hub at the registration that follows. */
    private CompletableFuture<Void> beginAnew(Pool pool) {
        loop.locked(registration::doubt);
        LOG.fine(() -> "pool " + pool.name() + " begins anew");
        return pool.retain(List.of());
    }

    /** The size of the next block: the usual one, or more if more bytes are missing. */
    private int size(long missing) {
        return (int) Math.min(Math.max(settings.blockSize(), missing), settings.largestBlock());
    }

    /** A block takes the place of bytes that were used, or of so few that were not that a hub has no use of saying otherwise. */
    private void requireUse(Pool pool, int size) {
        boolean admitted = loop.look(() -> {
            Long before = used.put(pool.owner(), pool.used());
            long unused = size - (pool.used() - (before == null ? 0 : before));
            return unused <= 0 || waste.admits(Math.min(unused, MOST_WASTED));
        });
        if (!admitted) {
            throw HubException.of(HubException.Kind.NO_ANSWER, "it wants more PSRD than is used, again and again");
        }
    }

    private CompletableFuture<Void> add(Block block, Pool pool) {
        // The block is the pool's from then on.
        AuditEntry received = AuditEntry.of(AuditEvent.PSRD_RECEIVED)
                .with("from", hub)
                .with("block", block.uuid())
                .with("pool", pool.owner().wireName())
                .with("bytes", block.size())
                .with("way", block.origin().name().toLowerCase(Locale.ROOT));
        return pool.add(block).thenRun(() -> audit.note(received));
    }

    /** What was asked for while the block was on its way stays a need, if it is more. */
    private CompletableFuture<Void> fill(OutOfBandClient source, Pool pool, long missing) {
        int size = size(missing);
        requireUse(pool, size);
        return source.fetch(pool.owner(), size)
                .thenCompose(block -> add(block, pool))
                .thenRun(() -> {
                    LOG.fine(() -> "pool " + pool.name() + " got " + size + " bytes");
                    loop.locked(() ->
                            needs.computeIfPresent(pool.owner(), (owner, bytes) -> bytes > missing ? bytes : null));
                });
    }
}

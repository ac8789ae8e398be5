package org.dske.client.psrd;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.dske.client.transport.HubException;
import org.dske.ledger.PoolOwner;
import org.dske.time.Deadline;
import org.dske.time.Delay;

/**
 * What a client does about an exchange with a hub that failed: a registration may bring both back into step, a block fill the hub's
 * pool. What a signed answer says is acted on at once; what an unsigned one hints, at a limited rate.
 * Safe for concurrent use.
 */
public final class Recovery {
    private static final Duration BETWEEN_HINTS = Duration.ofMillis(250);

    private final RetryLoop loop;
    private final ReplenisherSettings settings;
    private final Runnable stopOwn;
    // All that follows is guarded by the lock of the loop.
    private final Registration registration;
    private final BlockFetcher blocks;
    private final RateLimiter hints = new RateLimiter(1, BETWEEN_HINTS);

    /**
     * Of one hub.
     *
     * @param stopOwn uses nothing of the client's pool until a registration has settled how far it is used; called with the lock
     */
    Recovery(
            RetryLoop loop,
            Registration registration,
            BlockFetcher blocks,
            ReplenisherSettings settings,
            Runnable stopOwn) {
        this.loop = loop;
        this.registration = registration;
        this.blocks = blocks;
        this.settings = settings;
        this.stopOwn = stopOwn;
    }

    /**
     * Mends what made an exchange fail, if it can be mended soon.
     *
     * @param deadline when there is an end to the wait
     * @return whether another attempt makes sense
     */
    public CompletableFuture<Boolean> from(HubException failure, int attempts, Deadline deadline) {
        long missing = failure.details().missingBytes();
        return switch (failure.kind()) {
            case FORGOTTEN, UNKNOWN_BLOCK -> follow(attempts, deadline, this::hintForgotten);
            case SEEMS_USED -> follow(attempts, deadline, this::hintUsed);
            case SEEMS_DRY -> follow(attempts, deadline, () -> hintDry(missing));
            case USED -> {
                reportUsed();
                yield whenSettled(deadline);
            }
            case DRY -> {
                reportDry(missing);
                yield whenSettled(deadline);
            }
            case NO_ANSWER, UNVERIFIED, INVALID_RESPONSE, NOT_SENT -> {
                suspect(failure);
                yield CompletableFuture.completedFuture(false);
            }
            case WITHHELD, UNENROLLED, UNWANTED, EXHAUSTED, REFUSED -> CompletableFuture.completedFuture(false);
        };
    }

    /** At first it may be enough that somebody else has just followed such a hint; then it waits until this one may be. */
    private CompletableFuture<Boolean> follow(int attempts, Deadline deadline, Runnable hint) {
        CompletableFuture<Void> admitted =
                attempts == 1 ? CompletableFuture.completedFuture(null) : whenHintsAreAdmitted(deadline);
        return admitted.thenCompose(now -> {
            hint.run();
            return whenSettled(deadline);
        });
    }

    /** An exchange got no answer, so the hub may have been away: makes sure of it in a while. */
    void suspect(HubException why) {
        loop.locked(() -> {
            boolean first = !registration.isInDoubt();
            registration.failed(why);
            if (first) {
                loop.scheduleIfIdle();
            }
        });
    }

    /**
     * An unsigned answer hints that the hub does not know this client's blocks. Anybody can send such an answer, so it is acted on
     * at a limited rate, and the worst it can do is a registration.
     */
    void hintForgotten() {
        hinted(registration::doubt);
    }

    /**
     * The hub has said, signed, that bytes are used which this client named: no more of its own pool is used until a registration
     * has settled how far it is used.
     */
    void reportUsed() {
        loop.locked(() -> {
            stopOwn.run();
            loop.startIfIdle();
        });
    }

    /** An unsigned answer hints that bytes are used which this client named: as {@link #hintForgotten}. */
    void hintUsed() {
        hinted(stopOwn);
    }

    /** The hub has said, signed, that its own pool lacks so many bytes. It may lie: what it gets is bounded. */
    void reportDry(long missing) {
        loop.locked(() -> {
            blocks.need(PoolOwner.HUB, Math.max(1, Math.min(missing, settings.mostNeeded())));
            loop.startIfIdle();
        });
    }

    /** An unsigned answer hints that the hub's own pool has run dry: acted on at a limited rate, by one block. */
    void hintDry(long missing) {
        hinted(() -> blocks.need(PoolOwner.HUB, Math.max(1, Math.min(missing, settings.blockSize()))));
    }

    private void hinted(Runnable need) {
        loop.locked(() -> {
            if (loop.canStart() && hints.admits(1)) {
                need.run();
                loop.start();
            }
        });
    }

    /** Waits until a hint may be acted on, or the deadline is over. */
    CompletableFuture<Void> whenHintsAreAdmitted(Deadline deadline) {
        return Delay.of(loop.look(hints::opens).earlier(deadline).left());
    }

    /**
     * Waits until no round is under way, nor due because of a doubt.
     *
     * @param deadline when there is an end to the wait
     * @return whether the client is registered, and its blocks are those of the hub
     */
    CompletableFuture<Boolean> whenSettled(Deadline deadline) {
        return loop.whenEnded(deadline, registration::isInDoubt)
                .thenApply(ended -> ended && loop.look(registration::isSettled));
    }
}

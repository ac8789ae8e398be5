package org.dske.client.psrd;

import java.util.concurrent.CompletableFuture;
import org.dske.client.transport.HubException;
import org.dske.time.Deadline;

/**
 * What a client does about an exchange with a hub that failed: a registration may bring both back into step, a block fill the hub's
 * pool. What a signed answer says is acted on at once; what an unsigned one hints, at a limited rate.
 *
 * @param replenisher does it
 */
public record Recovery(PoolReplenisher replenisher) {
    /**
     * Mends what made an exchange fail, if it can be mended soon.
     *
     * @param deadline when there is an end to the wait
     * @return whether another attempt makes sense
     */
    public CompletableFuture<Boolean> from(HubException failure, int attempts, Deadline deadline) {
        long missing = failure.details().missingBytes();
        return switch (failure.kind()) {
            case FORGOTTEN, UNKNOWN_BLOCK -> follow(attempts, deadline, replenisher::hintForgotten);
            case SEEMS_USED -> follow(attempts, deadline, replenisher::hintUsed);
            case SEEMS_DRY -> follow(attempts, deadline, () -> replenisher.hintDry(missing));
            case USED -> {
                replenisher.reportUsed();
                yield replenisher.whenSettled(deadline);
            }
            case DRY -> {
                replenisher.reportDry(missing);
                yield replenisher.whenSettled(deadline);
            }
            case NO_ANSWER, UNVERIFIED, INVALID_RESPONSE, NOT_SENT -> {
                replenisher.suspect(failure.getMessage());
                yield CompletableFuture.completedFuture(false);
            }
            case WITHHELD, UNWANTED, EXHAUSTED, REFUSED -> CompletableFuture.completedFuture(false);
        };
    }

    /** At first it may be enough that somebody else has just followed such a hint; then it waits until this one may be. */
    private CompletableFuture<Boolean> follow(int attempts, Deadline deadline, Runnable hint) {
        CompletableFuture<Void> admitted =
                attempts == 1 ? CompletableFuture.completedFuture(null) : replenisher.whenHintsAreAdmitted(deadline);
        return admitted.thenCompose(now -> {
            hint.run();
            return replenisher.whenSettled(deadline);
        });
    }
}

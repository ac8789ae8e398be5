package org.dske.psrd;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.dske.secret.SecretBytes;

/**
 * A pool on the side that does not own it: this side takes the bytes that the owner's messages name, by <i>peek, verify,
 * consume</i>. Bytes that a message names stay in the pool until the message's signature has verified.
 *
 * <p>Messages get lost, and with them bytes that the owner has used and this side still holds. What is left is therefore
 * counted behind the highest byte that the owner has named, and a block that the owner has passed is given up after a time
 * in which messages that are still under way can arrive.
 */
public final class PeerPool extends Pool {
    private final InstantSource clock;
    private final Duration grace;
    private final Map<UUID, Instant> passed = new HashMap<>();

    /**
     * An empty pool.
     *
     * @param name for messages and the status
     * @param owner who the other side is
     * @param refillBelow bytes left below which a refill is asked for
     * @param refill whom to ask
     * @param clock the time
     * @param grace how long a block that the owner has passed is kept for messages under way
     */
    public PeerPool(
            String name, PoolOwner owner, long refillBelow, Refill refill, InstantSource clock, Duration grace) {
        super(name, owner, refillBelow, refill);
        this.clock = clock;
        this.grace = grace;
    }

    /**
     * The bytes that a message names, which stay in the pool.
     *
     * @param allocation the bytes' names
     * @param size how many bytes they must be
     * @param wait how long to wait for a block that is not here yet while a refill is under way, zero not to wait
     * @return a copy of the bytes
     * @throws UnknownBlockException if the pool does not hold a block
     * @throws InvalidAllocationException if there are not so many bytes, they lie outside a block, or are used
     */
    public SecretBytes peek(Allocation allocation, int size, Duration wait) {
        if (allocation.size() != size) {
            throw new InvalidAllocationException(
                    "an allocation of " + allocation.size() + " bytes where " + size + " are needed");
        }
        long deadline = Supply.deadline(wait);
        lock.lock();
        try {
            while (!allocation.blockUuids().allMatch(blocks::containsKey)) {
                if (!supply.await(supply.count(), deadline)) {
                    break;
                }
            }
            // All of them first: the size is the sender's word, and no memory is taken for bytes that are not there.
            allocation.fragments().forEach(this::unusedIn);
            byte[] bytes = new byte[size];
            int offset = 0;
            for (Fragment fragment : allocation.fragments()) {
                unusedIn(fragment).copy(fragment, bytes, offset);
                offset += fragment.size();
            }
            return SecretBytes.owning(bytes);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Uses up the bytes that a verified message names. Of two messages that name the same bytes, one fails here.
     *
     * @param allocation the bytes' names
     * @throws UnknownBlockException if the pool does not hold a block any more; nothing was consumed
     * @throws InvalidAllocationException if a byte was used meanwhile; nothing was consumed
     */
    public void consume(Allocation allocation) {
        lock.lock();
        try {
            allocation.fragments().forEach(this::unusedIn);
            for (Fragment fragment : allocation.fragments()) {
                unusedIn(fragment).use(fragment);
                markPassed(fragment.blockUuid());
            }
            giveUpPassed();
        } finally {
            lock.unlock();
        }
        refillIfLow();
    }

    @Override
    long remainingLocked() {
        return blocks.values().stream()
                .filter(block -> !passed.containsKey(block.uuid()))
                .mapToLong(block -> block.size() - block.namedUpTo())
                .sum();
    }

    @Override
    void forget() {
        passed.keySet().retainAll(blocks.keySet());
    }

    private Block unusedIn(Fragment fragment) {
        Block block = blocks.get(fragment.blockUuid());
        if (block == null) {
            throw new UnknownBlockException(fragment.blockUuid());
        }
        block.requireUnused(fragment);
        return block;
    }

    private void markPassed(UUID named) {
        Instant now = clock.instant();
        // An owner who comes back to a block that it had passed, with bytes given back to it, may do so again.
        passed.computeIfPresent(named, (uuid, since) -> now);
        for (UUID uuid : blocks.keySet()) {
            if (uuid.equals(named)) {
                return;
            }
            passed.putIfAbsent(uuid, now);
        }
    }

    private void giveUpPassed() {
        Instant limit = clock.instant().minus(grace);
        blocks.values().removeIf(block -> {
            Instant since = passed.get(block.uuid());
            boolean giveUp = block.unused() == 0 || (since != null && since.isBefore(limit));
            if (giveUp) {
                block.close();
            }
            return giveUp;
        });
        forget();
    }
}

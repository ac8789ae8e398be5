package org.dske.psrd;

/**
 * Where a pool's next block comes from, as the pool sees it. Neither method blocks, nor throws.
 *
 * <p>A refill adds its block to the pool while it is still under way; then it is under way no more; then, with or without
 * a block, it calls {@link Pool#refillEnded()}. A request that comes between is heard by nobody, and the pool makes it again.
 */
public interface Refill {
    /** No refill ever comes. */
    Refill NONE = new Refill() {
        @Override
        public void request(long bytes) {
            // Nobody to ask.
        }

        @Override
        public boolean isUnderWay() {
            return false;
        }
    };

    /**
     * Asks for a refill of so many bytes at least, 0 when the pool is merely getting low. The pool calls this without holding
     * its lock. Asking again while one is under way makes it no more than larger.
     */
    void request(long bytes);

    /** {@return whether a block is on its way, so that waiting for it makes sense; a mere look, for which the pool may hold its lock} */
    boolean isUnderWay();
}

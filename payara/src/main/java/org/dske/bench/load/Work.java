package org.dske.bench.load;

/** What a load does again and again. */
@FunctionalInterface
public interface Work {
    /**
     * Does it once; what fails is noted, not thrown.
     *
     * @param begin when it was to begin, by the machine's ticker: what it took counts from then on
     * @param notes where it notes how long its calls took, and what failed
     */
    void run(long begin, Notes notes);
}

package org.dske.random;

/** A test of what a noise source gives, sample by sample: each is a byte. Not safe for concurrent use. */
interface HealthTest {
    /**
     * The probability that a test fails with a source that is good: 2 to the power of -40. That is one false alarm in three months of a
     * source of 1 Mbit/s, if it has no more entropy than is claimed.
     */
    double FALSE_ALARM = 0x1p-40;

    /** {@return whether the source may still be good, with one more sample} */
    boolean passes(byte sample);

    /** {@return what is wrong if it is not, to complete the sentence "the device ..."} */
    String failure();
}

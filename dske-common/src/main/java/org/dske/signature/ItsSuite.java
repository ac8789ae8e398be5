package org.dske.signature;

import org.dske.field.PolynomialHash;

/**
 * The suite {@code its}: the tag is GHASH_H(context, body) XOR S, where H is the first half of the signing key and S the
 * second. GHASH is that of NIST SP 800-38D, with the {@link SignedMessage#context() context} as its additional data and the
 * body as its ciphertext. Source: protocol, section 4; the construction is Wegman's and Carter's (JCSS 22, 1981), with the
 * polynomial hash of McGrew and Viega.
 *
 * <p>Guarantees, information-theoretic: they hold against a forger of unlimited power. As long as each key signs one message
 * and is uniformly random, a forger who sees a message and its tag and then tries <i>D</i> others with that key succeeds
 * with probability at most D·(⌈|context|/16⌉ + ⌈|body|/16⌉ + 1)/2^128, sizes in bytes and those of the longest message; with
 * <i>T</i> tries of <i>B</i> bytes together, contexts and bodies, at most (B/16 + 3T)/2^128. A context has at most
 * {@value #MAX_CONTEXT} bytes and a signing key at most {@value #MAX_KEY_FRAGMENTS} fragments, so that a try with a body of 1 KiB
 * passes with at most 2^-121. The tag says nothing about the key's first half. A response's context holds the signature of its request: it fits no other.
 * The time depends on the message's size alone.
 *
 * <p>Not guaranteed: anything once a key signs two different messages, because two tags give H away; that a message is kept
 * secret; that it is fresh, which comes from the key being used once.
 */
public final class ItsSuite implements SignatureSuite {
    /** The suite's name in a registration. */
    public static final String NAME = "its";

    /** The size of a tag, in bytes. */
    public static final int TAG_SIZE = PolynomialHash.BLOCK_SIZE;

    /** The largest context, in bytes. With the block of the lengths it is hashed as 64 blocks. */
    public static final int MAX_CONTEXT = 1_008;

    /** The most fragments of a signing key: a response's context has its request's whole signature in it. */
    public static final int MAX_KEY_FRAGMENTS = 8;

    @Override
    public String wireName() {
        return NAME;
    }

    /**
     * Computes the tag of a message.
     *
     * @throws ContextTooLongException if its context is larger than {@value #MAX_CONTEXT} bytes
     */
    @Override
    public byte[] tag(SigningKey key, SignedMessage message) {
        byte[] context = message.context();
        if (context.length > MAX_CONTEXT) {
            throw new ContextTooLongException(context.length);
        }
        return tag(key, context, message.body());
    }

    /**
     * Checks a signature.
     *
     * @throws InvalidSignatureException also if the signing key has more than {@value #MAX_KEY_FRAGMENTS} fragments, or the
     *     context is too long
     */
    @Override
    public void verify(SigningKey key, SignedMessage message, Signature signature) {
        int fragments = signature.allocation().fragments().size();
        if (fragments > MAX_KEY_FRAGMENTS) {
            throw new InvalidSignatureException(
                    "a signing key has at most " + MAX_KEY_FRAGMENTS + " fragments, not " + fragments);
        }
        try {
            SignatureSuite.super.verify(key, message, signature);
        } catch (ContextTooLongException e) {
            throw new InvalidSignatureException(e.getMessage());
        }
    }

    /** The tag of a body in any context. */
    static byte[] tag(SigningKey key, byte[] context, byte[] body) {
        byte[] secret = key.bytes().expose();
        try (PolynomialHash hash = new PolynomialHash(secret, 0)) {
            hash.add(context, 0, context.length);
            hash.add(body, 0, body.length);
            hash.add((long) context.length * Byte.SIZE, (long) body.length * Byte.SIZE);
            byte[] tag = hash.value();
            for (int i = 0; i < TAG_SIZE; i++) {
                tag[i] ^= secret[PolynomialHash.BLOCK_SIZE + i];
            }
            return tag;
        }
    }
}

package org.dske.sharing;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.error.InvalidException;
import org.dske.field.GaloisField256;
import org.dske.field.PolynomialHash;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;

/**
 * The mode {@code its}: Shamir's scheme over GF(2^8) for the payload key ‖ x ‖ tau. The payload is at 0, each share is at the
 * number of the hub that gets it, see {@link Places}, the other coefficients are fresh random bytes. x is 16 random bytes and tau = x^(d+2) + s_1·x + … + s_d·x^d over
 * GF(2^128), where s_1 … s_d are the key's blocks (the last filled with zeros), the key's name, the key's length in bits and,
 * if that makes d odd, a block of zeros. Sources: protocol, section 5; Shamir, How to share a secret (CACM 22, 1979); tau is
 * the algebraic manipulation detection code of Cramer, Dodis, Fehr, Padró and Wichs (EUROCRYPT 2008, section 3), in which
 * d + 2 must not be a multiple of the field's characteristic, which is 2.
 *
 * <p>Guarantees, information-theoretic: they hold whatever the power of the hubs. Fewer than <i>k</i> shares say nothing at
 * all about the key. A set of <i>k</i> shares of which up to <i>k</i>-1 have other values than those that were made, so that it
 * gives another payload, passes with probability at most (d+1)/2^128, where d is {@link #degree}; so do shares of one
 * key under the name of another. A search passes wrongly with at most the sum over the sets that it tries.
 * The time depends on the key's size and the indices alone.
 *
 * <p>Not guaranteed: anything against <i>k</i> hubs that work together, who can read the key and make shares of any other.
 * Anything of shares that are joined at other places than those that they were made for: to see that they are not is the matter
 * of {@link Places}. That the key's length is secret. That a set is refused in which two or more wrong shares together leave the payload as it is:
 * hubs that know of each other can choose such shares. The key is right then, but who lied cannot be said for sure.
 */
public final class ItsSharing implements SecretSharing {
    /** The word for this mode in messages. */
    public static final String NAME = "its";

    /** How much longer than the key a share is, in bytes: x and tau. */
    public static final int OVERHEAD = 2 * PolynomialHash.BLOCK_SIZE;

    private final Threshold network;
    private final SecureRandom random;

    /**
     * The mode for a network of hubs with these numbers, of which <i>k</i> give the key back, 2 to <i>n</i>. The guarantees are
     * only as good as the random source of x and the coefficients.
     */
    public ItsSharing(SortedSet<Integer> numbers, int threshold, SecureRandom random) {
        numbers.forEach(Places::requireNumber);
        this.network = new Threshold(numbers, threshold);
        this.random = random;
    }

    /**
     * Splits a key.
     *
     * @throws InvalidException if the key has no bytes
     */
    @Override
    public List<Share> split(KeyId keyId, SecretBytes key) {
        if (key.size() == 0) {
            throw new InvalidException("a secret has at least 1 byte");
        }
        try (SecretBytes payload = payload(keyId, key)) {
            List<SecretBytes> coefficients = Stream.generate(() -> SecretBytes.random(payload.size(), random))
                    .limit(network.needed() - 1L)
                    .toList();
            List<Share> result = network.indices().stream()
                    .map(index -> new Share(index, valueAt(payload, coefficients, index)))
                    .toList();
            coefficients.forEach(SecretBytes::close);
            return result;
        }
    }

    @Override
    public SecretBytes join(KeyId keyId, List<Share> given) {
        network.requireJoinable(given, shareSize(1));
        try (SecretBytes payload = Interpolation.valueAt(given, 0)) {
            byte[] tau =
                    Arrays.copyOfRange(payload.expose(), payload.size() - PolynomialHash.BLOCK_SIZE, payload.size());
            byte[] expected = tau(keyId, payload.expose());
            boolean fits = MessageDigest.isEqual(expected, tau);
            Arrays.fill(tau, (byte) 0);
            Arrays.fill(expected, (byte) 0);
            if (!fits) {
                throw new ReconstructionException("the shares are not all of this key");
            }
            return payload.slice(0, payload.size() - OVERHEAD);
        }
    }

    @Override
    public int threshold() {
        return network.needed();
    }

    @Override
    public boolean hasShareAt(int index) {
        return network.has(index);
    }

    @Override
    public int shareSize(int keySize) {
        return keySize + OVERHEAD;
    }

    /**
     * The value at a public place of polynomials that are known by their values at 0 and the coefficients of the first power,
     * of the second, and so on.
     */
    static SecretBytes valueAt(SecretBytes constants, List<SecretBytes> coefficients, int at) {
        byte[] sum = constants.expose().clone();
        int power = 1;
        for (SecretBytes coefficient : coefficients) {
            power = GaloisField256.multiply(power, at);
            GaloisField256.addProduct(sum, power, coefficient.expose());
        }
        return SecretBytes.owning(sum);
    }

    private SecretBytes payload(KeyId keyId, SecretBytes key) {
        byte[] payload = Arrays.copyOf(key.expose(), shareSize(key.size()));
        byte[] x = new byte[PolynomialHash.BLOCK_SIZE];
        random.nextBytes(x);
        System.arraycopy(x, 0, payload, key.size(), x.length);
        Arrays.fill(x, (byte) 0);
        byte[] tau = tau(keyId, payload);
        System.arraycopy(tau, 0, payload, key.size() + PolynomialHash.BLOCK_SIZE, tau.length);
        Arrays.fill(tau, (byte) 0);
        return SecretBytes.owning(payload);
    }

    /**
     * d, which is odd: the number of coefficients of tau's polynomial below its two highest powers, which are the blocks of the
     * key of a size in bytes, its name, its length and, if need be, one more.
     */
    public static int degree(int keySize) {
        return (blocks(keySize) + 2) | 1;
    }

    private static int blocks(int keySize) {
        return (keySize + PolynomialHash.BLOCK_SIZE - 1) / PolynomialHash.BLOCK_SIZE;
    }

    /** Computes tau from the key and the x of a payload, beginning with the highest power, as the hash takes them. */
    private static byte[] tau(KeyId keyId, byte[] payload) {
        int keySize = payload.length - OVERHEAD;
        int keyBlocks = blocks(keySize);
        try (PolynomialHash hash = new PolynomialHash(payload, keySize)) {
            // x^(d+2): the number 1 is a block whose first bit is set. There is no x^(d+1).
            hash.add(Long.MIN_VALUE, 0);
            hash.add(0, 0);
            if (degree(keySize) > keyBlocks + 2) {
                // With the name and the length alone, d would be even.
                hash.add(0, 0);
            }
            hash.add(0, (long) keySize * Byte.SIZE);
            UUID name = keyId.uuid();
            hash.add(name.getMostSignificantBits(), name.getLeastSignificantBits());
            for (int block = keyBlocks - 1; block >= 0; block--) {
                int from = block * PolynomialHash.BLOCK_SIZE;
                hash.add(payload, from, Math.min(from + PolynomialHash.BLOCK_SIZE, keySize));
            }
            return hash.value();
        }
    }
}

package org.dske.timing;

import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.dske.field.GaloisField256;
import org.dske.field.PolynomialHash;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ClassicSharing;
import org.dske.sharing.ItsSharing;
import org.dske.sharing.ReconstructionException;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;
import org.dske.signature.ClassicSuite;
import org.dske.signature.InvalidSignatureException;
import org.dske.signature.ItsSuite;
import org.dske.signature.SignatureSuite;
import org.dske.signature.SignedMessage;
import org.dske.signature.SigningKey;
import org.dske.testing.Numbers;
import org.dske.testing.Seed;
import org.dske.testing.Signatures;

/** What is measured: leaks that the method has to find, a function that cannot leak, and then what counts. */
final class Subjects {
    private static final int SIZE = 32;
    private static final byte[] REFERENCE = Seed.bytes(new Random(1), SIZE);
    private static final byte[] LONG_REFERENCE = Seed.bytes(new Random(2), 4096);
    private static final KeyId KEY_ID = new KeyId(new UUID(0x0db2ebc33ff449aeL, 0xa12d2e2f8b4c4a10L));
    private static final SignedMessage MESSAGE =
            new SignedMessage.Request("POST", "key-share", "", "carol", "hank", Seed.bytes(new Random(3), 500));
    private static final int FACTOR = 0xb5;
    private static final String LAST = "differs in the last byte";
    private static final String RANDOM = "random";
    private static final String ZEROS = "zeros";

    private Subjects() {}

    /** A leak so coarse that it is found on any machine, however busy. */
    static Subject coarseLeak() {
        return comparison(
                "control: stops early, 4096 bytes", LONG_REFERENCE, 1, input -> Leaks.equal(LONG_REFERENCE, input));
    }

    /** All of them. */
    static List<Subject> all() {
        return List.of(
                coarseLeak(),
                comparison("control: stops early, 32 bytes", REFERENCE, 16, input -> Leaks.equal(REFERENCE, input)),
                product("control: a product with branches", Leaks::addProduct),
                new Subject(
                        "control: one class twice",
                        RANDOM,
                        RANDOM,
                        16,
                        (fixed, random) ->
                                compare(Seed.bytes(random, SIZE), input -> MessageDigest.isEqual(REFERENCE, input))),
                comparison("MessageDigest.isEqual", REFERENCE, 16, input -> MessageDigest.isEqual(REFERENCE, input)),
                comparison(
                        "SecretBytes.equals",
                        REFERENCE,
                        16,
                        input -> SecretBytes.owning(REFERENCE).equals(SecretBytes.owning(input))),
                verification("ClassicSuite.verify", ClassicSuite.HMAC_SHA256),
                verification("ItsSuite.verify", new ItsSuite()),
                tag("ClassicSuite.tag", ClassicSuite.HMAC_SHA256),
                tag("ItsSuite.tag", new ItsSuite()),
                new Subject("PolynomialHash, the point", ZEROS, RANDOM, 4, secret(SIZE, (point, random) -> {
                    byte[] blocks = MESSAGE.body();
                    return () -> hash(point, blocks);
                })),
                new Subject("PolynomialHash, the blocks", ZEROS, RANDOM, 4, secret(500, (blocks, random) -> {
                    byte[] point = Seed.bytes(random, PolynomialHash.BLOCK_SIZE);
                    return () -> hash(point, blocks);
                })),
                product("GaloisField256.addProduct", GaloisField256::addProduct),
                join("ClassicSharing.join", new ClassicSharing(5, 3, Seed.secure(new Random(4)))),
                join("ItsSharing.join", new ItsSharing(Numbers.upTo(5), 3, Seed.secure(new Random(5)))),
                rejection(new ItsSharing(Numbers.upTo(5), 3, Seed.secure(new Random(6)))));
    }

    private static IntSupplier compare(byte[] input, Predicate<byte[]> comparison) {
        return () -> comparison.test(input) ? 1 : 0;
    }

    private static Subject comparison(String name, byte[] reference, int calls, Predicate<byte[]> comparison) {
        return new Subject(name, LAST, RANDOM, calls, nearly(reference, input -> compare(input, comparison)));
    }

    /** Values that are right but for the last byte, or wrong from the first on. */
    private static Subject.Preparation nearly(byte[] right, Function<byte[], IntSupplier> call) {
        return (fixed, random) -> {
            byte[] wrong = Seed.bytes(random, right.length);
            byte[] nearly = right.clone();
            nearly[nearly.length - 1] ^= 1;
            // A copy, so that the inputs of both classes lie in the same place behind what was allocated before.
            return call.apply((fixed ? nearly : wrong).clone());
        };
    }

    /** A call that takes a secret. */
    @FunctionalInterface
    private interface SecretCall {
        IntSupplier with(byte[] secret, Random random);
    }

    /** A secret of zeros, or a random one. */
    private static Subject.Preparation secret(int size, SecretCall call) {
        return (fixed, random) -> {
            byte[] secret = Seed.bytes(random, size);
            byte[] zeros = new byte[size];
            return call.with((fixed ? zeros : secret).clone(), random);
        };
    }

    private static Subject verification(String name, SignatureSuite suite) {
        SigningKey key = new SigningKey(SecretBytes.copyOf(REFERENCE));
        return new Subject(name + ", a wrong tag", LAST, RANDOM, 1, nearly(suite.tag(key, MESSAGE), tag -> () -> {
            try {
                suite.verify(key, MESSAGE, Signatures.of(tag));
                return 1;
            } catch (InvalidSignatureException e) {
                return 0;
            }
        }));
    }

    private static Subject tag(String name, SignatureSuite suite) {
        return new Subject(name + ", the key", ZEROS, RANDOM, 1, secret(SIZE, (bytes, random) -> {
            SigningKey key = new SigningKey(SecretBytes.owning(bytes));
            return () -> suite.tag(key, MESSAGE)[0];
        }));
    }

    private static int hash(byte[] point, byte[] blocks) {
        try (PolynomialHash hash = new PolynomialHash(point, 0)) {
            hash.add(blocks, 0, blocks.length);
            return hash.value()[0];
        }
    }

    /** Adds a product to a sum. */
    @FunctionalInterface
    private interface Product {
        void add(byte[] sum, int factor, byte[] secret);
    }

    private static Subject product(String name, Product product) {
        return new Subject(name, ZEROS, RANDOM, 16, secret(SIZE, (secret, random) -> {
            byte[] sum = Seed.bytes(random, SIZE);
            return () -> {
                product.add(sum, FACTOR, secret);
                return sum[0];
            };
        }));
    }

    private static Subject join(String name, SecretSharing sharing) {
        return new Subject(name + ", the key", ZEROS, RANDOM, 1, secret(SIZE, (key, random) -> {
            List<Share> shares =
                    List.copyOf(sharing.split(KEY_ID, SecretBytes.owning(key)).subList(0, 3));
            return () -> {
                try (SecretBytes joined = sharing.join(KEY_ID, shares)) {
                    return joined.expose()[0];
                }
            };
        }));
    }

    /** Tau is wrong in its last byte, or in all: what is added to the second share is added to tau, times a public number. */
    private static Subject rejection(ItsSharing sharing) {
        byte[] nothing = new byte[PolynomialHash.BLOCK_SIZE];
        return new Subject("ItsSharing.join, a wrong tau", LAST, RANDOM, 1, nearly(nothing, added -> {
            List<Share> shares = sharing.split(KEY_ID, SecretBytes.copyOf(REFERENCE));
            byte[] value = shares.get(1).value().expose();
            for (int i = 0; i < added.length; i++) {
                value[value.length - added.length + i] ^= added[i];
            }
            List<Share> given = List.copyOf(shares.subList(0, 3));
            return () -> {
                try (SecretBytes joined = sharing.join(KEY_ID, given)) {
                    return joined.size();
                } catch (ReconstructionException e) {
                    return 0;
                }
            };
        }));
    }
}

package org.dske.timing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiFunction;
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
import org.dske.testing.Seed;

/** What is measured: two leaks and a function that cannot leak, which show what the method finds, and then what counts. */
final class Subjects {
    private static final int SIZE = 32;
    private static final byte[] REFERENCE = Seed.bytes(new Random(1), SIZE);
    private static final KeyId KEY_ID = new KeyId(new UUID(0x0db2ebc33ff449aeL, 0xa12d2e2f8b4c4a10L));
    private static final SignedMessage MESSAGE = new SignedMessage.Request(
            "POST", "key-share", "", "carol", "hank", Seed.bytes(new Random(2), 500));
    private static final String LAST = "differs from the right one in its last byte";
    private static final String RANDOM = "random";
    private static final String ZEROS = "zeros";

    private Subjects() {}

    /** All of them. */
    static List<Subject> all() {
        return List.of(
                comparison("control: a comparison that stops early", input -> Leaks.equal(REFERENCE, input)),
                product("control: a product with branches", Leaks::addProduct),
                new Subject("control: the same class twice", RANDOM, RANDOM, 16, (fixed, random) ->
                        compare(Seed.bytes(random, SIZE), Subjects::equalsReference)),
                comparison("SecretBytes.equals", Subjects::equalsReference),
                verification("ClassicSuite.verify", ClassicSuite.HMAC_SHA256),
                verification("ItsSuite.verify", new ItsSuite()),
                tag("ClassicSuite.tag", ClassicSuite.HMAC_SHA256),
                tag("ItsSuite.tag", new ItsSuite()),
                new Subject("PolynomialHash, point", ZEROS, RANDOM, 4, secret((point, random) -> {
                    byte[] blocks = MESSAGE.body();
                    return () -> hash(point, blocks);
                })),
                new Subject("PolynomialHash, blocks", ZEROS, RANDOM, 4, secret((blocks, random) -> {
                    byte[] point = Seed.bytes(random, PolynomialHash.BLOCK_SIZE);
                    byte[] many = Arrays.copyOf(blocks, 16 * SIZE);
                    for (int i = 1; i < 16; i++) {
                        System.arraycopy(blocks, 0, many, i * SIZE, SIZE);
                    }
                    return () -> hash(point, many);
                })),
                product("GaloisField256.addProduct", GaloisField256::addProduct),
                join("ClassicSharing.join", new ClassicSharing(5, 3, Seed.secure(new Random(3)))),
                join("ItsSharing.join", new ItsSharing(5, 3, Seed.secure(new Random(4)))),
                rejection(new ItsSharing(5, 3, Seed.secure(new Random(5)))));
    }

    private static boolean equalsReference(byte[] input) {
        return SecretBytes.owning(REFERENCE).equals(SecretBytes.owning(input));
    }

    private static IntSupplier compare(byte[] input, Predicate<byte[]> comparison) {
        return () -> comparison.test(input) ? 1 : 0;
    }

    private static Subject comparison(String name, Predicate<byte[]> comparison) {
        return new Subject(name, LAST, RANDOM, 16, nearly(REFERENCE, input -> compare(input, comparison)));
    }

    /** Values that are right but for the last byte, or wrong from the first on. */
    private static BiFunction<Boolean, Random, IntSupplier> nearly(
            byte[] right, Function<byte[], IntSupplier> call) {
        return (fixed, random) -> {
            byte[] input = Seed.bytes(random, right.length);
            byte[] nearly = right.clone();
            nearly[nearly.length - 1] ^= 1;
            return call.apply(fixed ? nearly : input);
        };
    }

    /** A secret of zeros, or a random one. */
    private static BiFunction<Boolean, Random, IntSupplier> secret(BiFunction<byte[], Random, IntSupplier> call) {
        return (fixed, random) -> {
            byte[] input = Seed.bytes(random, SIZE);
            return call.apply(fixed ? new byte[SIZE] : input, random);
        };
    }

    private static Subject verification(String name, SignatureSuite suite) {
        SigningKey key = new SigningKey(SecretBytes.owning(REFERENCE.clone()));
        return new Subject(name + ", a wrong tag", LAST, RANDOM, 1, nearly(suite.tag(key, MESSAGE), tag -> () -> {
            try {
                suite.verify(key, MESSAGE, tag);
                return 1;
            } catch (InvalidSignatureException e) {
                return 0;
            }
        }));
    }

    private static Subject tag(String name, SignatureSuite suite) {
        return new Subject(name + ", key", ZEROS, RANDOM, 1, secret((bytes, random) -> {
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

    /** Adds a product. */
    private interface Product {
        void add(byte[] sum, int factor, byte[] secret);
    }

    private static Subject product(String name, Product product) {
        return new Subject(name, ZEROS, RANDOM, 16, secret((secret, random) -> {
            byte[] sum = Seed.bytes(random, SIZE);
            return () -> {
                product.add(sum, 0xb5, secret);
                return sum[0];
            };
        }));
    }

    private static Subject join(String name, SecretSharing sharing) {
        return new Subject(name + ", three shares", "of a key of zeros", "of a random key", 1, secret((key, random) -> {
            List<Share> shares = List.copyOf(sharing.split(KEY_ID, SecretBytes.owning(key)).subList(0, 3));
            return () -> {
                try (SecretBytes joined = sharing.join(KEY_ID, shares)) {
                    return joined.expose()[0];
                }
            };
        }));
    }

    /** Tau is wrong, in its last byte or in all of them: for the sum of what is added to shares is added to the payload. */
    private static Subject rejection(ItsSharing sharing) {
        byte[] nothing = new byte[PolynomialHash.BLOCK_SIZE];
        return new Subject(
                "ItsSharing.join, a wrong share",
                "tau is wrong in its last byte",
                "tau is wrong everywhere",
                1,
                nearly(nothing, added -> {
                    List<Share> shares = sharing.split(KEY_ID, SecretBytes.owning(REFERENCE.clone()));
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

package org.dske.sharing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.error.InvalidException;
import org.dske.field.GaloisField256;
import org.dske.key.KeyId;
import org.dske.reconstruction.AllSubsets;
import org.dske.reconstruction.Reconstruction;
import org.dske.reconstruction.Searches;
import org.dske.reconstruction.ShareFault;
import org.dske.reconstruction.Verdict;
import org.dske.secret.SecretBytes;
import org.dske.testing.Numbers;
import org.dske.testing.Seed;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItsSharingTest {
    private static final KeyId KEY_ID = new KeyId(new UUID(1, 2));
    private static final JsonObject KNOWN = Vectors.sharingIts();

    private static ItsSharing sharing(int shares, int threshold) {
        return new ItsSharing(Numbers.upTo(shares), threshold, new SecureRandom());
    }

    private static ItsSharing sharing(int shares, int threshold, Random random) {
        return new ItsSharing(Numbers.upTo(shares), threshold, Seed.secure(random));
    }

    /** The known case of a number, as something that can be asked. */
    private record Case(JsonObject json) {
        static Case of(int number) {
            return new Case(KNOWN.getJsonArray("cases").getJsonObject(number));
        }

        static Stream<Case> all() {
            return KNOWN.getJsonArray("cases").getValuesAs(JsonObject.class).stream()
                    .map(Case::new);
        }

        int threshold() {
            return json.getInt("threshold");
        }

        SecretBytes key() {
            return Vectors.secret(json.getString("key"));
        }

        KeyId keyId() {
            return ItsSharingTest.keyId(json.getString("key_id"));
        }

        List<Share> shares() {
            return json.getJsonArray("shares").getValuesAs(JsonObject.class).stream()
                    .map(share -> new Share(share.getInt("index"), Vectors.secret(share.getString("value"))))
                    .toList();
        }

        /** The shares, some of which somebody altered. */
        List<Share> shares(JsonObject altered) {
            return shares().stream()
                    .map(share -> {
                        String value = altered.getString(String.valueOf(share.index()), "");
                        return value.isEmpty() ? share : new Share(share.index(), Vectors.secret(value));
                    })
                    .toList();
        }

        @Override
        public String toString() {
            return threshold() + " of " + shares().size() + ", " + key().size() + " bytes";
        }
    }

    private static KeyId keyId(String digits) {
        ByteBuffer bytes = ByteBuffer.wrap(Vectors.hex(digits));
        return new KeyId(new UUID(bytes.getLong(), bytes.getLong()));
    }

    /** A generator that gives known bytes, and fails when they are used up or asked for in other pieces. */
    private static SecureRandom scripted(List<byte[]> script) {
        List<byte[]> left = new ArrayList<>(script);
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                byte[] next = left.remove(0);
                assertEquals(next.length, bytes.length);
                System.arraycopy(next, 0, bytes, 0, next.length);
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> theKnownRandomBytesGiveTheKnownShares() {
        return Case.all()
                .map(known -> DynamicTest.dynamicTest(known.toString(), () -> {
                    List<byte[]> script = new ArrayList<>();
                    script.add(Vectors.hex(known.json().getString("x")));
                    known.json().getJsonArray("coefficients").getValuesAs(JsonString.class).stream()
                            .map(coefficient -> Vectors.hex(coefficient.getString()))
                            .forEach(script::add);
                    List<Share> expected = known.shares();
                    ItsSharing sharing =
                            new ItsSharing(Numbers.upTo(expected.size()), known.threshold(), scripted(script));
                    assertEquals(expected, sharing.split(known.keyId(), known.key()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> theKnownSharesGiveTheKnownKey() {
        return Case.all()
                .map(known -> DynamicTest.dynamicTest(known.toString(), () -> {
                    List<Share> shares = known.shares();
                    ItsSharing sharing = sharing(shares.size(), known.threshold());
                    AllSubsets.forEach(
                            shares,
                            known.threshold(),
                            subset -> assertEquals(known.key(), sharing.join(known.keyId(), subset)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> theKnownLiarsDoNotHideTheKeyAndAreNamed() {
        return KNOWN.getJsonArray("robust").getValuesAs(JsonObject.class).stream()
                .map(robust -> DynamicTest.dynamicTest("liars " + robust.getJsonArray("expect_liars"), () -> {
                    Case known = Case.of(robust.getInt("case"));
                    List<Integer> liars = robust.getJsonArray("expect_liars").stream()
                            .map(liar -> Integer.parseInt(liar.toString()))
                            .toList();
                    assertFalse(liars.isEmpty());
                    SecretBytes key = Vectors.secret(robust.getString("expect_key"));
                    // In whatever order the hubs answer.
                    permutations(known.shares(robust.getJsonObject("altered")))
                            .forEach(shares -> findsKeyAndLiars(known, shares, key, liars));
                }));
    }

    private static void findsKeyAndLiars(Case known, List<Share> shares, SecretBytes key, List<Integer> liars) {
        Reconstruction<Integer> reconstruction = Searches.of(sharing(shares.size(), known.threshold()), known.keyId());
        List<SecretBytes> found = shares.stream()
                .map(share -> Searches.add(reconstruction, share.index(), share))
                .flatMap(Optional::stream)
                .toList();
        assertEquals(List.of(key), found);
        assertEquals(
                new Verdict<>(
                        liars.stream().collect(Collectors.toMap(liar -> liar, liar -> ShareFault.VALUE)), Set.of()),
                Searches.verdict(reconstruction));
    }

    private static <T> Stream<List<T>> permutations(List<T> elements) {
        if (elements.isEmpty()) {
            return Stream.of(List.of());
        }
        return IntStream.range(0, elements.size()).boxed().flatMap(i -> {
            List<T> rest = new ArrayList<>(elements);
            T first = rest.remove((int) i);
            return permutations(rest)
                    .map(others ->
                            Stream.concat(Stream.of(first), others.stream()).toList());
        });
    }

    @TestFactory
    Stream<DynamicTest> theKnownBadSharesAreRejected() {
        return KNOWN.getJsonArray("must_be_rejected").getValuesAs(JsonObject.class).stream()
                .map(bad -> DynamicTest.dynamicTest(
                        "altered " + bad.getJsonObject("altered").keySet(), () -> {
                            Case known = Case.of(bad.getInt("case"));
                            List<Share> shares = known.shares(bad.getJsonObject("altered"));
                            ItsSharing sharing = sharing(shares.size(), known.threshold());
                            Reconstruction<Integer> reconstruction = Searches.of(sharing, known.keyId());
                            for (Share share : shares) {
                                assertEquals(Optional.empty(), Searches.add(reconstruction, share.index(), share));
                            }
                            assertEquals(Verdict.unanimous(), Searches.verdict(reconstruction));
                            AllSubsets.forEach(
                                    shares,
                                    known.threshold(),
                                    subset -> assertThrows(
                                            ReconstructionException.class, () -> sharing.join(known.keyId(), subset)));
                        }));
    }

    @Test
    void theKnownSharesAreRejectedUnderAnotherKeyId() {
        JsonObject wrong = KNOWN.getJsonObject("wrong_key_id_must_be_rejected");
        Case known = Case.of(wrong.getInt("case"));
        ItsSharing sharing = sharing(known.shares().size(), known.threshold());
        KeyId keyId = keyId(wrong.getString("key_id"));
        assertNotEquals(keyId, known.keyId());
        AllSubsets.forEach(
                known.shares(),
                known.threshold(),
                subset -> assertThrows(ReconstructionException.class, () -> sharing.join(keyId, subset)));
    }

    @Test
    void anyKSharesInAnyOrderGiveTheKeyBackForEverySmallNetwork() {
        Seed.check(random -> {
            for (int n = 2; n <= 5; n++) {
                for (int k = 2; k <= n; k++) {
                    for (int size : new int[] {1, 15, 16, 17, 32, 33, 1 + random.nextInt(300)}) {
                        SecretBytes key = SecretBytes.random(size, Seed.secure(random));
                        ItsSharing sharing = sharing(n, k, random);
                        String network = k + " of " + n + ", " + size + " bytes";
                        AllSubsets.forEach(sharing.split(KEY_ID, key), k, subset -> {
                            List<Share> shuffled = new ArrayList<>(subset);
                            Collections.shuffle(shuffled, random);
                            assertEquals(key, sharing.join(KEY_ID, shuffled), network);
                        });
                    }
                }
            }
        });
    }

    @Test
    void theLargestNetworkWorksToo() {
        Seed.check(random -> {
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            ItsSharing sharing = sharing(255, 255, random);
            assertEquals(key, sharing.join(KEY_ID, sharing.split(KEY_ID, key)));
            ItsSharing some = sharing(255, 20, random);
            assertEquals(key, some.join(KEY_ID, some.split(KEY_ID, key).subList(235, 255)));
        });
    }

    @Test
    void splitGivesNSharesInOrderLongerThanTheKeyBy32BytesAndLeavesTheKey() {
        Seed.check(random -> {
            byte[] bytes = Seed.bytes(random, 32);
            SecretBytes key = SecretBytes.copyOf(bytes);
            ItsSharing sharing = sharing(5, 3, random);
            List<Share> shares = sharing.split(KEY_ID, key);
            assertEquals(
                    IntStream.rangeClosed(1, 5).boxed().toList(),
                    shares.stream().map(Share::index).toList());
            shares.forEach(share -> assertEquals(64, share.value().size()));
            assertEquals(64, sharing.shareSize(32));
            assertArrayEquals(bytes, key.expose());
            assertEquals(3, sharing.threshold());
        });
    }

    @Test
    void splittingAKeyTwiceGivesDifferentShares() {
        SecretBytes key = SecretBytes.owning(new byte[32]);
        List<Share> one = sharing(5, 3).split(KEY_ID, key);
        List<Share> other = sharing(5, 3).split(KEY_ID, key);
        for (int i = 0; i < 5; i++) {
            assertNotEquals(one.get(i).value(), other.get(i).value(), "share " + i);
        }
    }

    @Test
    void aChangedBitInAnyShareIsNoticed() {
        Seed.check(random -> {
            ItsSharing sharing = sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key).subList(1, 4);
            for (Share share : shares) {
                byte[] value = share.value().expose();
                for (int bit = 0; bit < value.length * 8; bit++) {
                    value[bit / 8] ^= (byte) (1 << (bit % 8));
                    refused(sharing, shares);
                    value[bit / 8] ^= (byte) (1 << (bit % 8));
                }
            }
            assertEquals(key, sharing.join(KEY_ID, shares));
        });
    }

    @Test
    void sharesThatChangedTheirPlacesAreNoticed() {
        Seed.check(random -> {
            ItsSharing sharing = sharing(5, 3, random);
            List<Share> shares = sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)));
            refused(
                    sharing,
                    List.of(
                            new Share(2, shares.get(0).value()),
                            new Share(1, shares.get(1).value()),
                            shares.get(3)));
            refused(
                    sharing,
                    List.of(
                            shares.get(0),
                            shares.get(1),
                            new Share(4, shares.get(2).value())));
        });
    }

    @Test
    void sharesOfTwoKeysOrOfTwoSplitsAreNoticed() {
        Seed.check(random -> {
            ItsSharing sharing = sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> one = sharing.split(KEY_ID, key);
            List<Share> other = sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)));
            List<Share> again = sharing.split(KEY_ID, key);
            refused(sharing, List.of(one.get(0), one.get(1), other.get(2)));
            refused(sharing, List.of(one.get(0), one.get(1), again.get(2)));
        });
    }

    /** Bytes cut off or added to all shares alike, at either end: the payload's parts are not where they were. */
    @Test
    void sharesThatAreAllShorterOrLongerAreNoticed() {
        Seed.check(random -> {
            ItsSharing sharing = sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key).subList(0, 3);
            for (int cut = 1; cut < 32; cut++) {
                int less = cut;
                refused(sharing, resized(shares, value -> value.slice(0, 64 - less)));
                refused(sharing, resized(shares, value -> value.slice(less, 64)));
                refused(sharing, resized(shares, value -> longer(value, 0, less)));
                refused(sharing, resized(shares, value -> longer(value, less, 0)));
            }
        });
    }

    /** A key and the key with a zero byte behind it have the same blocks, but not the same length. */
    @Test
    void theLengthOfTheKeyIsCovered() {
        Seed.check(random -> {
            byte[] x = Seed.bytes(random, 16);
            byte[] key = Seed.bytes(random, 17);
            byte[] longer = Arrays.copyOf(key, 18);
            assertFalse(tau(x, key).equals(tau(x, longer)));
            assertEquals(tau(x, key), tau(x, key.clone()));
        });
    }

    /** The last 16 bytes of a payload, as shares show it whose coefficients are zeros. */
    private static SecretBytes tau(byte[] x, byte[] key) {
        int size = key.length + 32;
        ItsSharing sharing = new ItsSharing(Numbers.upTo(2), 2, scripted(List.of(x, new byte[size])));
        return sharing.split(KEY_ID, SecretBytes.copyOf(key)).get(0).value().slice(size - 16, size);
    }

    private static SecretBytes longer(SecretBytes value, int before, int behind) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[before]);
        bytes.writeBytes(value.expose());
        bytes.writeBytes(new byte[behind]);
        return SecretBytes.owning(bytes.toByteArray());
    }

    private static List<Share> resized(List<Share> shares, UnaryOperator<SecretBytes> change) {
        return shares.stream()
                .map(share -> new Share(share.index(), change.apply(share.value())))
                .toList();
    }

    @Test
    void sharesThatCannotBeOfOneKeyAreRefused() {
        ItsSharing sharing = sharing(5, 3);
        List<Share> shares = sharing.split(KEY_ID, SecretBytes.owning(new byte[16]));
        refused(sharing, List.of());
        refused(sharing, shares.subList(0, 2));
        refused(sharing, shares.subList(0, 4));
        refused(sharing, List.of(shares.get(0), shares.get(1), shares.get(1)));
        for (int size : new int[] {0, 1, 47, 49}) {
            refused(sharing, List.of(shares.get(0), shares.get(1), new Share(3, SecretBytes.owning(new byte[size]))));
        }
        for (int size : new int[] {0, 16, 31, 32}) {
            refused(
                    sharing,
                    IntStream.rangeClosed(1, 3)
                            .mapToObj(i -> new Share(i, SecretBytes.owning(new byte[size])))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 6, 254, 255, 256, 257, 259, Integer.MAX_VALUE})
    void anIndexThatNoHubHasIsRefused(int index) {
        ItsSharing sharing = sharing(5, 3);
        List<Share> shares = sharing.split(KEY_ID, SecretBytes.owning(new byte[16]));
        refused(
                sharing,
                List.of(
                        shares.get(0),
                        shares.get(1),
                        new Share(index, shares.get(2).value())));
    }

    /** A share at 0 would be the payload itself: whoever sent it could choose the key. */
    @Test
    void aPayloadThatIsSentAsAShareAt0IsRefused() {
        Seed.check(random -> {
            byte[] x = Seed.bytes(random, 16);
            SecureRandom script = scripted(List.of(x, new byte[48], new byte[48]));
            SecretBytes payload = new ItsSharing(Numbers.upTo(3), 3, script)
                    .split(KEY_ID, SecretBytes.random(16, Seed.secure(random)))
                    .get(0)
                    .value();
            ItsSharing sharing = sharing(5, 3, random);
            List<Share> shares = sharing.split(KEY_ID, SecretBytes.random(16, Seed.secure(random)));
            refused(sharing, List.of(shares.get(0), shares.get(1), new Share(0, payload)));
            refused(sharing, List.of(shares.get(0), shares.get(1), new Share(256, payload)));
        });
    }

    private static void refused(ItsSharing sharing, List<Share> shares) {
        assertThrows(ReconstructionException.class, () -> sharing.join(KEY_ID, shares));
    }

    /**
     * Hubs that know of each other can send shares whose errors cancel: the key is right, and the search cannot know who of
     * two groups of equal size lied. The Javadoc of the mode says so.
     */
    @Test
    void wrongSharesThatTogetherLeaveThePayloadPassWithTheRightKey() {
        Seed.check(random -> {
            ItsSharing sharing = sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key).subList(0, 3);
            // What is added weighs the product of both weights either time, and so nothing.
            int weight1 = weight(1, 2, 3);
            int weight2 = weight(2, 1, 3);
            SecretBytes error = SecretBytes.random(64, Seed.secure(random));
            GaloisField256.addProduct(shares.get(0).value().expose(), weight2, error.expose());
            GaloisField256.addProduct(shares.get(1).value().expose(), weight1, error.expose());
            assertEquals(key, sharing.join(KEY_ID, shares));
        });
    }

    /** The weights at 0 of the shares at 1, 2 and 3 are all 1: the payload is their sum, in whatever order they come. */
    @Test
    void theFirstThreeSharesOfThreeGiveTheRightKeyEvenIfTheyChangedTheirPlaces() {
        Seed.check(random -> {
            ItsSharing sharing = sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key);
            List<Share> swapped = List.of(
                    new Share(2, shares.get(0).value()),
                    new Share(1, shares.get(1).value()),
                    shares.get(2));
            assertEquals(key, sharing.join(KEY_ID, swapped));
        });
    }

    private static int weight(int own, int... others) {
        int weight = 1;
        for (int other : others) {
            weight = GaloisField256.multiply(
                    weight, GaloisField256.multiply(other, GaloisField256.inverse(own ^ other)));
        }
        return weight;
    }

    /** 2 of n, exhaustively: whatever the one share at each place is, each byte of payload made it in one way. */
    @Test
    void oneShareOfTwoFitsEveryByteEquallyOften() {
        for (int index = 1; index <= 255; index++) {
            BitSet seen = new BitSet(1 << 16);
            for (int payload = 0; payload < 256; payload++) {
                SecretBytes share = ItsSharing.valueAt(filled(payload, 256), List.of(digits(256, 0)), index);
                for (byte value : share.expose()) {
                    seen.set(payload << 8 | (value & 0xff));
                }
            }
            assertEquals(1 << 16, seen.cardinality(), "share at " + index);
        }
    }

    /** 3 of 5, exhaustively: for each byte of payload, each pair of values of any two shares comes up once. */
    @Test
    void twoSharesOfThreeFitEveryByteEquallyOften() {
        int ways = 1 << 16;
        List<SecretBytes> allCoefficients = List.of(digits(ways, 8), digits(ways, 0));
        for (int payload = 0; payload < 256; payload++) {
            SecretBytes secret = filled(payload, ways);
            List<byte[]> shares = IntStream.rangeClosed(1, 5)
                    .mapToObj(index ->
                            ItsSharing.valueAt(secret, allCoefficients, index).expose())
                    .toList();
            int byteOfPayload = payload;
            AllSubsets.forEach(shares, 2, pair -> {
                BitSet seen = new BitSet(ways);
                for (int way = 0; way < ways; way++) {
                    seen.set((pair.get(0)[way] & 0xff) << 8 | (pair.get(1)[way] & 0xff));
                }
                assertEquals(ways, seen.cardinality(), "payload " + byteOfPayload);
            });
        }
    }

    /** All three shares do say something: in that way the two tests above could have failed. */
    @Test
    void threeSharesOfThreeFitOneByteAlone() {
        Seed.check(random -> {
            List<SecretBytes> coefficients =
                    List.of(SecretBytes.random(1, Seed.secure(random)), SecretBytes.random(1, Seed.secure(random)));
            for (int payload = 0; payload < 256; payload++) {
                SecretBytes secret = filled(payload, 1);
                List<Share> shares = IntStream.rangeClosed(1, 3)
                        .mapToObj(index -> new Share(index, ItsSharing.valueAt(secret, coefficients, index)))
                        .toList();
                assertEquals(secret, Interpolation.valueAt(shares, 0));
            }
        });
    }

    /** Arithmetic goes byte by byte, so that many polynomials fit into one array. */
    private static SecretBytes digits(int size, int shift) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i >>> shift);
        }
        return SecretBytes.owning(bytes);
    }

    private static SecretBytes filled(int value, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        return SecretBytes.owning(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "5,1", "5,0", "5,-1", "2,3", "0,0", "256,3", "256,256"})
    void aNetworkThatCannotShareIsRefused(int shares, int threshold) {
        InvalidException e = assertThrows(InvalidException.class, () -> sharing(shares, threshold));
        assertTrue(e.getMessage().contains(String.valueOf(shares)));
    }

    @Test
    void aKeyWithoutBytesIsRefused() {
        assertThrows(InvalidException.class, () -> sharing(5, 3).split(KEY_ID, SecretBytes.owning(new byte[0])));
    }
}

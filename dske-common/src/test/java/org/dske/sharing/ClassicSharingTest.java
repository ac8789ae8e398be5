package org.dske.sharing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.error.InvalidException;
import org.dske.key.KeyId;
import org.dske.reconstruction.AllSubsets;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
import org.dske.testing.Vectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicSharingTest {
    private static final KeyId KEY_ID = new KeyId(new UUID(1, 2));

    private static ClassicSharing sharing(int shares, int threshold) {
        return new ClassicSharing(shares, threshold, new SecureRandom());
    }

    private static ClassicSharing sharing(int shares, int threshold, Random random) {
        return new ClassicSharing(shares, threshold, Seed.secure(random));
    }

    private static List<Share> shares(JsonArray array) {
        return array.getValuesAs(JsonObject.class).stream()
                .map(share -> new Share(share.getInt("index"), Vectors.secret(share.getString("value"))))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> theKnownSharesGiveTheKnownSecret() {
        return Vectors.sharingClassic().getJsonArray("cases").getValuesAs(JsonObject.class).stream()
                .map(known -> {
                    List<Share> shares = shares(known.getJsonArray("shares"));
                    int k = known.getInt("threshold");
                    SecretBytes secret = Vectors.secret(known.getString("secret"));
                    return DynamicTest.dynamicTest(k + " of " + shares.size() + ", " + secret.size() + " bytes", () -> {
                        ClassicSharing sharing = sharing(shares.size(), k);
                        List<Share> named = known.getJsonArray("reconstruct_from").stream()
                                .map(index -> shares.get(Integer.parseInt(index.toString())))
                                .toList();
                        assertEquals(secret, sharing.join(KEY_ID, named));
                        AllSubsets.forEach(shares, k, subset -> assertEquals(secret, sharing.join(KEY_ID, subset)));
                    });
                });
    }

    @TestFactory
    Stream<DynamicTest> theKnownBadSharesAreRejected() {
        return Vectors.sharingClassic().getJsonArray("must_be_rejected").getValuesAs(JsonObject.class).stream()
                .map(known -> DynamicTest.dynamicTest(
                        known.getString("why"),
                        () -> assertThrows(
                                ReconstructionException.class,
                                () -> sharing(5, known.getInt("threshold"))
                                        .join(KEY_ID, shares(known.getJsonArray("shares"))))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shamir", "shamir_256"})
    void theSharesOfAnotherImplementationGiveItsKey(String section) {
        JsonObject known = Vectors.exchangesClassic().getJsonObject(section);
        JsonObject values = known.getJsonObject("shares");
        List<Share> shares = values.keySet().stream()
                .map(index -> new Share(Integer.parseInt(index), Vectors.secret(values.getString(index))))
                .toList();
        assertEquals(5, shares.size());
        SecretBytes key = Vectors.secret(known.getString("key_hex"));
        AllSubsets.forEach(shares, 3, subset -> assertEquals(key, sharing(5, 3).join(KEY_ID, subset)));
    }

    @Test
    void anyKSharesInAnyOrderGiveTheKeyBack() {
        Seed.check(random -> {
            for (int round = 0; round < 60; round++) {
                int n = 2 + random.nextInt(7);
                int k = 2 + random.nextInt(n - 1);
                SecretBytes key = SecretBytes.random(4 + random.nextInt(80), Seed.secure(random));
                ClassicSharing sharing = sharing(n, k, random);
                List<Share> shares = sharing.split(KEY_ID, key);
                AllSubsets.forEach(shares, k, subset -> {
                    List<Share> shuffled = new ArrayList<>(subset);
                    Collections.shuffle(shuffled, random);
                    assertEquals(key, sharing.join(KEY_ID, shuffled), k + " of " + n);
                });
            }
        });
    }

    @Test
    void theLargestNetworkWorksToo() {
        Seed.check(random -> {
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            ClassicSharing sharing = sharing(254, 254, random);
            assertEquals(key, sharing.join(KEY_ID, sharing.split(KEY_ID, key)));
            ClassicSharing some = sharing(254, 20, random);
            assertEquals(key, some.join(KEY_ID, some.split(KEY_ID, key).subList(234, 254)));
        });
    }

    @Test
    void splitGivesNSharesInOrderAsLongAsTheKeyAndLeavesTheKey() {
        Seed.check(random -> {
            byte[] bytes = Seed.bytes(random, 32);
            SecretBytes key = SecretBytes.copyOf(bytes);
            ClassicSharing sharing = sharing(5, 3, random);
            List<Share> shares = sharing.split(KEY_ID, key);
            assertEquals(
                    IntStream.range(0, 5).boxed().toList(),
                    shares.stream().map(Share::index).toList());
            shares.forEach(
                    share -> assertEquals(sharing.shareSize(32), share.value().size()));
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
    void aChangedByteInAnyShareIsNoticed() {
        Seed.check(random -> {
            ClassicSharing sharing = sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            for (int place = 0; place < 32; place++) {
                for (int changed = 0; changed < 3; changed++) {
                    List<Share> shares = sharing.split(KEY_ID, key).subList(0, 3);
                    shares.get(changed).value().expose()[place] ^= (byte) (1 + random.nextInt(255));
                    assertThrows(ReconstructionException.class, () -> sharing.join(KEY_ID, shares));
                }
            }
        });
    }

    @Test
    void sharesThatChangedTheirPlacesAreNoticed() {
        Seed.check(random -> {
            ClassicSharing sharing = sharing(5, 3, random);
            List<Share> shares = sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)));
            List<Share> swapped = List.of(
                    new Share(1, shares.get(0).value()),
                    new Share(0, shares.get(1).value()),
                    shares.get(2));
            assertThrows(ReconstructionException.class, () -> sharing.join(KEY_ID, swapped));
            List<Share> moved = List.of(
                    shares.get(0), shares.get(1), new Share(3, shares.get(2).value()));
            assertThrows(ReconstructionException.class, () -> sharing.join(KEY_ID, moved));
        });
    }

    @Test
    void sharesOfTwoKeysAreNoticed() {
        Seed.check(random -> {
            ClassicSharing sharing = sharing(5, 3, random);
            List<Share> one = sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)));
            List<Share> other = sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)));
            assertThrows(
                    ReconstructionException.class,
                    () -> sharing.join(KEY_ID, List.of(one.get(0), one.get(1), other.get(2))));
        });
    }

    @Test
    void sharesThatCannotBeOfOneKeyAreRefused() {
        ClassicSharing sharing = sharing(5, 3);
        List<Share> shares = sharing.split(KEY_ID, SecretBytes.owning(new byte[16]));
        refused(sharing, List.of());
        refused(sharing, shares.subList(0, 2));
        refused(sharing, shares.subList(0, 4));
        refused(sharing, List.of(shares.get(0), shares.get(1), shares.get(1)));
        for (int index : new int[] {-1, 5, 253, 254, 255, 256, 258, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            refused(
                    sharing,
                    List.of(
                            shares.get(0),
                            shares.get(1),
                            new Share(index, shares.get(2).value())));
        }
        refused(sharing, List.of(shares.get(0), shares.get(1), new Share(2, SecretBytes.owning(new byte[15]))));
        refused(sharing, List.of(shares.get(0), shares.get(1), new Share(2, SecretBytes.owning(new byte[17]))));
        refused(sharing, List.of(shares.get(0), shares.get(1), new Share(2, SecretBytes.owning(new byte[0]))));
        refused(
                sharing,
                IntStream.range(0, 3)
                        .mapToObj(i -> new Share(i, SecretBytes.owning(new byte[3])))
                        .toList());
        refused(
                sharing,
                IntStream.range(0, 3)
                        .mapToObj(i -> new Share(i, SecretBytes.owning(new byte[0])))
                        .toList());
    }

    private static void refused(ClassicSharing sharing, List<Share> shares) {
        assertThrows(ReconstructionException.class, () -> sharing.join(KEY_ID, shares));
    }

    /**
     * k-1 shares together with one byte of the payload fix the polynomial of that byte, and the map from that byte to any
     * other share's is a bijection: so as far as the shares go, all values of the byte fit equally well.
     */
    @Test
    void kMinusOneSharesFitEveryValueOfEachByte() {
        Seed.check(random -> {
            for (int k = 2; k <= 6; k++) {
                List<Share> known = new ArrayList<>();
                for (int index = 0; index < k - 1; index++) {
                    known.add(new Share(index, SecretBytes.random(1, Seed.secure(random))));
                }
                Set<Integer> next = new HashSet<>();
                for (int secret = 0; secret < 256; secret++) {
                    List<Share> points = new ArrayList<>(known);
                    points.add(new Share(255, SecretBytes.owning(new byte[] {(byte) secret})));
                    next.add((int) Interpolation.valueAt(points, k - 1).expose()[0]);
                }
                assertEquals(256, next.size(), "k = " + k);
            }
        });
    }

    /** With k-2 shares and the digest share fixed, the map from the key to any other share is one byte to one byte, onto. */
    @Test
    void kMinusTwoSharesFitEveryKeyAndEveryDigest() {
        Seed.check(random -> {
            for (int k = 2; k <= 5; k++) {
                List<Share> known = new ArrayList<>();
                for (int index = 0; index < k - 2; index++) {
                    known.add(new Share(index, SecretBytes.random(1, Seed.secure(random))));
                }
                for (int digest = 0; digest < 256; digest += 51) {
                    Set<Integer> next = new HashSet<>();
                    for (int secret = 0; secret < 256; secret++) {
                        List<Share> points = new ArrayList<>(known);
                        points.add(new Share(254, SecretBytes.owning(new byte[] {(byte) digest})));
                        points.add(new Share(255, SecretBytes.owning(new byte[] {(byte) secret})));
                        next.add((int) Interpolation.valueAt(points, k - 2).expose()[0]);
                    }
                    assertEquals(256, next.size(), "k = " + k);
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1", "5,1", "5,0", "5,-1", "2,3", "0,0", "255,3", "256,256"})
    void aNetworkThatCannotShareIsRefused(int shares, int threshold) {
        InvalidException e = assertThrows(InvalidException.class, () -> sharing(shares, threshold));
        assertFalse(e.getMessage().isBlank());
    }

    @Test
    void aSecretShorterThanTheDigestIsRefused() {
        assertThrows(InvalidException.class, () -> sharing(5, 3).split(KEY_ID, SecretBytes.owning(new byte[3])));
        assertThrows(InvalidException.class, () -> sharing(5, 3).split(KEY_ID, SecretBytes.owning(new byte[0])));
    }

    @Test
    void aShareIsWipedWhenClosedAndNeverPrinted() {
        Share share = new Share(3, SecretBytes.copyOf(new byte[] {9, 8, 7}));
        assertFalse(share.toString().contains("9, 8"));
        share.close();
        assertThrows(IllegalStateException.class, () -> share.value().expose());
    }
}

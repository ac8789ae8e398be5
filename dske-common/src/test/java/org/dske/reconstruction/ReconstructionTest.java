package org.dske.reconstruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.dske.field.GaloisField256;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.ClassicSharing;
import org.dske.sharing.ItsSharing;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;
import org.dske.testing.Numbers;
import org.dske.testing.Seed;
import org.dske.testing.WatchedSharing;
import org.dske.time.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconstructionTest {
    private static final KeyId KEY_ID = new KeyId(new UUID(3, 4));

    /** Both modes are searched alike. */
    enum Mode {
        CLASSIC {
            @Override
            SecretSharing sharing(int shares, int threshold, Random random) {
                return new ClassicSharing(shares, threshold, Seed.secure(random));
            }
        },
        ITS {
            @Override
            SecretSharing sharing(int shares, int threshold, Random random) {
                return new ItsSharing(Numbers.upTo(shares), threshold, Seed.secure(random));
            }
        };

        abstract SecretSharing sharing(int shares, int threshold, Random random);
    }

    private static Share wrong(Share share, Random random) {
        return new Share(share.index(), SecretBytes.random(share.value().size(), Seed.secure(random)));
    }

    @ParameterizedTest
    @EnumSource
    void theKthGoodShareGivesTheKey(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key);
            Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
            assertEquals(Optional.empty(), Searches.add(reconstruction, 4, shares.get(4)));
            assertEquals(Optional.empty(), Searches.add(reconstruction, 0, shares.get(0)));
            assertEquals(Optional.of(key), Searches.add(reconstruction, 2, shares.get(2)));
            assertEquals(Verdict.unanimous(), Searches.verdict(reconstruction));
        });
    }

    @ParameterizedTest
    @EnumSource
    void upToNMinusKWrongSharesInAnyOrderDoNotHideTheKeyAndAreNamed(Mode mode) {
        Seed.check(random -> {
            for (int round = 0; round < 100; round++) {
                int n = 2 + random.nextInt(6);
                int k = 2 + random.nextInt(n - 1);
                int liars = random.nextInt(n - k + 1);
                SecretSharing sharing = mode.sharing(n, k, random);
                SecretBytes key = SecretBytes.random(32, Seed.secure(random));
                List<Share> shares = new ArrayList<>(sharing.split(KEY_ID, key));
                Collections.shuffle(shares, random);
                List<Share> lies = new ArrayList<>();
                for (int i = 0; i < liars; i++) {
                    shares.set(i, wrong(shares.get(i), random));
                    lies.add(shares.get(i));
                }
                Collections.shuffle(shares, random);
                Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
                int good = 0;
                boolean found = false;
                Map<Integer, ShareFault> liarsNames = new HashMap<>();
                for (int source = 0; source < n; source++) {
                    Share share = shares.get(source);
                    if (lies.contains(share)) {
                        liarsNames.put(source, ShareFault.VALUE);
                    } else {
                        good++;
                    }
                    Optional<SecretBytes> result = Searches.add(reconstruction, source, share);
                    result.ifPresent(value -> assertEquals(key, value));
                    assertFalse(found && result.isPresent(), "the key is given once");
                    found |= result.isPresent();
                    assertEquals(good >= k, found, k + " of " + n + ", " + liars + " wrong");
                }
                assertTrue(found);
                assertEquals(new Verdict<>(liarsNames, Set.of()), Searches.verdict(reconstruction));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void sharesThatCannotBeOfTheKeyDoNotDisturb(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(16, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key);
            int size = sharing.shareSize(16);
            Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
            List<Share> strange = List.of(
                    new Share(255, SecretBytes.random(size, Seed.secure(random))),
                    new Share(-7, SecretBytes.random(size, Seed.secure(random))),
                    new Share(2, SecretBytes.owning(new byte[0])),
                    new Share(3, SecretBytes.random(size + 1, Seed.secure(random))),
                    // A hub that says it was another one.
                    new Share(shares.get(0).index(), SecretBytes.random(size, Seed.secure(random))));
            for (int i = 0; i < strange.size(); i++) {
                assertEquals(Optional.empty(), Searches.add(reconstruction, 10 + i, strange.get(i)));
            }
            assertEquals(Optional.empty(), Searches.add(reconstruction, 0, shares.get(0)));
            assertEquals(Optional.empty(), Searches.add(reconstruction, 1, shares.get(1)));
            assertEquals(Verdict.unanimous(), Searches.verdict(reconstruction));
            assertEquals(Optional.of(key), Searches.add(reconstruction, 4, shares.get(4)));
            assertEquals(
                    new Verdict<>(
                            Map.of(
                                    10,
                                    ShareFault.INDEX,
                                    11,
                                    ShareFault.INDEX,
                                    12,
                                    ShareFault.LENGTH,
                                    13,
                                    ShareFault.LENGTH,
                                    14,
                                    ShareFault.TAKEN),
                            Set.of()),
                    Searches.verdict(reconstruction));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aShareThatArrivesTwiceIsNoLieAndCountsOnce(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(16, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key);
            Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
            assertEquals(Optional.empty(), Searches.add(reconstruction, 0, shares.get(0)));
            assertEquals(Optional.empty(), Searches.add(reconstruction, 0, shares.get(0)));
            assertEquals(Optional.empty(), Searches.add(reconstruction, 1, shares.get(1)));
            assertEquals(Optional.of(key), Searches.add(reconstruction, 2, shares.get(2)));
            assertEquals(Verdict.unanimous(), Searches.verdict(reconstruction));
        });
    }

    /**
     * Two liars add to their shares the values of a polynomial that is zero at the place of the key and at that of one right
     * share: the three of them give the key. In the mode classic, of degree 2 too, the digest has a place as well: there is no
     * such polynomial.
     */
    @Test
    void liarsInConcertPutOthersInDisputeAndMakeNobodyWrong() {
        Seed.check(random -> {
            SecretSharing sharing = Mode.ITS.sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(16, Seed.secure(random));
            List<Share> shares = new ArrayList<>(sharing.split(KEY_ID, key));
            int right = shares.get(2).index();
            for (int liar = 0; liar < 2; liar++) {
                Share share = shares.get(liar);
                int error = GaloisField256.multiply(share.index(), share.index() ^ right);
                byte[] value = share.value().expose().clone();
                for (int i = 0; i < value.length; i++) {
                    value[i] ^= (byte) error;
                }
                shares.set(liar, new Share(share.index(), SecretBytes.owning(value)));
            }
            for (List<Integer> order :
                    List.of(List.of(0, 1, 2, 3, 4), List.of(4, 3, 2, 1, 0), List.of(0, 3, 1, 4, 2))) {
                Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
                Optional<SecretBytes> found = Optional.empty();
                for (int source : order) {
                    Optional<SecretBytes> result = Searches.add(reconstruction, source, shares.get(source));
                    found = found.isPresent() ? found : result;
                }
                assertEquals(Optional.of(key), found);
                assertEquals(new Verdict<>(Map.of(), Set.of(0, 1, 3, 4)), Searches.verdict(reconstruction));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void twoSourcesOfOneShareAreInDispute(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(16, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key);
            Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
            assertEquals(Optional.empty(), Searches.add(reconstruction, 0, shares.get(0)));
            assertEquals(Optional.empty(), Searches.add(reconstruction, 1, shares.get(0)));
            assertEquals(Optional.empty(), Searches.add(reconstruction, 2, shares.get(2)));
            assertEquals(Optional.of(key), Searches.add(reconstruction, 3, shares.get(3)));
            assertEquals(new Verdict<>(Map.of(), Set.of(0, 1)), Searches.verdict(reconstruction));
        });
    }

    @ParameterizedTest
    @EnumSource
    void wrongSharesAloneGiveNothing(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
            for (Share share : sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)))) {
                assertEquals(Optional.empty(), Searches.add(reconstruction, share.index(), wrong(share, random)));
            }
            assertEquals(Verdict.unanimous(), Searches.verdict(reconstruction));
        });
    }

    @ParameterizedTest
    @EnumSource
    void wipesTheSharesAndNotTheKey(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(2, 2, random);
            SecretBytes key = SecretBytes.random(16, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key);
            Optional<SecretBytes> found;
            try (Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID)) {
                assertEquals(Optional.empty(), Searches.add(reconstruction, 0, shares.get(0)));
                found = Searches.add(reconstruction, 1, shares.get(1));
            }
            assertEquals(Optional.of(key), found);
            shares.forEach(share -> assertThrows(
                    IllegalStateException.class, () -> share.value().expose()));
        });
    }

    private static List<Share> withLies(List<Share> shares, int lies, Random random) {
        List<Share> all = new ArrayList<>(shares);
        for (int i = 0; i < lies; i++) {
            all.set(i, wrong(all.get(i), random));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void suspectsComeLastInTheSearchWhateverTheOrder(Mode mode) {
        Seed.check(random -> {
            WatchedSharing sharing = new WatchedSharing(mode.sharing(9, 5, random));
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = withLies(sharing.split(KEY_ID, key), 4, random);
            Reconstruction<Integer> reconstruction =
                    new Reconstruction<>(sharing, KEY_ID, source -> source < 4, Searches.EVER);
            for (int source = 0; source < 9; source++) {
                reconstruction.add(source, shares.get(source));
            }
            assertEquals(Optional.of(key), reconstruction.search());
            assertEquals(1, sharing.attempts());
        });
    }

    @ParameterizedTest
    @EnumSource
    void suspectsThatAreRightAreOfUseAllTheSame(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = withLies(sharing.split(KEY_ID, key), 2, random);
            for (int suspects = 0; suspects < 1 << 5; suspects++) {
                int those = suspects;
                Reconstruction<Integer> reconstruction =
                        new Reconstruction<>(sharing, KEY_ID, source -> (those >> source & 1) != 0, Searches.EVER);
                Optional<SecretBytes> found = Optional.empty();
                for (int source = 0; source < 5; source++) {
                    reconstruction.add(source, shares.get(source));
                    found = found.or(reconstruction::search);
                }
                assertEquals(Optional.of(key), found, "suspects " + suspects);
            }
        });
    }

    /** Each set once, though shares come one by one or some at a time. */
    @ParameterizedTest
    @EnumSource
    void allSetsAreTriedOnceForTheConfiguredSizes(Mode mode) {
        Seed.check(random -> {
            for (int[] size : new int[][] {{3, 2, 3}, {5, 3, 10}, {7, 4, 35}, {15, 8, 6_435}}) {
                WatchedSharing sharing = new WatchedSharing(mode.sharing(size[0], size[1], random));
                Set<Integer> suspects = new HashSet<>();
                Reconstruction<Integer> reconstruction =
                        new Reconstruction<>(sharing, KEY_ID, suspects::contains, Searches.EVER);
                List<Share> shares = sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)));
                for (Share share : withLies(shares, size[0], random)) {
                    reconstruction.add(share.index(), share);
                    if (random.nextBoolean()) {
                        suspects.add(random.nextInt(size[0]));
                        assertEquals(Optional.empty(), reconstruction.search());
                    }
                }
                assertEquals(Optional.empty(), reconstruction.search());
                assertEquals(size[2], sharing.attempts());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aSearchThatWouldNeverEndEndsAndSuspectsDoNotUseUpWhatTheOthersNeed(Mode mode) {
        Seed.check(random -> {
            WatchedSharing sharing = new WatchedSharing(mode.sharing(40, 20, random));
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = withLies(sharing.split(KEY_ID, key), 20, random);
            Reconstruction<Integer> reconstruction =
                    new Reconstruction<>(sharing, KEY_ID, source -> source < 19, Searches.EVER);
            for (int source = 0; source < 39; source++) {
                reconstruction.add(source, shares.get(source));
                assertEquals(Optional.empty(), reconstruction.search());
            }
            // All that was tried is one set of those that are no suspects, and as many others as are allowed.
            assertEquals(1 + SearchBudget.SETS, sharing.attempts());
            reconstruction.add(39, shares.get(39));
            assertEquals(Optional.of(key), reconstruction.search());
            assertTrue(sharing.attempts() <= 1 + SearchBudget.SETS + 20, () -> sharing.attempts() + " sets");
        });
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsTriedWhenTheTimeIsOver(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(3, 2, random);
            Reconstruction<Integer> reconstruction =
                    new Reconstruction<>(sharing, KEY_ID, source -> false, Deadline.in(Duration.ZERO));
            for (Share share : sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)))) {
                reconstruction.add(share.index(), share);
            }
            assertEquals(Optional.empty(), reconstruction.search());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBudgetDoesNotSufficeForIsInDispute(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(7, 4, random);
            SecretBytes key = SecretBytes.random(32, Seed.secure(random));
            List<Share> shares = withLies(sharing.split(KEY_ID, key), 2, random);
            Reconstruction<Integer> reconstruction = Searches.of(sharing, KEY_ID);
            shares.forEach(share -> reconstruction.add(shares.indexOf(share), share));
            assertEquals(Optional.of(key), reconstruction.search());
            assertEquals(Set.of(0, 1), reconstruction.strangers());
            assertEquals(new Verdict<>(Map.of(), Set.of(0, 1)), reconstruction.verdict(Searches.budget(2)));
            assertEquals(
                    new Verdict<>(Map.of(0, ShareFault.VALUE, 1, ShareFault.VALUE), Set.of()),
                    Searches.verdict(reconstruction));
        });
    }
}

package org.dske.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.dske.key.KeyId;
import org.dske.secret.SecretBytes;
import org.dske.testing.Seed;
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
                return new ItsSharing(shares, threshold, Seed.secure(random));
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
            Reconstruction reconstruction = new Reconstruction(sharing, KEY_ID);
            assertEquals(Optional.empty(), reconstruction.add(shares.get(4)));
            assertEquals(Optional.empty(), reconstruction.add(shares.get(0)));
            assertEquals(Optional.of(key), reconstruction.add(shares.get(2)));
            assertEquals(List.of(), reconstruction.wrongShares());
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
                Reconstruction reconstruction = new Reconstruction(sharing, KEY_ID);
                int good = 0;
                boolean found = false;
                for (Share share : shares) {
                    good += lies.contains(share) ? 0 : 1;
                    Optional<SecretBytes> result = reconstruction.add(share);
                    found |= result.isPresent();
                    result.ifPresent(value -> assertEquals(key, value));
                    assertEquals(good >= k, found, k + " of " + n + ", " + liars + " wrong");
                }
                assertTrue(found);
                assertEquals(lies.size(), reconstruction.wrongShares().size());
                assertTrue(reconstruction.wrongShares().containsAll(lies));
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
            Reconstruction reconstruction = new Reconstruction(sharing, KEY_ID);
            List<Share> strange = List.of(
                    new Share(255, SecretBytes.random(size, Seed.secure(random))),
                    new Share(-7, SecretBytes.random(size, Seed.secure(random))),
                    new Share(2, SecretBytes.owning(new byte[0])),
                    new Share(3, SecretBytes.random(size + 1, Seed.secure(random))),
                    // A hub that says it was another one.
                    new Share(shares.get(0).index(), SecretBytes.random(size, Seed.secure(random))));
            for (Share share : strange) {
                assertEquals(Optional.empty(), reconstruction.add(share));
            }
            assertEquals(Optional.empty(), reconstruction.add(shares.get(0)));
            assertEquals(Optional.empty(), reconstruction.add(shares.get(1)));
            assertEquals(List.of(), reconstruction.wrongShares());
            assertEquals(Optional.of(key), reconstruction.add(shares.get(4)));
            assertEquals(strange, reconstruction.wrongShares());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aShareThatArrivesTwiceIsNoLieAndCountsOnce(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            SecretBytes key = SecretBytes.random(16, Seed.secure(random));
            List<Share> shares = sharing.split(KEY_ID, key);
            Reconstruction reconstruction = new Reconstruction(sharing, KEY_ID);
            assertEquals(Optional.empty(), reconstruction.add(shares.get(0)));
            assertEquals(Optional.empty(), reconstruction.add(shares.get(0)));
            assertEquals(Optional.empty(), reconstruction.add(shares.get(1)));
            assertEquals(Optional.of(key), reconstruction.add(shares.get(2)));
            assertEquals(List.of(), reconstruction.wrongShares());
        });
    }

    @ParameterizedTest
    @EnumSource
    void wrongSharesAloneGiveNothing(Mode mode) {
        Seed.check(random -> {
            SecretSharing sharing = mode.sharing(5, 3, random);
            Reconstruction reconstruction = new Reconstruction(sharing, KEY_ID);
            for (Share share : sharing.split(KEY_ID, SecretBytes.random(32, Seed.secure(random)))) {
                assertEquals(Optional.empty(), reconstruction.add(wrong(share, random)));
            }
            assertEquals(List.of(), reconstruction.wrongShares());
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
            try (Reconstruction reconstruction = new Reconstruction(sharing, KEY_ID)) {
                assertEquals(Optional.empty(), reconstruction.add(shares.get(0)));
                found = reconstruction.add(shares.get(1));
            }
            assertEquals(Optional.of(key), found);
            shares.forEach(share -> assertThrows(
                    IllegalStateException.class, () -> share.value().expose()));
        });
    }
}

package org.dske.client.ahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dske.key.KeyId;
import org.dske.key.UserKey;
import org.dske.secret.SecretBytes;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class KeptKeysTest {
    private static final Duration TIME = Duration.ofMinutes(2);
    private static final int SIZE = 32;

    private final SecureRandom random = new SecureRandom();
    private final MutableClock clock = new MutableClock();
    private final KeptKeys<String> kept = new KeptKeys<>(100_000, 10, random, clock);

    private UserKey key() {
        return new UserKey(new KeyId(UUID.randomUUID()), SecretBytes.random(SIZE, random));
    }

    /** Keeps fresh keys, and says what they were. */
    private List<UserKey> fill(String group, int number) {
        List<UserKey> copies = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            UserKey key = key();
            copies.add(new UserKey(key.id(), key.value().slice(0, SIZE)));
            assertTrue(kept.keep(group, key, TIME));
            assertThrows(IllegalStateException.class, () -> key.value().expose(), "it is wiped");
        }
        return copies;
    }

    @Test
    void theOldestAreTakenFirstAndEachOnce() {
        List<UserKey> keys = fill("sam to sofia", 5);
        assertEquals(keys.subList(0, 2), kept.take("sam to sofia", 2));
        assertEquals(keys.subList(2, 5), kept.take("sam to sofia", 3));
        assertEquals(List.of(), kept.take("sam to sofia", 1));
        assertEquals(0, kept.count());
    }

    @Test
    void asManyAreTakenAsAreWantedOrNone() {
        List<UserKey> keys = fill("sam to sofia", 3);
        assertEquals(List.of(), kept.take("sam to sofia", 4));
        assertEquals(keys, kept.take("sam to sofia", 3));
    }

    @Test
    void noGroupHasTheKeysOfAnother() {
        List<UserKey> keys = fill("sam to sofia", 2);
        assertEquals(List.of(), kept.take("sam to stefan", 1));
        assertEquals(Map.of(), kept.find("sam to stefan", ids(keys)));
        kept.remove("sam to stefan", ids(keys));
        assertEquals(2, kept.count("sam to sofia"));
        assertEquals(0, kept.count("sam to stefan"));
    }

    @Test
    void whatIsFoundStaysUntilItIsRemoved() {
        List<UserKey> keys = fill("sam to sofia", 3);
        KeyId other = new KeyId(UUID.randomUUID());
        for (int i = 0; i < 2; i++) {
            Map<KeyId, UserKey> found =
                    kept.find("sam to sofia", List.of(keys.get(1).id(), other));
            assertEquals(Map.of(keys.get(1).id(), keys.get(1)), found);
        }
        kept.remove("sam to sofia", List.of(keys.get(1).id(), other));
        assertEquals(Map.of(), kept.find("sam to sofia", List.of(keys.get(1).id())));
        assertEquals(List.of(keys.get(0), keys.get(2)), kept.take("sam to sofia", 2));
    }

    @Test
    void theirTimeEndsThem() {
        List<UserKey> keys = fill("sam to sofia", 2);
        clock.advance(Duration.ofMinutes(1));
        List<UserKey> later = fill("sam to sofia", 1);
        clock.advance(Duration.ofMinutes(1));
        assertEquals(1, kept.count("sam to sofia"));
        assertEquals(2, kept.expired());
        assertEquals(Map.of(), kept.find("sam to sofia", ids(keys)));
        assertEquals(later, kept.take("sam to sofia", 1));
        fill("sam to sofia", 1);
        clock.advance(TIME);
        assertEquals(List.of(), kept.take("sam to sofia", 1));
        assertEquals(0, kept.count());
        assertEquals(3, kept.expired());
    }

    @Test
    void aGroupHasItsBound() {
        fill("sam to sofia", 10);
        assertFalse(kept.hasRoom("sam to sofia", 1, SIZE));
        assertFalse(kept.keep("sam to sofia", key(), TIME));
        assertTrue(kept.hasRoom("sam to stefan", 10, SIZE));
        assertFalse(kept.hasRoom("sam to stefan", 11, SIZE));
        clock.advance(TIME);
        assertTrue(kept.hasRoom("sam to sofia", 10, SIZE));
    }

    @Test
    void allTogetherHaveABoundInBytes() {
        int most = 0;
        while (kept.hasRoom("group " + most, 1, SIZE)) {
            fill("group " + most, 1);
            most++;
        }
        assertTrue(most <= 100_000 / (KeptKeys.AROUND_A_KEY + SIZE) && most > 100, "kept " + most);
        while (kept.keep("group " + most, key(), TIME)) {
            most++;
        }
        assertTrue(most <= 100_000 / (KeptKeys.AROUND_A_KEY + SIZE), "kept " + most);
        assertEquals(1, kept.take("group 0", 1).size());
        fill("group 0", 1);
    }

    @Test
    void nothingIsThereAndNothingIsKeptAfterTheEnd() {
        List<UserKey> keys = fill("sam to sofia", 2);
        kept.close();
        assertEquals(0, kept.count());
        assertEquals(Map.of(), kept.find("sam to sofia", ids(keys)));
        assertFalse(kept.hasRoom("sam to sofia", 1, SIZE));
        UserKey late = key();
        assertFalse(kept.keep("sam to sofia", late, TIME));
        assertThrows(IllegalStateException.class, () -> late.value().expose(), "it is wiped");
    }

    @Test
    void clearedIsNotClosed() {
        fill("sam to sofia", 10);
        kept.clear();
        assertEquals(0, kept.count("sam to sofia"));
        fill("sam to sofia", 10);
    }

    @Test
    void itShowsNoKey() {
        fill("sam to sofia", 2);
        assertEquals("KeptKeys[2 keys]", kept.toString());
    }

    /** Several threads keep and take keys of several groups at random. */
    @Test
    void whoeverTakesAtTheSameTimeNobodyGetsAKeyTwiceNorOneOfAnotherGroup() {
        Seed.check(seeded -> {
            KeptKeys<String> shared = new KeptKeys<>(1 << 20, 50, random, clock);
            List<String> groups = List.of("sam to sofia", "sam to stefan", "sofia to sam");
            Map<KeyId, String> made = new ConcurrentHashMap<>();
            Map<KeyId, SecretBytes> values = new ConcurrentHashMap<>();
            Set<KeyId> taken = ConcurrentHashMap.newKeySet();
            long[] seeds = seeded.longs(4).toArray();
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<?>> all = new ArrayList<>();
                for (long seed : seeds) {
                    all.add(threads.submit(() -> {
                        java.util.Random mine = new java.util.Random(seed);
                        for (int i = 0; i < 500; i++) {
                            String group = groups.get(mine.nextInt(groups.size()));
                            if (mine.nextBoolean()) {
                                UserKey key = key();
                                made.put(key.id(), group);
                                values.put(key.id(), key.value().slice(0, SIZE));
                                shared.keep(group, key, TIME);
                            } else {
                                for (UserKey key : shared.take(group, 1 + mine.nextInt(3))) {
                                    assertTrue(taken.add(key.id()), "taken twice");
                                    assertEquals(group, made.get(key.id()));
                                    assertEquals(values.get(key.id()), key.value());
                                }
                            }
                        }
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
            assertFalse(taken.isEmpty());
            int left = groups.stream().mapToInt(shared::count).sum();
            assertEquals(left, shared.count());
            Set<KeyId> rest = new HashSet<>();
            for (String group : groups) {
                IntStream.range(0, shared.count(group))
                        .forEach(i -> rest.add(shared.take(group, 1).getFirst().id()));
            }
            assertEquals(left, rest.size());
            assertTrue(java.util.Collections.disjoint(rest, taken));
        });
    }

    private static List<KeyId> ids(List<UserKey> keys) {
        return keys.stream().map(UserKey::id).toList();
    }
}

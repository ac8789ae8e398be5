package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.config.Settings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.quota.Quotas;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.MemoryShareStore;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareId;
import org.dske.hub.share.ShareTerms;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.PeerName;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What concerns several shares happens to all of them at once or to none, whoever else is at work. */
class KeySharesAtomicityTest {
    private static final int ROUNDS = 60;

    /** So many that half a batch is there for long enough to be seen, if it ever is. */
    private static final int SIZE = 800;

    private static final SaeId SAM = new SaeId("sam");
    private static final SaeId SOFIA = new SaeId("sofia");
    private static final ShareRequester REQUESTER =
            new ShareRequester(PeerName.of(new NodeName("connie")), Set.of(SOFIA), SAM, SOFIA);

    private final MutableClock clock = new MutableClock();
    private final KeyShares shares = new KeyShares(
            new KeyShareSettings(Duration.ofSeconds(60), Duration.ofHours(1)),
            Quotas.of(new Settings(new NodeName("hank"), Map.of()), 1L << 30),
            () -> 1,
            new MemoryShareStore(clock),
            clock);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void ofBatchesThatOverlapOneWinsWholly() {
        Seed.check(random -> {
            for (int round = 0; round < ROUNDS; round++) {
                List<KeyId> common = keyIds(3);
                List<List<KeyId>> batches = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    List<KeyId> batch = new ArrayList<>(common);
                    batch.addAll(keyIds(SIZE));
                    Collections.shuffle(batch, random);
                    batches.add(batch);
                }
                List<Boolean> won = atOnce(batches.stream()
                        .map(batch -> (Callable<Boolean>) () -> isAdded(batch))
                        .toList());
                assertEquals(1, Collections.frequency(won, true));
                for (int i = 0; i < 4; i++) {
                    assertEquals(won.get(i) ? SIZE + 3 : 3, held(batches.get(i)));
                }
                shares.close();
            }
        });
    }

    @Test
    void whoAsksDuringAPostSeesAllOfABatchOrNone() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<KeyId> batch = keyIds(SIZE);
            List<KeyId> backwards = new ArrayList<>(batch);
            Collections.reverse(backwards);
            List<Boolean> seen = atOnce(List.of(
                    () -> isAdded(batch),
                    () -> allOrNoneUntilAll(batch),
                    () -> allOrNoneUntilAll(backwards),
                    () -> allOrNoneUntilAll(batch)));
            assertFalse(seen.contains(false), "somebody saw a part of a batch");
            shares.close();
        }
    }

    @Test
    void whoAsksWhileSharesExpireGetsAllOrNone() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<KeyId> batch = keyIds(SIZE);
            isAdded(batch);
            List<Claim> found = shares.find(REQUESTER, batch);
            List<Boolean> seen = atOnce(List.of(
                    () -> {
                        clock.advance(Duration.ofHours(1));
                        shares.expire();
                        return true;
                    },
                    () -> isFetchedWhollyOrNotAtAll(found),
                    () -> isFetchedWhollyOrNotAtAll(found),
                    () -> allOrNone(batch)));
            assertFalse(seen.contains(false), "somebody got a part of a batch");
        }
    }

    @Test
    void aFetchThatLacksOneShareMarksNone() {
        List<KeyId> old = keyIds(1);
        isAdded(old);
        clock.advance(Duration.ofMinutes(59));
        List<KeyId> young = keyIds(2);
        isAdded(young);
        List<KeyId> all = Stream.of(young, old).flatMap(List::stream).toList();
        List<Claim> found = shares.find(REQUESTER, all);
        clock.advance(Duration.ofMinutes(2));
        shares.expire();
        RequestException refused =
                assertThrows(RequestException.class, () -> shares.await(shares.fetch(REQUESTER, found)));
        assertEquals(ErrorCode.NOT_FOUND, refused.code());
        assertEquals(List.of(old.get(0).toString()), refused.details().get("unknown_key_ids"));
        clock.advance(Duration.ofMinutes(2));
        assertEquals(2, shares.find(REQUESTER, young).size(), "they were not fetched, so no grace time has begun");
    }

    @Test
    void aShareThatTookThePlaceOfOneThatWasFoundIsNotGivenForIt() {
        List<KeyId> batch = keyIds(2);
        isAdded(batch);
        List<Claim> found = shares.find(REQUESTER, batch);
        shares.close();
        isAdded(batch);
        assertThrows(RequestException.class, () -> shares.await(shares.fetch(REQUESTER, found)));
        assertEquals(2, shares.find(REQUESTER, batch).size());
    }

    @Test
    void whatIsFetchedIsACopyThatOutlivesTheShare() {
        List<KeyId> batch = keyIds(2);
        isAdded(batch);
        List<SecretBytes> values = shares.await(shares.fetch(REQUESTER, shares.find(REQUESTER, batch)));
        shares.close();
        assertEquals(SecretBytes.copyOf(new byte[] {7, 8, 9}), values.get(1));
    }

    private boolean isAdded(List<KeyId> batch) {
        try {
            shares.await(
                    shares.add(batch.stream().map(KeySharesAtomicityTest::share).toList()));
            return true;
        } catch (RequestException e) {
            assertEquals(ErrorCode.CONFLICT, e.code());
            return false;
        }
    }

    private static NewShare share(KeyId keyId) {
        ShareTerms terms = new ShareTerms(SAM, new TreeSet<>(Set.of(SOFIA)), null, null, null);
        return new NewShare(
                new ShareId(new NodeName("carol"), SAM, keyId),
                terms,
                new Share(0, SecretBytes.copyOf(new byte[] {7, 8, 9})));
    }

    /** Asks again and again until the shares are there. */
    private boolean allOrNoneUntilAll(List<KeyId> batch) {
        while (true) {
            try {
                return shares.find(REQUESTER, batch).size() == batch.size();
            } catch (RequestException e) {
                if (!isOfAll(e, batch.size())) {
                    return false;
                }
            }
        }
    }

    private boolean allOrNone(List<KeyId> batch) {
        try {
            return shares.find(REQUESTER, batch).size() == batch.size();
        } catch (RequestException e) {
            return isOfAll(e, batch.size());
        }
    }

    private boolean isFetchedWhollyOrNotAtAll(List<Claim> found) {
        try {
            return shares.await(shares.fetch(REQUESTER, found)).stream()
                    .allMatch(value -> value.equals(SecretBytes.copyOf(new byte[] {7, 8, 9})));
        } catch (RequestException e) {
            return isOfAll(e, found.size());
        }
    }

    private static boolean isOfAll(RequestException refused, int size) {
        return refused.details().get("unknown_key_ids") instanceof List<?> missing && missing.size() == size;
    }

    private long held(List<KeyId> batch) {
        Set<String> held =
                new TreeSet<>(shares.status().stream().map(ShareStatus::keyId).toList());
        return batch.stream().filter(keyId -> held.contains(keyId.toString())).count();
    }

    private static List<KeyId> keyIds(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> new KeyId(UUID.randomUUID()))
                .toList();
    }

    /** Runs four at the same moment, as far as there is one. */
    private List<Boolean> atOnce(List<Callable<Boolean>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(work.size());
        List<Future<Boolean>> results = new ArrayList<>();
        for (Callable<Boolean> one : work) {
            results.add(threads.submit(() -> {
                start.await(20, TimeUnit.SECONDS);
                return one.call();
            }));
        }
        List<Boolean> values = new ArrayList<>();
        for (Future<Boolean> result : results) {
            values.add(result.get(20, TimeUnit.SECONDS));
        }
        return values;
    }
}

package org.dske.client.keyshare;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.dske.client.transport.HubException;
import org.dske.error.ErrorCode;
import org.dske.key.KeyId;
import org.dske.testing.hub.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a hub goes together, and nobody's failure, size or slowness is another's. */
class ExchangeQueueTest {
    private static final Duration SHORT = Duration.ofMillis(40);

    private static HubException failure(CompletableFuture<?> call) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> call.orTimeout(60, TimeUnit.SECONDS).join());
        return (HubException) failure.getCause();
    }

    /** Hangs the next exchange, and none after it. */
    private static void hangTheNext(QueuedHub client) {
        AtomicInteger seen = new AtomicInteger();
        client.hub.fault =
                call -> call.what().equals("POST exchange") && seen.getAndIncrement() == 0 ? Fault.HANG : Fault.NONE;
    }

    /** Has an exchange under way, which hangs until the hub is released. */
    private static CompletableFuture<Void> occupy(QueuedHub client) {
        hangTheNext(client);
        int before = client.entries().size();
        CompletableFuture<Void> first = client.put(client.batch(1, 40));
        await("the first is under way", () -> client.entries().size() > before);
        return first;
    }

    @Test
    void whatComesAloneIsSentAtOnce() {
        try (QueuedHub client = QueuedHub.patient()) {
            ShareBatch batch = client.held(3);
            client.assertShares(
                    QueuedHub.keyIds(batch), client.get(QueuedHub.keyIds(batch)).join());
            assertEquals(List.of(1, 1), client.entries());
            assertTrue(QueuedHub.isWiped(batch));
        }
    }

    @Test
    void whatComesWhileAnExchangeIsUnderWayGoesTogetherInTheNext() {
        try (QueuedHub client = QueuedHub.patient()) {
            List<ShareBatch> held =
                    IntStream.range(0, 10).mapToObj(i -> client.held(1 + i % 3)).toList();
            long usedBefore = client.hub.usedByClient("carol");
            CompletableFuture<Void> first = occupy(client);
            List<CompletableFuture<Void>> puts = IntStream.range(0, 20)
                    .mapToObj(i -> client.put(client.batch(2, 40)))
                    .toList();
            List<CompletableFuture<FetchedShares>> gets = held.stream()
                    .map(batch -> client.get(QueuedHub.keyIds(batch)))
                    .toList();
            client.hub.release();
            first.join();
            puts.forEach(CompletableFuture::join);
            for (int i = 0; i < held.size(); i++) {
                client.assertShares(QueuedHub.keyIds(held.get(i)), gets.get(i).join());
            }
            List<Integer> entries = client.entries();
            assertEquals(List.of(1, 30), entries.subList(10, entries.size()));
            assertEquals(usedBefore + 40 + 32 + 20 * 80 + 32, client.hub.usedByClient("carol"));
        }
    }

    @Test
    void whatIsAskedForTogetherGoesInOneExchangeThoughNothingIsUnderWay() {
        try (QueuedHub client = QueuedHub.patient()) {
            List<KeyId> keyIds = QueuedHub.keyIds(client.held(3));
            List<KeyId> one = keyIds.subList(0, 1);
            List<KeyId> others = keyIds.subList(1, 3);
            List<CompletableFuture<FetchedShares>> answers =
                    client.queue.together(() -> List.of(client.get(one), client.get(others)));
            client.assertShares(one, answers.getFirst().join());
            client.assertShares(others, answers.getLast().join());
            assertEquals(List.of(1, 2), client.entries());
        }
    }

    @Test
    void whoFailsToAskForThingsTogetherHoldsNobodyUp() {
        try (QueuedHub client = QueuedHub.patient()) {
            List<KeyId> keyIds = QueuedHub.keyIds(client.held(3));
            List<CompletableFuture<FetchedShares>> asked = new ArrayList<>();
            assertThrows(
                    IllegalStateException.class,
                    () -> client.queue.together(() -> {
                        asked.add(client.get(keyIds));
                        throw new IllegalStateException("it fails");
                    }));
            client.assertShares(keyIds, asked.getFirst().join());
            client.put(client.batch(1, 40)).join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409, 429, 500})
    void whatIsRefusedFailsAlone(int status) {
        try (QueuedHub client = QueuedHub.patient()) {
            CompletableFuture<Void> first = occupy(client);
            client.hub.refuses = entry -> entry.getInt("size", 0) == 41 ? status : 0;
            CompletableFuture<Void> before = client.put(client.batch(2, 40));
            ShareBatch refused = client.batch(3, 41);
            CompletableFuture<Void> call = client.put(refused);
            CompletableFuture<Void> after = client.put(client.batch(1, 40));
            client.hub.release();
            first.join();
            before.join();
            after.join();
            HubException why = failure(call);
            assertEquals(HubException.Kind.REFUSED, why.kind());
            assertEquals("it refused: refused with " + status, why.getMessage());
            assertTrue(QueuedHub.isWiped(refused));
        }
    }

    @Test
    void whatTheHubCouldNotDoForWantOfSomethingIsAskedOnceMore() {
        try (QueuedHub client = QueuedHub.patient()) {
            assertIsAskedOnceMore(client, 503);
        }
    }

    @Test
    void whatIsTooLargeTogetherWithOthersIsAskedForAlone() {
        try (QueuedHub client = QueuedHub.patient()) {
            assertIsAskedOnceMore(client, 413);
            List<Integer> entries = client.entries();
            assertEquals(List.of(1, 2, 1), entries.subList(1, entries.size()));
        }
    }

    /** A question that goes with something else, and is refused the first time. */
    private static void assertIsAskedOnceMore(QueuedHub client, int status) {
        ShareBatch held = client.held(2);
        CompletableFuture<Void> first = occupy(client);
        AtomicInteger times = new AtomicInteger();
        client.hub.refuses = entry -> entry.containsKey("key_ids") && times.getAndIncrement() == 0 ? status : 0;
        CompletableFuture<FetchedShares> get = client.get(QueuedHub.keyIds(held));
        CompletableFuture<Void> other = client.put(client.batch(1, 40));
        client.hub.release();
        first.join();
        other.join();
        client.assertShares(QueuedHub.keyIds(held), get.join());
        assertEquals(2, times.get());
    }

    @Test
    void whatIsNotSentInItsTimeIsNeverSentAndWiped() {
        try (QueuedHub client = QueuedHub.patient()) {
            CompletableFuture<Void> first = occupy(client);
            ShareBatch late = client.batch(2, 40);
            CompletableFuture<Void> call = client.sender.send(late, SHORT);
            CompletableFuture<Void> other = client.put(client.batch(1, 40));
            assertEquals(HubException.Kind.NO_ANSWER, failure(call).kind());
            await("it is wiped", () -> QueuedHub.isWiped(late));
            assertFalse(other.isDone());
            client.hub.release();
            first.join();
            other.join();
            assertEquals(List.of(1, 1), client.entries());
        }
    }

    @Test
    void whatIsBeingSentIsNotWipedThoughItsTimeIsOver() {
        try (QueuedHub client = QueuedHub.patient()) {
            client.hub.fault = call -> Fault.HANG;
            ShareBatch batch = client.batch(1, 40);
            CompletableFuture<Void> call = client.sender.send(batch, Duration.ofSeconds(2));
            await("it is under way", () -> client.entries().size() == 1);
            assertFalse(QueuedHub.isWiped(batch));
            assertEquals(HubException.Kind.NO_ANSWER, failure(call).kind());
            await("it is wiped", () -> QueuedHub.isWiped(batch));
        }
    }

    @Test
    void whenAnExchangeTakesLongerThanUsualWhatWaitsGoesBesideIt() {
        try (QueuedHub client = QueuedHub.impatient()) {
            CompletableFuture<Void> first = occupy(client);
            for (int i = 0; i < 5; i++) {
                client.held(1);
            }
            assertFalse(first.isDone());
            client.hub.release();
            first.join();
        }
    }

    @Test
    void aHubThatHangsHasSixteenExchangesAtMostAndEachEntryEndsInItsOwnTime() {
        try (QueuedHub client = QueuedHub.impatient()) {
            client.hub.fault = call -> call.what().equals("POST exchange") ? Fault.HANG : Fault.NONE;
            // The large ones go by themselves.
            List<CompletableFuture<Void>> hanging = IntStream.range(0, 16)
                    .mapToObj(i -> client.put(client.batch(100, 500)))
                    .toList();
            await("all hang", () -> client.entries().size() == 16);
            List<CompletableFuture<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(client.sender.send(client.batch(1, 40), Duration.ofMillis(10L * (i + 1))));
            }
            calls.forEach(call ->
                    assertEquals(HubException.Kind.NO_ANSWER, failure(call).kind()));
            assertEquals(16, client.entries().size());
            assertTrue(hanging.stream().noneMatch(CompletableFuture::isDone));
            client.hub.release();
            hanging.forEach(CompletableFuture::join);
        }
    }

    @Test
    void whatIsLargeGoesBesideTheOthers() {
        try (QueuedHub client = QueuedHub.patient()) {
            CompletableFuture<Void> first = occupy(client);
            CompletableFuture<Void> small = client.put(client.batch(1, 40));
            client.put(client.batch(200, 500)).join();
            assertFalse(small.isDone());
            client.hub.release();
            first.join();
            small.join();
            assertEquals(List.of(1, 1, 1), client.entries());
        }
    }

    @Test
    void anExchangeHasABound() {
        try (QueuedHub client = QueuedHub.patient()) {
            CompletableFuture<Void> first = occupy(client);
            List<CompletableFuture<Void>> calls = IntStream.range(0, 12)
                    .mapToObj(i -> client.put(client.batch(80, 300)))
                    .toList();
            client.hub.release();
            first.join();
            calls.forEach(CompletableFuture::join);
            List<Integer> entries = client.entries();
            assertTrue(entries.size() > 2 && entries.size() < 13, entries::toString);
            assertEquals(13, entries.stream().mapToInt(Integer::intValue).sum());
            assertTrue(client.hub.calls.stream().allMatch(call -> call.body().length < 1 << 19));
        }
    }

    @Test
    void morePadThanIsLeftIsWaitedForWithoutTheOthers() {
        try (QueuedHub client = QueuedHub.patient()) {
            // No further block comes until the hub is released.
            client.hub.fault = call -> call.what().equals("GET psrd") ? Fault.HANG : Fault.NONE;
            client.put(client.batch(380, 900)).join();
            CompletableFuture<Void> waits = client.put(client.batch(100, 900));
            CompletableFuture<Void> small = client.put(client.batch(1, 40));
            assertEquals(HubException.Kind.EXHAUSTED, failure(waits).kind());
            small.join();
            client.hub.release();
        }
    }

    @Test
    void whatWaitsIsTurnedDownAndWipedWhenTheClientStops() {
        try (QueuedHub client = QueuedHub.patient()) {
            CompletableFuture<Void> first = occupy(client);
            ShareBatch waiting = client.batch(1, 40);
            CompletableFuture<Void> call = client.put(waiting);
            client.inBand.close();
            client.queue.close();
            assertEquals("this client stops", failure(call).getMessage());
            assertTrue(QueuedHub.isWiped(waiting));
            ShareBatch later = client.batch(1, 40);
            CompletableFuture<Void> late = client.put(later);
            assertEquals("this client stops", failure(late).getMessage());
            assertTrue(QueuedHub.isWiped(later));
            client.hub.release();
            first.join();
        }
    }

    @Test
    void bytesOfWhatIsNotSentGoBackIntoThePool() {
        try (QueuedHub client = QueuedHub.patient()) {
            client.held(1);
            client.hub.stop();
            long left = client.own.remaining();
            ShareBatch batch = client.batch(2, 40);
            assertEquals(HubException.Kind.NOT_SENT, failure(client.put(batch)).kind());
            assertEquals(left, client.own.remaining());
            assertTrue(QueuedHub.isWiped(batch));
            client.hub.start();
        }
    }

    @Test
    void sharesThatTheHubTookThoughItsAnswerWasNoneAreNoConflict() {
        try (QueuedHub client = QueuedHub.patient()) {
            client.held(1);
            AtomicInteger seen = new AtomicInteger();
            // It does its work, and signs its answer with what nobody has: the two come back into step, and the client
            // asks again.
            client.hub.fault = call -> call.what().equals("POST exchange") && seen.getAndIncrement() == 0
                    ? Fault.UNKNOWN_BLOCK
                    : Fault.NONE;
            ShareBatch batch = client.batch(2, 40);
            client.put(batch).join();
            assertEquals(2, seen.get());
            client.assertShares(
                    QueuedHub.keyIds(batch), client.get(QueuedHub.keyIds(batch)).join());
        }
    }

    @Test
    void aHubWithoutExchangesIsSpokenToAsBefore() {
        try (QueuedHub client = QueuedHub.patient()) {
            client.hub.knowsExchanges = false;
            ShareBatch several = client.held(3);
            ShareBatch one = client.held(1);
            client.assertShares(
                    QueuedHub.keyIds(several),
                    client.get(QueuedHub.keyIds(several)).join());
            client.assertShares(
                    QueuedHub.keyIds(one), client.get(QueuedHub.keyIds(one)).join());
            assertEquals(1, client.entries().size());
            assertEquals(1, client.hub.count("POST key-shares"));
            assertEquals(1, client.hub.count("POST key-share"));
            assertEquals(1, client.hub.count("POST key-shares/fetch"));
            assertEquals(1, client.hub.count("GET key-share"));
        }
    }

    @Test
    void ofKeysOfWhichOneIsUnknownNoneIsGivenAndItIsKnownWhich() {
        try (QueuedHub client = QueuedHub.patient()) {
            List<KeyId> held = QueuedHub.keyIds(client.held(2));
            KeyId unknown = new KeyId(UUID.randomUUID());
            long before = client.hub.usedByHub("carol");
            FetchedShares fetched =
                    client.get(List.of(held.get(0), unknown, held.get(1))).join();
            assertEquals(Map.of(), fetched.shares());
            assertEquals(Set.of(unknown), fetched.failures().keySet());
            assertTrue(fetched.failures().get(unknown).isRefusal(ErrorCode.NOT_FOUND));
            assertEquals(before + 2 * 32, client.hub.usedByHub("carol"), "two signatures, and no share");
            FetchedShares alone = client.get(List.of(unknown)).join();
            assertEquals(Set.of(unknown), alone.failures().keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"WRONG_ENTRIES", "WRONG_COUNT", "WRONG_KEY_IDS", "WRONG_LENGTHS", "GARBAGE"})
    void anAnswerThatDoesNotFitIsNoneForAnyEntry(Fault fault) {
        try (QueuedHub client = QueuedHub.patient()) {
            List<ShareBatch> held =
                    IntStream.range(0, 3).mapToObj(i -> client.held(2)).toList();
            CompletableFuture<Void> first = occupy(client);
            List<CompletableFuture<FetchedShares>> gets = held.stream()
                    .map(batch -> client.get(QueuedHub.keyIds(batch)))
                    .toList();
            client.hub.release(call -> call.what().equals("POST exchange") ? fault : Fault.NONE);
            first.join();
            for (int i = 0; i < held.size(); i++) {
                FetchedShares nothing = gets.get(i).join();
                assertEquals(Map.of(), nothing.shares());
                assertEquals(
                        Collections.nCopies(2, HubException.Kind.INVALID_RESPONSE),
                        nothing.failures().values().stream()
                                .map(HubException::kind)
                                .toList());
            }
        }
    }
}

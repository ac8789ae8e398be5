package org.dske.client.psrd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.auditlog.AuditLog;
import org.dske.client.transport.HubException;
import org.dske.key.NodeName;
import org.dske.ledger.Incarnation;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.PeerIncarnations;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.PoolExhaustedException;
import org.dske.psrd.PoolStatus;
import org.dske.psrd.PoolStoppedException;
import org.dske.psrd.Pools;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;
import org.dske.testing.Await;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.dske.time.Deadline;
import org.junit.jupiter.api.Test;

class PoolReplenisherTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofMillis(500);
    private static final Deadline EVER = Deadline.in(Duration.ofDays(1));

    private final FakeOutOfBandClient client = new FakeOutOfBandClient();
    private final ManualScheduler scheduler = new ManualScheduler();
    private Runnable onSave = () -> {};
    private final PoolReplenisher replenisher = new PoolReplenisher(
            new NodeName("hank"),
            client,
            new PeerIncarnations(watched(new MemoryLedger()), PeerName.of(new NodeName("hank")), UUID::randomUUID),
            Suites.of(ClassicSuite.HMAC_SHA256, false),
            new ReplenisherSettings(1_000, 4_000, 3_000, MIN, MAX),
            AuditLog.off(),
            scheduler.service);
    private final OwnPool own = Pools.own(
            "hank/client", PoolOwner.CLIENT, 250, replenisher.refillOf(PoolOwner.CLIENT), new MutableClock(), 100);
    private final PeerPool peer = Pools.peer(
            "hank/hub", PoolOwner.HUB, 250, replenisher.refillOf(PoolOwner.HUB), new MutableClock(), 1 << 20);

    private static HubException noAnswer(String why) {
        return HubException.of(HubException.Kind.NO_ANSWER, why);
    }

    @Test
    void aPoolOfWhichTheHubSaysThatItIsUsedStopsUntilARegistrationHasSettledTheMarks() {
        start();
        own.allocate(Duration.ZERO, 100).get(0).close();
        UUID block = own.blockUuids().iterator().next();
        client.hubMarks = Map.of(block, 600);
        replenisher.recovery().reportUsed();
        assertFalse(own.isSettled());
        assertThrows(PoolStoppedException.class, () -> own.allocate(Duration.ZERO, 1));
        scheduler.runNow();
        assertTrue(own.isSettled());
        assertEquals(Map.of(block, 100), client.marks.get(client.marks.size() - 1));
        assertEquals(
                600,
                own.allocate(Duration.ZERO, 1)
                        .get(0)
                        .allocation()
                        .fragments()
                        .get(0)
                        .start());
    }

    @Test
    void aPoolThatAHubWithoutMarksCallsUsedIsGivenUp() {
        start();
        UUID block = own.blockUuids().iterator().next();
        replenisher.recovery().reportUsed();
        scheduler.runNow();
        assertTrue(own.isSettled());
        assertFalse(own.holds(block));
    }

    @Test
    void anUnsignedWordThatBytesAreUsedIsActedOnAtALimitedRate() {
        start();
        int registrations = client.marks.size();
        client.hubMarks = Map.of();
        for (int i = 0; i < 100; i++) {
            replenisher.recovery().hintUsed();
            scheduler.runNow();
        }
        assertTrue(own.isSettled());
        assertTrue(client.marks.size() - registrations < 10, () -> client.marks.size() + " registrations");
    }

    private void start() {
        replenisher.start(List.of(own, peer));
        scheduler.runNow();
    }

    private void allocate(int size) {
        own.allocate(Duration.ZERO, size).forEach(AllocatedBytes::close);
    }

    /** What a message of the hub uses up. */
    private void take(int size) {
        PoolStatus.BlockStatus block = peer.status(false).blocks().get(0);
        peer.consume(new Allocation(List.of(new Fragment(block.uuid(), block.used(), size))));
    }

    private void fail(FakeOutOfBandClient.Failure... failures) {
        List<FakeOutOfBandClient.Failure> left = new ArrayList<>(List.of(failures));
        client.failures = () -> left.isEmpty() ? FakeOutOfBandClient.Failure.NONE : left.remove(0);
    }

    @Test
    void itRegistersFirstAndThenFillsBothPools() {
        start();
        assertEquals(List.of("register", "client 1000", "hub 1000"), client.calls);
        assertEquals(1_000, own.remaining());
        assertEquals(1_000, peer.remaining());
        assertTrue(replenisher.isReady());
        assertEquals("registered", replenisher.status().wireName());
        assertTrue(scheduler.later.isEmpty());
    }

    @Test
    void beforeItStartsItIsNotReady() {
        assertFalse(replenisher.isReady());
        assertEquals("registering", replenisher.status().wireName());
    }

    @Test
    void itTriesAgainWithGrowingDelayUntilTheHubIsThereAndBeginsAnewWithTheShortOne() {
        client.failures = FakeOutOfBandClient.Failure::before;
        start();
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertEquals("unreachable", replenisher.status().wireName());
            assertEquals("connection refused", replenisher.status().reason());
            delays.add(scheduler.delay());
            scheduler.passTime();
        }
        assertEquals(List.of(MIN, MIN.multipliedBy(2), MIN.multipliedBy(4), MAX, MAX), delays);
        client.failures = () -> FakeOutOfBandClient.Failure.NONE;
        scheduler.passTime();
        assertTrue(replenisher.isReady());
        client.failures = FakeOutOfBandClient.Failure::before;
        allocate(800);
        scheduler.runNow();
        assertEquals(MIN, scheduler.delay());
    }

    @Test
    void aPoolThatIsLowGetsABlock() {
        start();
        allocate(700);
        assertTrue(scheduler.now.isEmpty());
        allocate(100);
        scheduler.runNow();
        assertEquals(1_200, own.remaining());
        assertEquals(1_000, peer.remaining());
        take(700);
        assertTrue(scheduler.now.isEmpty());
        take(100);
        scheduler.runNow();
        assertEquals(1_200, peer.remaining());
        assertEquals(List.of("register", "client 1000", "hub 1000", "client 1000", "hub 1000"), client.calls);
    }

    @Test
    void aNeedLargerThanABlockGetsALargerBlock() {
        start();
        assertThrows(PoolExhaustedException.class, () -> allocate(3_500));
        scheduler.runNow();
        assertEquals("client 2500", client.calls.get(3));
        allocate(3_500);
        scheduler.runNow();
    }

    @Test
    void noBlockIsLargerThanTheLargest() {
        start();
        assertThrows(PoolExhaustedException.class, () -> allocate(100_000));
        scheduler.runNow();
        assertEquals("client 4000", client.calls.get(3));
        assertEquals(4, client.calls.size());
    }

    @Test
    void aBlockThatGotLostIsDroppedByTheHubBeforeTheNextOneIsFetched() {
        fail(FakeOutOfBandClient.Failure.NONE, FakeOutOfBandClient.Failure.after());
        start();
        assertEquals(1, client.held.size());
        assertEquals(0, own.remaining());
        scheduler.passTime();
        assertEquals(List.of("register", "client 1000", "register", "client 1000", "hub 1000"), client.calls);
        assertEquals(Set.of(), client.known.get(1));
        assertEquals(held(), client.held);
    }

    private Set<UUID> held() {
        Set<UUID> all = new java.util.HashSet<>(own.blockUuids());
        all.addAll(peer.blockUuids());
        return all;
    }

    @Test
    void aHubThatForgotEverythingIsSuppliedAnew() {
        start();
        client.forget();
        replenisher.recovery().hintForgotten();
        scheduler.runNow();
        assertTrue(replenisher.isReady());
        assertEquals(held(), client.held);
        assertEquals(1_000, own.remaining());
        assertEquals(1_000, peer.remaining());
    }

    @Test
    void whatTheHubDoesNotKnowIsDroppedAndWhatItKnowsStays() {
        start();
        Set<UUID> kept = own.blockUuids();
        client.held.removeAll(peer.blockUuids());
        replenisher.recovery().hintForgotten();
        scheduler.runNow();
        assertEquals(kept, own.blockUuids());
        assertEquals(held(), client.held);
        assertEquals(List.of("register", "client 1000", "hub 1000", "register", "hub 1000"), client.calls);
    }

    @Test
    void ofAHubThatDoesNotTellItsBlocksAllAreDropped() {
        client.tellsKnownBlocks = false;
        start();
        Set<UUID> before = held();
        replenisher.recovery().hintForgotten();
        scheduler.runNow();
        assertTrue(held().stream().noneMatch(before::contains));
        assertTrue(replenisher.isReady());
    }

    @Test
    void aHubOfAnotherNameIsRefused() {
        client.name = "mallory";
        start();
        assertEquals(
                "the hub at this URL calls itself mallory", replenisher.status().reason());
        assertEquals(List.of("register"), client.calls);
        client.name = "hank";
        scheduler.passTime();
        assertTrue(replenisher.isReady());
    }

    @Test
    void hintsAreFollowedAtALimitedRate() {
        start();
        long before = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            replenisher.recovery().hintForgotten();
            scheduler.runNow();
            replenisher.recovery().hintDry(10);
            scheduler.runNow();
        }
        long intervals = (System.nanoTime() - before) / TimeUnit.MILLISECONDS.toNanos(250);
        assertTrue(client.calls.size() <= 3 + 1 + intervals, () -> client.calls.toString());
    }

    @Test
    void aHintOfADryPoolBringsOneBlock() {
        start();
        replenisher.recovery().hintDry(Long.MAX_VALUE);
        scheduler.runNow();
        assertEquals("hub 1000", client.calls.get(3));
        assertEquals(4, client.calls.size());
        assertEquals(2_000, peer.remaining());
    }

    @Test
    void aHubThatSaysForEverThatItsPoolIsDryMakesTheClientHoldNoMoreThanTwoAnswersCanNeed() {
        start();
        for (long missing : List.of(1L, 2_500L, Long.MAX_VALUE)) {
            for (int i = 0; i < 50; i++) {
                replenisher.recovery().reportDry(missing);
                scheduler.runNow();
                assertTrue(peer.remaining() >= Math.min(missing, 3_000), "it got nothing");
                assertTrue(peer.remaining() <= 6_000, () -> peer.remaining() + " bytes");
                assertTrue(replenisher.isReady());
            }
        }
        Set<UUID> both = new HashSet<>(own.blockUuids());
        both.addAll(peer.blockUuids());
        assertEquals(both, client.held, "the hub holds other blocks than the client");
    }

    @Test
    void aHubCannotMakeTheClientFetchWithoutBoundWhatItDoesNotUse() {
        FakeOutOfBandClient greedy = new FakeOutOfBandClient();
        PoolReplenisher fresh = new PoolReplenisher(
                new NodeName("hank"),
                greedy,
                new PeerIncarnations(new MemoryLedger(), PeerName.of(new NodeName("hank")), UUID::randomUUID),
                Suites.of(ClassicSuite.HMAC_SHA256, false),
                new ReplenisherSettings(1_000_000, 4_000_000, 3_000_000, MIN, MAX),
                AuditLog.off(),
                scheduler.service);
        PeerPool hubs =
                Pools.peer("hank/hub", PoolOwner.HUB, 250, fresh.refillOf(PoolOwner.HUB), new MutableClock(), 1 << 20);
        fresh.start(List.of(hubs));
        scheduler.runNow();
        long before = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            // It says that it lacks bytes, or that it knows none of the blocks.
            greedy.held.clear();
            fresh.recovery().reportDry(Long.MAX_VALUE);
            fresh.recovery().suspect(noAnswer("no answer in time"));
            scheduler.runNow();
            scheduler.passTime();
        }
        long fetched = greedy.calls.stream()
                .filter(call -> call.startsWith("hub "))
                .mapToLong(call -> Long.parseLong(call.substring(4)))
                .sum();
        long seconds = (System.nanoTime() - before) / 1_000_000_000L;
        assertTrue(fetched >= 20_000_000, () -> fetched + " bytes");
        assertTrue(fetched <= 34_000_000 + 250_000 * seconds, () -> fetched + " bytes");
        assertEquals(
                "it wants more PSRD than is used, again and again",
                fresh.status().reason());
    }

    @Test
    void whatIsUsedIsFetchedWithoutBound() {
        start();
        for (int i = 0; i < 200_000; i++) {
            allocate(200);
            scheduler.runNow();
        }
        assertTrue(replenisher.isReady());
    }

    @Test
    void aNeedWhileTheHubIsAwayDoesNotHammerIt() {
        client.failures = FakeOutOfBandClient.Failure::before;
        start();
        int before = client.calls.size();
        for (int i = 0; i < 100; i++) {
            assertThrows(PoolExhaustedException.class, () -> allocate(10));
            scheduler.runNow();
        }
        assertEquals(before, client.calls.size());
        assertEquals(1, scheduler.later.size());
    }

    @Test
    void hintsWhileTheHubIsAwayDoNotMultiplyTheAttempts() {
        client.failures = FakeOutOfBandClient.Failure::before;
        start();
        for (int i = 0; i < 3; i++) {
            Await.until(Await.LONG, () -> {
                replenisher.recovery().hintForgotten();
                assertFalse(scheduler.now.isEmpty(), "the hint is not followed yet");
            });
            scheduler.runNow();
        }
        int before = client.calls.size();
        scheduler.passTime();
        assertEquals(before + 1, client.calls.size());
        assertEquals(1, scheduler.later.size());
    }

    @Test
    void aSuspicionIsFollowedAfterAWhileAndOnce() {
        start();
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        assertFalse(replenisher.isReady());
        assertTrue(scheduler.now.isEmpty());
        assertEquals(MIN, scheduler.delay());
        scheduler.passTime();
        assertTrue(replenisher.isReady());
        assertEquals(List.of("register", "client 1000", "hub 1000", "register"), client.calls);
    }

    @Test
    void aNeedDoesNotWaitForASuspicion() {
        start();
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        assertThrows(PoolExhaustedException.class, () -> allocate(1_500));
        assertTrue(replenisher.refillOf(PoolOwner.CLIENT).isUnderWay());
        scheduler.runNow();
        allocate(1_500);
        scheduler.runNow();
        assertTrue(replenisher.isReady());
        int before = client.calls.size();
        scheduler.passTime();
        assertEquals(before, client.calls.size());
    }

    @Test
    void aHubThatWasSilentIsMadeSureOf() {
        start();
        replenisher.check();
        assertTrue(replenisher.isReady(), "a check is no doubt");
        scheduler.runNow();
        assertEquals(List.of("register", "client 1000", "hub 1000", "register"), client.calls);
        assertEquals(1_000, own.remaining());
        replenisher.check();
        scheduler.runNow();
        assertEquals(5, client.calls.size());
    }

    @Test
    void aHubThatWasHeardOfIsLeftAlone() {
        start();
        for (int i = 0; i < 5; i++) {
            replenisher.heard();
            replenisher.check();
            scheduler.runNow();
        }
        assertEquals(3, client.calls.size());
        replenisher.check();
        scheduler.runNow();
        assertEquals(4, client.calls.size());
    }

    @Test
    void aHubThatIsAwayIsNoticedByACheckAndNotHammeredByTheNext() {
        start();
        client.failures = FakeOutOfBandClient.Failure::before;
        replenisher.check();
        scheduler.runNow();
        assertEquals("unreachable", replenisher.status().wireName());
        int before = client.calls.size();
        replenisher.check();
        replenisher.check();
        scheduler.runNow();
        assertEquals(before, client.calls.size());
        assertEquals(1, scheduler.later.size());
    }

    @Test
    void aLossOfMemoryIsRememberedForAWhile() {
        start();
        assertFalse(replenisher.hasLostItsMemory(Duration.ofHours(1)));
        replenisher.check();
        scheduler.runNow();
        assertFalse(replenisher.hasLostItsMemory(Duration.ofHours(1)));
        client.forget();
        replenisher.check();
        scheduler.runNow();
        assertTrue(replenisher.hasLostItsMemory(Duration.ofHours(1)));
        assertFalse(replenisher.hasLostItsMemory(Duration.ZERO));
    }

    @Test
    void ofAHubThatDoesNotTellItsBlocksNobodyKnowsWhetherItLostItsMemory() {
        client.tellsKnownBlocks = false;
        start();
        replenisher.check();
        scheduler.runNow();
        assertFalse(replenisher.hasLostItsMemory(Duration.ofHours(1)));
    }

    @Test
    void registrationsAreCounted() {
        assertEquals(0, replenisher.registrations());
        start();
        assertEquals(1, replenisher.registrations());
        replenisher.recovery().hintForgotten();
        scheduler.runNow();
        assertEquals(2, replenisher.registrations());
    }

    @Test
    void aRefillIsUnderWayExactlyAsLongAsARoundIs() {
        List<Boolean> seen = new ArrayList<>();
        client.onCall = () -> seen.add(replenisher.refillOf(PoolOwner.HUB).isUnderWay());
        assertFalse(replenisher.refillOf(PoolOwner.HUB).isUnderWay());
        replenisher.start(List.of(own, peer));
        assertTrue(replenisher.refillOf(PoolOwner.HUB).isUnderWay());
        scheduler.runNow();
        assertFalse(replenisher.refillOf(PoolOwner.HUB).isUnderWay());
        assertEquals(List.of(true, true, true), seen);
        client.failures = FakeOutOfBandClient.Failure::before;
        allocate(900);
        assertTrue(replenisher.refillOf(PoolOwner.CLIENT).isUnderWay());
        scheduler.runNow();
        assertFalse(replenisher.refillOf(PoolOwner.CLIENT).isUnderWay());
    }

    @Test
    void whoWaitsForARefillThatFailsIsToldAtOnce() throws Exception {
        start();
        client.failures = FakeOutOfBandClient.Failure::before;
        allocate(1_000);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> own.allocate(Duration.ofDays(1), 10));
        while (waiters() == 0) {
            Thread.onSpinWait();
        }
        scheduler.runNow();
        Exception failure = assertThrows(Exception.class, () -> waiting.get(60, TimeUnit.SECONDS));
        assertTrue(failure.getCause() instanceof PoolExhaustedException, failure::toString);
    }

    private static long waiters() {
        return Thread.getAllStackTraces().values().stream()
                .filter(frames -> java.util.Arrays.stream(frames)
                                .anyMatch(frame -> frame.getMethodName().equals("awaitNanos"))
                        && java.util.Arrays.stream(frames)
                                .anyMatch(frame -> frame.getClassName().endsWith("OwnPool")))
                .count();
    }

    @Test
    void aRoundIsWaitedForAndItsOutcomeTold() {
        start();
        assertTrue(replenisher.recovery().whenSettled(EVER).join());
        client.failures = FakeOutOfBandClient.Failure::before;
        replenisher.recovery().hintForgotten();
        CompletableFuture<Boolean> waiting = replenisher.recovery().whenSettled(EVER);
        scheduler.runNow();
        assertFalse(waiting.join());
        assertFalse(replenisher.recovery().whenSettled(EVER).join());
    }

    @Test
    void aRoundThatTakesTooLongIsNotWaitedFor() {
        replenisher.start(List.of(own, peer));
        assertFalse(
                replenisher.recovery().whenSettled(Deadline.in(Duration.ZERO)).join());
        scheduler.runNow();
        assertTrue(
                replenisher.recovery().whenSettled(Deadline.in(Duration.ZERO)).join());
    }

    @Test
    void anErrorInARoundIsAFailureLikeAnyOther() {
        fail(FakeOutOfBandClient.Failure.broken());
        assertEquals("", runCatching(this::start));
        assertEquals("unreachable", replenisher.status().wireName());
        assertFalse(replenisher.refillOf(PoolOwner.CLIENT).isUnderWay());
        scheduler.passTime();
        assertTrue(replenisher.isReady());
    }

    private static String runCatching(Runnable action) {
        try {
            action.run();
            return "";
        } catch (StackOverflowError e) {
            return e.toString();
        }
    }

    @Test
    void aReplenisherThatIsStoppedDoesNothingMore() {
        start();
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        assertTrue(replenisher.stop(true).isDone());
        scheduler.shutDown = true;
        allocate(900);
        replenisher.recovery().hintForgotten();
        replenisher.recovery().hintDry(1);
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        scheduler.passTime();
        assertEquals(List.of("register", "client 1000", "hub 1000", "unregister"), client.calls);
        assertFalse(replenisher.refillOf(PoolOwner.CLIENT).isUnderWay());
        assertFalse(replenisher.isReady());
    }

    @Test
    void aHubThatIsAwayWhenItIsToldThatTheClientStopsIsOfNoConcern() {
        start();
        client.failures = FakeOutOfBandClient.Failure::before;
        assertFalse(replenisher.stop(true).isCompletedExceptionally());
    }

    @Test
    void aRoundThatIsUnderWayEndsWhenTheReplenisherIsStopped() {
        client.onCall = () -> {
            client.onCall = () -> {};
            assertTrue(replenisher.stop(true).isDone());
        };
        start();
        assertEquals(List.of("register", "unregister"), client.calls);
        assertTrue(scheduler.later.isEmpty());
    }

    @Test
    void whateverHappensThePoolsAreFullAgainOnceTheHubAnswers() {
        Seed.check(random -> {
            for (int run = 0; run < 200; run++) {
                PoolReplenisherTest fresh = new PoolReplenisherTest();
                fresh.replenisher.start(List.of(fresh.own, fresh.peer));
                for (int step = 0; step < 60; step++) {
                    fresh.client.failures = switch (random.nextInt(6)) {
                        case 0 -> FakeOutOfBandClient.Failure::before;
                        case 1 -> FakeOutOfBandClient.Failure::after;
                        case 2 -> FakeOutOfBandClient.Failure::broken;
                        default -> () -> FakeOutOfBandClient.Failure.NONE;
                    };
                    fresh.happen(random.nextInt(13), 1 + random.nextInt(1_500));
                }
                fresh.client.failures = () -> FakeOutOfBandClient.Failure.NONE;
                fresh.client.name = "hank";
                // A hub without memory is noticed by the next exchange.
                fresh.replenisher.recovery().suspect(noAnswer("no answer in time"));
                for (int i = 0; i < 3 && !fresh.replenisher.isReady(); i++) {
                    fresh.scheduler.runNow();
                    fresh.scheduler.passTime();
                }
                assertTrue(fresh.replenisher.isReady(), () -> "not ready: " + fresh.client.calls);
                assertTrue(fresh.own.remaining() >= 250 && fresh.peer.remaining() >= 250);
                assertTrue(fresh.client.held.containsAll(fresh.held()), "blocks that the hub does not have");
                assertFalse(fresh.replenisher.refillOf(PoolOwner.HUB).isUnderWay());
            }
        });
    }

    private void assertPausedAfter(Supplier<FakeOutOfBandClient.Failure> failure, boolean paused) {
        client.failures = failure;
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        client.onCall = () -> {
            if (client.calls.getLast().equals("register")) {
                assertThrows(PoolStoppedException.class, () -> own.allocate(Duration.ZERO, 1));
            }
        };
        scheduler.passTime();
        client.onCall = () -> {};
        if (paused) {
            assertThrows(PoolStoppedException.class, () -> own.allocate(Duration.ZERO, 1));
        } else {
            own.allocate(Duration.ZERO, 1).get(0).close();
        }
    }

    /** The hub may be one that was restored from a backup, and would use bytes again for what it answers. */
    @Test
    void nothingIsSentToAHubBetweenARegistrationAndItsAnswer() {
        start();
        assertPausedAfter(() -> FakeOutOfBandClient.Failure.NONE, false);
        assertPausedAfter(FakeOutOfBandClient.Failure::before, false);
        assertPausedAfter(FakeOutOfBandClient.Failure::after, true);
        client.failures = () -> FakeOutOfBandClient.Failure.NONE;
        scheduler.passTime();
        own.allocate(Duration.ZERO, 1).get(0).close();
    }

    @Test
    void aHubWhoseStoreWasRestoredIsRegisteredWithAnewAndAllThatWasSharedIsThrownAway() {
        start();
        UUID id = UUID.randomUUID();
        UUID run = UUID.randomUUID();
        client.hubIncarnation = new Incarnation(id, 7, run);
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        scheduler.passTime();
        assertFalse(held().isEmpty());
        for (Incarnation stale :
                List.of(new Incarnation(id, 6, UUID.randomUUID()), new Incarnation(id, 6, UUID.randomUUID()))) {
            client.hubIncarnation = stale;
            replenisher.recovery().suspect(noAnswer("no answer in time"));
            scheduler.passTime();
            assertEquals(Set.of(), held(), "blocks that a restored hub may use again");
            assertThrows(PoolStoppedException.class, () -> own.allocate(Duration.ZERO, 1));
            scheduler.passTime();
            assertEquals(Set.of(), client.known.getLast());
            assertTrue(replenisher.isReady());
        }
    }

    /** Who remembered first, and crashed then, would not know any more that the hub's store was restored. */
    @Test
    void theLifeOfARestoredStoreIsRememberedWhenNothingIsLeftOfWhatWasShared() {
        start();
        UUID id = UUID.randomUUID();
        client.hubIncarnation = new Incarnation(id, 7, UUID.randomUUID());
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        scheduler.passTime();
        assertFalse(held().isEmpty());
        List<Set<UUID>> heldThen = new ArrayList<>();
        onSave = () -> heldThen.add(held());
        client.hubIncarnation = new Incarnation(id, 6, UUID.randomUUID());
        replenisher.recovery().suspect(noAnswer("no answer in time"));
        scheduler.passTime();
        assertEquals(List.of(Set.of()), heldThen);
    }

    /** A ledger, and who is told before a peer is saved. */
    private PsrdLedger watched(PsrdLedger ledger) {
        return (PsrdLedger) Proxy.newProxyInstance(
                PsrdLedger.class.getClassLoader(), new Class<?>[] {PsrdLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save")) {
                        onSave.run();
                    }
                    return method.invoke(ledger, arguments);
                });
    }

    private void happen(int event, int size) {
        switch (event) {
            case 0 -> scheduler.runNow();
            case 1 -> scheduler.passTime();
            case 2 -> client.forget();
            case 3 -> replenisher.recovery().suspect(noAnswer("no answer in time"));
            case 4 -> replenisher.recovery().hintForgotten();
            case 5 -> replenisher.recovery().hintDry(size);
            case 6 -> client.tellsKnownBlocks = !client.tellsKnownBlocks;
            case 7 -> client.name = client.name.equals("hank") ? "mallory" : "hank";
            case 11 -> replenisher.check();
            case 12 -> replenisher.heard();
            case 8 -> {
                if (!peer.blockUuids().isEmpty()) {
                    PoolStatus.BlockStatus block = peer.status(false).blocks().get(0);
                    if (block.unused() > 0) {
                        take(Math.min(size, block.unused()));
                    }
                }
            }
            default -> {
                try {
                    allocate(size);
                } catch (PoolStoppedException e) {
                    // How the last registration has ended is not known.
                    assertFalse(replenisher.isReady());
                } catch (PoolExhaustedException e) {
                    assertTrue(own.remaining() < size);
                }
            }
        }
    }
}

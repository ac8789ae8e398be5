package org.dske.client.peerhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dske.key.NodeName;
import org.dske.psrd.AllocatedBytes;
import org.dske.psrd.Allocation;
import org.dske.psrd.Fragment;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.PoolExhaustedException;
import org.dske.psrd.PoolOwner;
import org.dske.psrd.PoolStatus;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

class SupplyTest {
    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofMillis(500);
    private static final long EVER = System.nanoTime() + TimeUnit.DAYS.toNanos(1);

    private final FakeCourier courier = new FakeCourier();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final Supply supply = new Supply(
            new NodeName("hank"),
            courier,
            Suites.of(ClassicSuite.HMAC_SHA256, false),
            new SupplySettings(1_000, 4_000, 3_000, MIN, MAX),
            scheduler.service);
    private final OwnPool own = new OwnPool(
            "hank/client", PoolOwner.CLIENT, 250, supply.refillOf(PoolOwner.CLIENT), new MutableClock(), 100);
    private final PeerPool peer =
            new PeerPool("hank/hub", PoolOwner.HUB, 250, supply.refillOf(PoolOwner.HUB), new MutableClock(), 1 << 20);

    private void start() {
        supply.start(List.of(own, peer));
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

    private void fail(FakeCourier.Failure... failures) {
        List<FakeCourier.Failure> left = new ArrayList<>(List.of(failures));
        courier.failures = () -> left.isEmpty() ? FakeCourier.Failure.NONE : left.remove(0);
    }

    @Test
    void itRegistersFirstAndThenFillsBothPools() {
        start();
        assertEquals(List.of("register", "client 1000", "hub 1000"), courier.calls);
        assertEquals(1_000, own.remaining());
        assertEquals(1_000, peer.remaining());
        assertTrue(supply.isReady());
        assertEquals("registered", supply.state().word());
        assertTrue(scheduler.later.isEmpty());
    }

    @Test
    void beforeItStartsItIsNotReady() {
        assertFalse(supply.isReady());
        assertEquals("registering", supply.state().word());
    }

    @Test
    void itTriesAgainWithGrowingDelayUntilTheHubIsThereAndBeginsAnewWithTheShortOne() {
        courier.failures = FakeCourier.Failure::before;
        start();
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertEquals("unreachable", supply.state().word());
            assertEquals("connection refused", supply.state().reason());
            delays.add(scheduler.delay());
            scheduler.passTime();
        }
        assertEquals(List.of(MIN, MIN.multipliedBy(2), MIN.multipliedBy(4), MAX, MAX), delays);
        courier.failures = () -> FakeCourier.Failure.NONE;
        scheduler.passTime();
        assertTrue(supply.isReady());
        courier.failures = FakeCourier.Failure::before;
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
        assertEquals(List.of("register", "client 1000", "hub 1000", "client 1000", "hub 1000"), courier.calls);
    }

    @Test
    void aNeedLargerThanABlockGetsALargerBlock() {
        start();
        assertThrows(PoolExhaustedException.class, () -> allocate(3_500));
        scheduler.runNow();
        assertEquals("client 2500", courier.calls.get(3));
        allocate(3_500);
        scheduler.runNow();
    }

    @Test
    void noBlockIsLargerThanTheLargest() {
        start();
        assertThrows(PoolExhaustedException.class, () -> allocate(100_000));
        scheduler.runNow();
        assertEquals("client 4000", courier.calls.get(3));
        assertEquals(4, courier.calls.size());
    }

    @Test
    void aBlockThatGotLostIsDroppedByTheHubBeforeTheNextOneIsFetched() {
        fail(FakeCourier.Failure.NONE, FakeCourier.Failure.after());
        start();
        assertEquals(1, courier.held.size());
        assertEquals(0, own.remaining());
        scheduler.passTime();
        assertEquals(List.of("register", "client 1000", "register", "client 1000", "hub 1000"), courier.calls);
        assertEquals(Set.of(), courier.known.get(1));
        assertEquals(held(), courier.held);
    }

    private Set<UUID> held() {
        Set<UUID> all = new java.util.HashSet<>(own.blockUuids());
        all.addAll(peer.blockUuids());
        return all;
    }

    @Test
    void aHubThatForgotEverythingIsSuppliedAnew() {
        start();
        courier.forget();
        supply.hintForgotten();
        scheduler.runNow();
        assertTrue(supply.isReady());
        assertEquals(held(), courier.held);
        assertEquals(1_000, own.remaining());
        assertEquals(1_000, peer.remaining());
    }

    @Test
    void whatTheHubDoesNotKnowIsDroppedAndWhatItKnowsStays() {
        start();
        Set<UUID> kept = own.blockUuids();
        courier.held.removeAll(peer.blockUuids());
        supply.hintForgotten();
        scheduler.runNow();
        assertEquals(kept, own.blockUuids());
        assertEquals(held(), courier.held);
        assertEquals(List.of("register", "client 1000", "hub 1000", "register", "hub 1000"), courier.calls);
    }

    @Test
    void ofAHubThatDoesNotTellItsBlocksAllAreDropped() {
        courier.tellsKnownBlocks = false;
        start();
        Set<UUID> before = held();
        supply.hintForgotten();
        scheduler.runNow();
        assertTrue(held().stream().noneMatch(before::contains));
        assertTrue(supply.isReady());
    }

    @Test
    void aHubOfAnotherNameIsRefused() {
        courier.name = "mallory";
        start();
        assertEquals("the hub at this URL calls itself mallory", supply.state().reason());
        assertEquals(List.of("register"), courier.calls);
        courier.name = "hank";
        scheduler.passTime();
        assertTrue(supply.isReady());
    }

    @Test
    void hintsAreFollowedAtALimitedRate() {
        start();
        long before = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            supply.hintForgotten();
            scheduler.runNow();
            supply.hintDry(10);
            scheduler.runNow();
        }
        long intervals = (System.nanoTime() - before) / TimeUnit.MILLISECONDS.toNanos(250);
        assertTrue(courier.calls.size() <= 3 + 1 + intervals, () -> courier.calls.toString());
    }

    @Test
    void aHintOfADryPoolBringsOneBlock() {
        start();
        supply.hintDry(Long.MAX_VALUE);
        scheduler.runNow();
        assertEquals("hub 1000", courier.calls.get(3));
        assertEquals(4, courier.calls.size());
        assertEquals(2_000, peer.remaining());
    }

    @Test
    void aHubThatSaysForEverThatItsPoolIsDryMakesTheClientHoldNoMoreThanTwoAnswersCanNeed() {
        start();
        for (long missing : List.of(1L, 2_500L, Long.MAX_VALUE)) {
            for (int i = 0; i < 50; i++) {
                supply.reportDry(missing);
                scheduler.runNow();
                assertTrue(peer.remaining() >= Math.min(missing, 3_000), "it got nothing");
                assertTrue(peer.remaining() <= 6_000, () -> peer.remaining() + " bytes");
                assertTrue(supply.isReady());
            }
        }
        Set<UUID> both = new HashSet<>(own.blockUuids());
        both.addAll(peer.blockUuids());
        assertEquals(both, courier.held, "the hub holds other blocks than the client");
    }

    @Test
    void aNeedWhileTheHubIsAwayDoesNotHammerIt() {
        courier.failures = FakeCourier.Failure::before;
        start();
        int before = courier.calls.size();
        for (int i = 0; i < 100; i++) {
            assertThrows(PoolExhaustedException.class, () -> allocate(10));
            scheduler.runNow();
        }
        assertEquals(before, courier.calls.size());
        assertEquals(1, scheduler.later.size());
    }

    @Test
    void hintsWhileTheHubIsAwayDoNotMultiplyTheAttempts() throws InterruptedException {
        courier.failures = FakeCourier.Failure::before;
        start();
        for (int i = 0; i < 3; i++) {
            supply.hintForgotten();
            scheduler.runNow();
            Thread.sleep(260);
        }
        int before = courier.calls.size();
        scheduler.passTime();
        assertEquals(before + 1, courier.calls.size());
        assertEquals(1, scheduler.later.size());
    }

    @Test
    void aSuspicionIsFollowedAfterAWhileAndOnce() {
        start();
        supply.suspect("no answer in time");
        supply.suspect("no answer in time");
        supply.suspect("no answer in time");
        assertFalse(supply.isReady());
        assertTrue(scheduler.now.isEmpty());
        assertEquals(MIN, scheduler.delay());
        scheduler.passTime();
        assertTrue(supply.isReady());
        assertEquals(List.of("register", "client 1000", "hub 1000", "register"), courier.calls);
    }

    @Test
    void aNeedDoesNotWaitForASuspicion() {
        start();
        supply.suspect("no answer in time");
        assertThrows(PoolExhaustedException.class, () -> allocate(1_500));
        assertTrue(supply.refillOf(PoolOwner.CLIENT).isUnderWay());
        scheduler.runNow();
        allocate(1_500);
        scheduler.runNow();
        assertTrue(supply.isReady());
        int before = courier.calls.size();
        scheduler.passTime();
        assertEquals(before, courier.calls.size());
    }

    @Test
    void aHubThatWasSilentIsMadeSureOf() {
        start();
        supply.check();
        assertTrue(supply.isReady(), "a check is no doubt");
        scheduler.runNow();
        assertEquals(List.of("register", "client 1000", "hub 1000", "register"), courier.calls);
        assertEquals(1_000, own.remaining());
        supply.check();
        scheduler.runNow();
        assertEquals(5, courier.calls.size());
    }

    @Test
    void aHubThatWasHeardOfIsLeftAlone() {
        start();
        for (int i = 0; i < 5; i++) {
            supply.heard();
            supply.check();
            scheduler.runNow();
        }
        assertEquals(3, courier.calls.size());
        supply.check();
        scheduler.runNow();
        assertEquals(4, courier.calls.size());
    }

    @Test
    void aHubThatIsAwayIsNoticedByACheckAndNotHammeredByTheNext() {
        start();
        courier.failures = FakeCourier.Failure::before;
        supply.check();
        scheduler.runNow();
        assertEquals("unreachable", supply.state().word());
        int before = courier.calls.size();
        supply.check();
        supply.check();
        scheduler.runNow();
        assertEquals(before, courier.calls.size());
        assertEquals(1, scheduler.later.size());
    }

    @Test
    void aLossOfMemoryIsRememberedForAWhile() {
        start();
        assertFalse(supply.hasLostItsMemory(Duration.ofHours(1)));
        supply.check();
        scheduler.runNow();
        assertFalse(supply.hasLostItsMemory(Duration.ofHours(1)));
        courier.forget();
        supply.check();
        scheduler.runNow();
        assertTrue(supply.hasLostItsMemory(Duration.ofHours(1)));
        assertFalse(supply.hasLostItsMemory(Duration.ZERO));
    }

    @Test
    void ofAHubThatDoesNotTellItsBlocksNobodyKnowsWhetherItLostItsMemory() {
        courier.tellsKnownBlocks = false;
        start();
        supply.check();
        scheduler.runNow();
        assertFalse(supply.hasLostItsMemory(Duration.ofHours(1)));
    }

    @Test
    void registrationsAreCounted() {
        assertEquals(0, supply.registrations());
        start();
        assertEquals(1, supply.registrations());
        supply.hintForgotten();
        scheduler.runNow();
        assertEquals(2, supply.registrations());
    }

    @Test
    void aRefillIsUnderWayExactlyAsLongAsARoundIs() {
        List<Boolean> seen = new ArrayList<>();
        courier.onCall = () -> seen.add(supply.refillOf(PoolOwner.HUB).isUnderWay());
        assertFalse(supply.refillOf(PoolOwner.HUB).isUnderWay());
        supply.start(List.of(own, peer));
        assertTrue(supply.refillOf(PoolOwner.HUB).isUnderWay());
        scheduler.runNow();
        assertFalse(supply.refillOf(PoolOwner.HUB).isUnderWay());
        assertEquals(List.of(true, true, true), seen);
        courier.failures = FakeCourier.Failure::before;
        allocate(900);
        assertTrue(supply.refillOf(PoolOwner.CLIENT).isUnderWay());
        scheduler.runNow();
        assertFalse(supply.refillOf(PoolOwner.CLIENT).isUnderWay());
    }

    @Test
    void whoWaitsForARefillThatFailsIsToldAtOnce() throws Exception {
        start();
        courier.failures = FakeCourier.Failure::before;
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
        assertTrue(supply.awaitRound(EVER));
        courier.failures = FakeCourier.Failure::before;
        supply.hintForgotten();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> supply.awaitRound(EVER));
        scheduler.runNow();
        assertFalse(waiting.join());
        assertFalse(supply.awaitRound(EVER));
    }

    @Test
    void aRoundThatTakesTooLongIsNotWaitedFor() {
        supply.start(List.of(own, peer));
        assertFalse(supply.awaitRound(System.nanoTime()));
        scheduler.runNow();
        assertTrue(supply.awaitRound(System.nanoTime()));
    }

    @Test
    void anErrorInARoundIsAFailureLikeAnyOther() {
        fail(FakeCourier.Failure.broken());
        assertEquals("", runCatching(this::start));
        assertEquals("unreachable", supply.state().word());
        assertFalse(supply.refillOf(PoolOwner.CLIENT).isUnderWay());
        scheduler.passTime();
        assertTrue(supply.isReady());
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
    void aSupplyThatIsStoppedDoesNothingMore() {
        start();
        supply.suspect("no answer in time");
        supply.stop();
        scheduler.shutDown = true;
        allocate(900);
        supply.hintForgotten();
        supply.hintDry(1);
        supply.suspect("no answer in time");
        scheduler.passTime();
        assertEquals(List.of("register", "client 1000", "hub 1000"), courier.calls);
        assertFalse(supply.refillOf(PoolOwner.CLIENT).isUnderWay());
        assertFalse(supply.isReady());
    }

    @Test
    void aRoundThatIsUnderWayEndsWhenTheSupplyIsStopped() {
        courier.onCall = supply::stop;
        start();
        assertEquals(List.of("register"), courier.calls);
        assertTrue(scheduler.later.isEmpty());
    }

    @Test
    void whateverHappensThePoolsAreFullAgainOnceTheHubAnswers() {
        Seed.check(random -> {
            for (int run = 0; run < 200; run++) {
                SupplyTest fresh = new SupplyTest();
                fresh.supply.start(List.of(fresh.own, fresh.peer));
                for (int step = 0; step < 60; step++) {
                    fresh.courier.failures = switch (random.nextInt(6)) {
                        case 0 -> FakeCourier.Failure::before;
                        case 1 -> FakeCourier.Failure::after;
                        case 2 -> FakeCourier.Failure::broken;
                        default -> () -> FakeCourier.Failure.NONE;
                    };
                    fresh.happen(random.nextInt(13), 1 + random.nextInt(1_500));
                }
                fresh.courier.failures = () -> FakeCourier.Failure.NONE;
                fresh.courier.name = "hank";
                // A hub without memory is noticed by the next exchange.
                fresh.supply.suspect("no answer in time");
                for (int i = 0; i < 3 && !fresh.supply.isReady(); i++) {
                    fresh.scheduler.runNow();
                    fresh.scheduler.passTime();
                }
                assertTrue(fresh.supply.isReady(), () -> "not ready: " + fresh.courier.calls);
                assertTrue(fresh.own.remaining() >= 250 && fresh.peer.remaining() >= 250);
                assertTrue(fresh.courier.held.containsAll(fresh.held()), "blocks that the hub does not have");
                assertFalse(fresh.supply.refillOf(PoolOwner.HUB).isUnderWay());
            }
        });
    }

    private void happen(int event, int size) {
        switch (event) {
            case 0 -> scheduler.runNow();
            case 1 -> scheduler.passTime();
            case 2 -> courier.forget();
            case 3 -> supply.suspect("no answer in time");
            case 4 -> supply.hintForgotten();
            case 5 -> supply.hintDry(size);
            case 6 -> courier.tellsKnownBlocks = !courier.tellsKnownBlocks;
            case 7 -> courier.name = courier.name.equals("hank") ? "mallory" : "hank";
            case 11 -> supply.check();
            case 12 -> supply.heard();
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
                } catch (PoolExhaustedException e) {
                    assertTrue(own.remaining() < size);
                }
            }
        }
    }
}

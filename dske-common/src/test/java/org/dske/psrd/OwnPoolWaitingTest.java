package org.dske.psrd;

import static org.dske.psrd.Blocks.allocation;
import static org.dske.psrd.Blocks.block;
import static org.dske.psrd.Blocks.fragment;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dske.allocation.AllocatedBytes;
import org.dske.allocation.Allocation;
import org.dske.ledger.PoolOwner;
import org.dske.time.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for a refill, with real threads: a wait of {@link #LONG} is ended by what the test does, or the test fails. */
@Timeout(60)
class OwnPoolWaitingTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeRefill refill = new FakeRefill();
    private final OwnPool pool = Pools.own("pool", PoolOwner.CLIENT, 0, refill, Ticker.SYSTEM, 100);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private Future<Allocation> allocate(Duration wait, int size) {
        return threads.submit(() -> pool.allocate(wait, size).get(0).allocation());
    }

    private static Allocation result(Future<Allocation> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static PoolExhaustedException exhausted(Future<Allocation> future) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> result(future));
        return assertInstanceOf(PoolExhaustedException.class, e.getCause());
    }

    @Test
    void anAllocationWaitsForTheRefillThatIsUnderWay() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 5)).join();
        Future<Allocation> waiting = allocate(LONG, 8);
        assertEquals(3, refill.nextRequest(), "8 wanted, 5 left");
        assertFalse(waiting.isDone());
        pool.add(block(2, 10)).join();
        assertEquals(allocation(fragment(1, 0, 5), fragment(2, 0, 3)), result(waiting));
        assertEquals(7, pool.remaining());
    }

    /** Nothing is lacking: what is there may not be used now. */
    @Test
    void aPoolThatIsPausedAsksForNothingAndGoesOn() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 10)).join();
        pool.pause();
        Future<Allocation> waiting = allocate(LONG, 8);
        pool.add(block(2, 10)).join();
        assertFalse(waiting.isDone());
        pool.resume();
        assertEquals(allocation(fragment(1, 0, 8)), result(waiting));
        pool.allocate(Duration.ZERO, 12);
        Future<Allocation> next = allocate(LONG, 1);
        assertEquals(1, refill.nextRequest(), "the first request of all");
        pool.add(block(3, 10)).join();
        assertEquals(1, result(next).size());
    }

    @Test
    void anAllocationLargerThanABlockWaitsForSeveral() throws Exception {
        refill.underWay = true;
        Future<Allocation> waiting = allocate(LONG, 25);
        assertEquals(25, refill.nextRequest());
        pool.add(block(1, 10)).join();
        assertEquals(15, refill.nextRequest());
        pool.add(block(2, 10)).join();
        assertEquals(5, refill.nextRequest());
        pool.add(block(3, 10)).join();
        assertEquals(25, result(waiting).size());
        assertEquals(5, pool.remaining());
    }

    @Test
    void fewWaitAndTheOthersAreServedOrFailAtOnce() throws Exception {
        OwnPool patient = Pools.own("patient", PoolOwner.HUB, 0, refill, Ticker.SYSTEM, 2);
        refill.underWay = true;
        patient.add(block(1, 5)).join();
        List<Future<Allocation>> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            waiting.add(threads.submit(() -> patient.allocate(LONG, 8).get(0).allocation()));
            refill.nextRequest();
        }
        exhausted(threads.submit(() -> patient.allocate(LONG, 8).get(0).allocation()));
        assertEquals(4, patient.allocate(LONG, 4).get(0).bytes().size());
        patient.add(block(2, 20)).join();
        for (Future<Allocation> each : waiting) {
            assertEquals(8, result(each).size());
        }
    }

    @Test
    void whoWaitsForAPoolThatIsStoppedIsServedWhenItIsSettled() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 10)).join();
        pool.stop();
        Future<Allocation> waiting = allocate(LONG, 8);
        assertEquals(8, refill.nextRequest());
        assertFalse(waiting.isDone());
        pool.settle(java.util.Map.of(new java.util.UUID(0, 1), 2)).join();
        assertEquals(allocation(fragment(1, 2, 8)), result(waiting));
    }

    @Test
    void noneWaitsWhenNoRefillIsUnderWay() {
        assertEquals(8, exhausted(allocate(LONG, 8)).details().get("wanted"));
    }

    @Test
    void noneWaitsLongerThanItWantsTo() {
        refill.underWay = true;
        pool.add(block(1, 5)).join();
        assertEquals(5L, exhausted(allocate(SHORT, 8)).details().get("left"));
        assertEquals(5L, exhausted(allocate(Duration.ZERO, 8)).details().get("left"));
        assertEquals(5, pool.remaining());
    }

    @Test
    void aRefillThatFailsWakesThoseWhoWaitAtOnce() throws Exception {
        refill.underWay = true;
        List<Future<Allocation>> all = List.of(allocate(LONG, 8), allocate(LONG, 9), allocate(LONG, 10));
        for (int i = 0; i < 3; i++) {
            refill.nextRequest();
        }
        refill.underWay = false;
        pool.refillEnded();
        for (Future<Allocation> each : all) {
            exhausted(each);
        }
    }

    @Test
    void aRequestThatARefillAtItsEndDidNotHearIsMadeAgain() throws Exception {
        FakeRefill ending = new FakeRefill() {
            @Override
            public void request(long bytes) {
                // The first request finds a refill under way, which ends before the pool looks again.
                underWay = !underWay;
                super.request(bytes);
            }
        };
        ending.underWay = true;
        OwnPool asking = Pools.own("asking", PoolOwner.CLIENT, 0, ending, Ticker.SYSTEM, 100);
        Future<Allocation> waiting =
                threads.submit(() -> asking.allocate(LONG, 8).get(0).allocation());
        assertEquals(8, ending.nextRequest());
        assertEquals(8, ending.nextRequest());
        asking.add(block(1, 10)).join();
        assertEquals(8, result(waiting).size());
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        refill.underWay = true;
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                pool.allocate(LONG, 8);
                interrupted.complete(false);
            } catch (PoolExhaustedException e) {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        refill.nextRequest();
        thread.interrupt();
        assertTrue(interrupted.get(20, TimeUnit.SECONDS), "the interrupt is left for the caller to see");
        pool.add(block(1, 8)).join();
        assertEquals(8, result(allocate(Duration.ZERO, 8)).size());
    }

    @Test
    void theRefillIsAskedForWhatAllWhoWaitLack() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 5)).join();
        Future<Allocation> first = allocate(LONG, 100);
        assertEquals(95, refill.nextRequest());
        Future<Allocation> second = allocate(LONG, 10);
        assertEquals(105, refill.nextRequest());
        pool.add(block(2, 105)).join();
        assertEquals(100, result(first).size());
        assertEquals(10, result(second).size());
        assertEquals(0, pool.remaining());
    }

    @Test
    void thoseWhoWaitAreServedInTheOrderInWhichTheyCame() throws Exception {
        refill.underWay = true;
        List<Future<Allocation>> waiting = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            waiting.add(allocate(LONG, 20 - i));
            refill.nextRequest();
        }
        // Enough for the last one, but it is not its turn: all six look, and go on waiting.
        pool.add(block(1, 15)).join();
        for (int i = 0; i < 6; i++) {
            assertEquals(20 + 19 + 18 + 17 + 16 + 15 - 15, refill.nextRequest());
        }
        pool.add(block(2, 1000)).join();
        assertEquals(allocation(fragment(1, 0, 15), fragment(2, 0, 5)), result(waiting.get(0)));
        int start = 5;
        for (int i = 1; i < 6; i++) {
            assertEquals(allocation(fragment(2, start, 20 - i)), result(waiting.get(i)));
            start += 20 - i;
        }
    }

    @Test
    void aLargeNeedIsNotStarvedBySmallOnesBehindIt() throws Exception {
        refill.underWay = true;
        Future<Allocation> large = allocate(LONG, 100);
        refill.nextRequest();
        Future<Allocation> small = allocate(LONG, 10);
        refill.nextRequest();
        pool.add(block(1, 60)).join();
        assertEquals(50, refill.nextRequest());
        assertEquals(50, refill.nextRequest());
        pool.add(block(2, 60)).join();
        assertEquals(allocation(fragment(1, 0, 60), fragment(2, 0, 40)), result(large));
        assertEquals(allocation(fragment(2, 40, 10)), result(small));
    }

    @Test
    void oneWhoGivesUpLetsTheNextOnesThrough() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 50)).join();
        Future<Allocation> large = allocate(SHORT, 100);
        refill.nextRequest();
        Future<Allocation> small = allocate(LONG, 10);
        Future<Allocation> other = allocate(LONG, 20);
        exhausted(large);
        assertEquals(10, result(small).size());
        assertEquals(20, result(other).size());
        assertEquals(20, pool.remaining());
    }

    @Test
    void oneWhoIsInterruptedLetsTheNextOnesThrough() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 50)).join();
        Future<Allocation> large = allocate(LONG, 100);
        refill.nextRequest();
        Future<Allocation> small = allocate(LONG, 10);
        refill.nextRequest();
        assertTrue(large.cancel(true));
        assertEquals(10, result(small).size());
    }

    @Test
    void aNeedThatThePoolCanMeetNeverFailsForTheSakeOfALargerOne() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 50)).join();
        Future<Allocation> large = allocate(LONG, 100);
        refill.nextRequest();
        assertEquals(10, result(allocate(SHORT, 10)).size());
        assertEquals(10, result(allocate(Duration.ZERO, 10)).size());
        pool.add(block(2, 70)).join();
        assertEquals(100, result(large).size());
    }

    @Test
    void aNeedThatThePoolCanMeetIsMetWhileALargerOneIsAboutToFail() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        OwnPool dry = Pools.own(
                "dry",
                PoolOwner.HUB,
                0,
                new FakeRefill() {
                    @Override
                    public void request(long bytes) {
                        if (bytes == 50) {
                            asked.countDown();
                            try {
                                assertTrue(goOn.await(20, TimeUnit.SECONDS));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    }
                },
                Ticker.SYSTEM,
                100);
        dry.add(block(1, 50)).join();
        Future<Allocation> large =
                threads.submit(() -> dry.allocate(LONG, 100).get(0).allocation());
        assertTrue(asked.await(20, TimeUnit.SECONDS));
        // No refill is under way, and the pool has the bytes.
        assertEquals(10, dry.allocate(Duration.ZERO, 10).get(0).bytes().size());
        Future<Allocation> small =
                threads.submit(() -> dry.allocate(LONG, 10).get(0).allocation());
        goOn.countDown();
        exhausted(large);
        assertEquals(10, result(small).size());
    }

    @Test
    void whatIsGivenBackServesThoseWhoWait() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 10)).join();
        AllocatedBytes taken = pool.allocate(Duration.ZERO, 10).get(0);
        Future<Allocation> waiting = allocate(LONG, 10);
        refill.nextRequest();
        pool.giveBack(taken);
        assertEquals(allocation(fragment(1, 0, 10)), result(waiting));
    }

    @Test
    void droppedBlocksAreAskedForAgainByThoseWhoWait() throws Exception {
        refill.underWay = true;
        pool.add(block(1, 10)).join();
        Future<Allocation> waiting = allocate(LONG, 15);
        assertEquals(5, refill.nextRequest());
        pool.retain(List.of()).join();
        assertEquals(15, refill.nextRequest());
        pool.add(block(2, 15)).join();
        assertEquals(15, result(waiting).size());
    }
}

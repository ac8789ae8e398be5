package org.dske.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dske.config.HttpSettings;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.limit.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BodyBudgetTest {
    private static final int MAX_BODY = 10_000;
    private static final int END = -1;

    private final BodyBudget budget = new BodyBudget(new HttpSettings(MAX_BODY), 16 * 100_000L);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** A body of zeros whose pieces come when the test says so, read and then worked on by a thread of its own. */
    private final class Request {
        private final Caller caller;
        private final BlockingQueue<Integer> pieces = new LinkedBlockingQueue<>();
        private final Semaphore waiting = new Semaphore(0);
        private final CountDownLatch atWork = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final Future<Integer> size;

        private Request() {
            this("192.0.2.1");
        }

        private Request(String address) {
            caller = Caller.at(address);
            size = threads.submit(serve());
        }

        private Callable<Integer> serve() {
            return () -> {
                ArrivingBody body = new ArrivingBody(new Pieces(), budget.reserve(caller));
                try {
                    int read = 0;
                    for (int count = 0; count >= 0; count = body.read(new byte[MAX_BODY])) {
                        read += count;
                    }
                    atWork.countDown();
                    done.await();
                    return read;
                } finally {
                    body.release();
                    interrupted.set(Thread.currentThread().isInterrupted());
                }
            };
        }

        /** Waits until the thread waits for more. */
        Request awaitReading() throws InterruptedException {
            assertTrue(waiting.tryAcquire(30, TimeUnit.SECONDS));
            return this;
        }

        Request send(int bytes) {
            pieces.add(bytes);
            return this;
        }

        boolean isAtWork() {
            return atWork.getCount() == 0;
        }

        void assertServed(int bytes) throws Exception {
            assertTrue(atWork.await(30, TimeUnit.SECONDS));
            done.countDown();
            assertEquals(bytes, size.get(30, TimeUnit.SECONDS));
            assertFalse(interrupted.get());
        }

        void assertEvicted() {
            ExecutionException failure = assertThrows(ExecutionException.class, () -> size.get(30, TimeUnit.SECONDS));
            assertEquals(ErrorCode.TOO_SLOW, ((RequestException) failure.getCause()).code());
            assertFalse(interrupted.get(), "its thread serves others next");
        }

        private final class Pieces extends ServletInputStream {
            @Override
            public int read() {
                throw new AssertionError("byte by byte");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                waiting.release();
                try {
                    int piece = pieces.take();
                    assertTrue(piece <= length);
                    return piece;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }

            @Override
            public boolean isFinished() {
                return false;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new IllegalStateException();
            }
        }
    }

    private List<Request> requests(int number) throws InterruptedException {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            requests.add(new Request().awaitReading());
        }
        return requests;
    }

    @Test
    void aBodyThatIsAloneTakesItsTime() throws Exception {
        Request slow = new Request();
        for (int i = 0; i < 5; i++) {
            slow.awaitReading().send(1_000);
        }
        slow.send(END).assertServed(5_000);
        assertEquals(0, budget.count());
    }

    @Test
    void ofTooManyTheOldestIsEvictedAndTheNewestIsServed() throws Exception {
        List<Request> trickling = requests(BodyBudget.AT_A_TIME);
        Request good = new Request().awaitReading().send(1_000).send(END);
        trickling.get(0).assertEvicted();
        good.assertServed(1_000);
        for (Request each : trickling.subList(1, trickling.size())) {
            each.send(10).send(END).assertServed(10);
        }
        assertEquals(0, budget.count());
    }

    @Test
    void ofTooManyBytesTheOldestIsEvicted() throws Exception {
        List<Request> trickling = requests(10);
        for (Request each : trickling) {
            for (int piece = 0; piece < 10; piece++) {
                each.send(1_000);
            }
            for (int piece = 0; piece < 10; piece++) {
                each.awaitReading();
            }
        }
        Request good = new Request().awaitReading().send(1_000).send(END);
        trickling.get(0).assertEvicted();
        good.assertServed(1_000);
        trickling.get(9).send(END).assertServed(10_000);
    }

    @Test
    void largeBodiesAreWorkedOnOneAtATimeAndSmallOnesPassThem() throws Exception {
        Request one = new Request().send(4_000).send(END);
        Request other = new Request().send(4_000).send(END);
        assertTrue(one.atWork.await(30, TimeUnit.SECONDS));
        assertTrue(other.atWork.await(30, TimeUnit.SECONDS));
        Request large = new Request().send(4_000).send(4_000).send(END);
        large.awaitReading().awaitReading().awaitReading();
        one.assertServed(4_000);
        new Request().send(300).send(END).assertServed(300);
        assertFalse(large.isAtWork(), "8000 and 4000 are more than the largest body");
        other.assertServed(4_000);
        large.assertServed(8_000);
        assertEquals(0, budget.count());
    }

    @Test
    void whoWaitsForItsTurnIsEvictedToo() throws Exception {
        Request working = new Request().send(8_000).send(END);
        assertTrue(working.atWork.await(30, TimeUnit.SECONDS));
        Request waiting = new Request().send(8_000).send(END);
        waiting.awaitReading().awaitReading();
        List<Request> trickling = requests(BodyBudget.AT_A_TIME);
        waiting.assertEvicted();
        working.assertServed(8_000);
        trickling.forEach(each -> each.send(END));
        for (Request each : trickling) {
            each.assertServed(0);
        }
        assertEquals(0, budget.count());
    }
}

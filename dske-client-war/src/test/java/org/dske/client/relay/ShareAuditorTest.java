package org.dske.client.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.dske.client.api.TestNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShareAuditorTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int MEBIBYTE = 1_048_576;

    private final ShareAuditor examiner = new ShareAuditor(task -> {
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((failed, failure) -> this.failures.add(failure));
        return thread;
    });
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> never = new CompletableFuture<>();

    @AfterEach
    void close() {
        examiner.close();
    }

    private ShareAuditor.Examination examination(String name, long bytes, Runnable work) {
        return new ShareAuditor.Examination() {
            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public void examine() {
                work.run();
                done.add(name);
            }

            @Override
            public void close() {
                done.add(name + " wiped");
            }
        };
    }

    private ShareAuditor.Examination examination(String name, long bytes) {
        return examination(name, bytes, () -> {});
    }

    private void awaitDone(String... expected) {
        TestNetwork.await("it is done", () -> done.size() >= expected.length);
        assertEquals(List.of(expected), done);
    }

    @Test
    void sharesAreExaminedWhenAllHaveComeAndThenWiped() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        examiner.examine(examination("a", 1), all, LONG);
        examiner.examine(examination("b", 1), CompletableFuture.completedFuture(null), LONG);
        awaitDone("b", "b wiped");
        all.complete(null);
        awaitDone("b", "b wiped", "a", "a wiped");
    }

    @Test
    void sharesAreExaminedWhenTheTimeIsOver() {
        examiner.examine(examination("a", 1), never, Duration.ofMillis(1));
        awaitDone("a", "a wiped");
        assertFalse(never.isDone());
    }

    @Test
    void thereIsNoWaitingWhereSharesTakeTooMuchMemory() {
        examiner.examine(examination("a", 16 * MEBIBYTE), never, LONG);
        examiner.examine(examination("b", 1), never, LONG);
        awaitDone("b", "b wiped");
        never.complete(null);
        awaitDone("b", "b wiped", "a", "a wiped");
        CompletableFuture<Void> all = new CompletableFuture<>();
        examiner.examine(examination("c", 16 * MEBIBYTE), all, LONG);
        examiner.examine(examination("d", 0), CompletableFuture.completedFuture(null), LONG);
        awaitDone("b", "b wiped", "a", "a wiped", "d", "d wiped");
    }

    @Test
    void whatWaitsForTheThreadIsBoundedAndTheRestIsWipedUnseen() {
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
        examiner.examine(examination("first", 1, () -> TestNetwork.await(busy)), now, LONG);
        for (int i = 0; i < 1_024; i++) {
            examiner.examine(examination("waiting", 1), now, LONG);
        }
        examiner.examine(examination("refused", 1), now, LONG);
        awaitDone("refused wiped");
        busy.countDown();
        TestNetwork.await("all is done", () -> done.size() == 1 + 2 * 1_025);
    }

    @Test
    void whatWaitsIsWipedUnseenWhenTheClientStops() {
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
        examiner.examine(examination("first", 1, () -> TestNetwork.await(busy)), now, LONG);
        examiner.examine(examination("second", 1), now, LONG);
        examiner.examine(examination("third", 1), never, LONG);
        examiner.close();
        TestNetwork.await("the second is wiped", () -> done.contains("second wiped"));
        never.complete(null);
        TestNetwork.await("all are wiped", () -> done.contains("first wiped") && done.contains("third wiped"));
        assertFalse(done.contains("second"));
        assertFalse(done.contains("third"));
    }

    @Test
    void sharesAreWipedThoughTheExaminationFails() {
        CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
        examiner.examine(
                examination("a", 1, () -> {
                    throw new IllegalStateException("a defect");
                }),
                now,
                LONG);
        examiner.examine(examination("b", 1), now, LONG);
        awaitDone("a wiped", "b", "b wiped");
        TestNetwork.await("the defect is seen", () -> failures.size() == 1);
    }
}

package org.dske.client.audit;

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

    private final ShareAuditor auditor = new ShareAuditor(task -> {
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((failed, failure) -> this.failures.add(failure));
        return thread;
    });
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> never = new CompletableFuture<>();

    @AfterEach
    void close() {
        auditor.close();
    }

    private ShareAuditor.Audit audit(String name, long bytes, Runnable work) {
        return new ShareAuditor.Audit() {
            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public void audit() {
                work.run();
                done.add(name);
            }

            @Override
            public void close() {
                done.add(name + " wiped");
            }
        };
    }

    private ShareAuditor.Audit audit(String name, long bytes) {
        return audit(name, bytes, () -> {});
    }

    private void awaitDone(String... expected) {
        TestNetwork.await("it is done", () -> done.size() >= expected.length);
        assertEquals(List.of(expected), done);
    }

    @Test
    void sharesAreExaminedWhenAllHaveComeAndThenWiped() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        auditor.audit(audit("a", 1), all, LONG);
        auditor.audit(audit("b", 1), CompletableFuture.completedFuture(null), LONG);
        awaitDone("b", "b wiped");
        all.complete(null);
        awaitDone("b", "b wiped", "a", "a wiped");
    }

    @Test
    void sharesAreExaminedWhenTheTimeIsOver() {
        auditor.audit(audit("a", 1), never, Duration.ofMillis(1));
        awaitDone("a", "a wiped");
        assertFalse(never.isDone());
    }

    @Test
    void thereIsNoWaitingWhereSharesTakeTooMuchMemory() {
        auditor.audit(audit("a", 16 * MEBIBYTE), never, LONG);
        auditor.audit(audit("b", 1), never, LONG);
        awaitDone("b", "b wiped");
        never.complete(null);
        awaitDone("b", "b wiped", "a", "a wiped");
        CompletableFuture<Void> all = new CompletableFuture<>();
        auditor.audit(audit("c", 16 * MEBIBYTE), all, LONG);
        auditor.audit(audit("d", 0), CompletableFuture.completedFuture(null), LONG);
        awaitDone("b", "b wiped", "a", "a wiped", "d", "d wiped");
    }

    @Test
    void whatWaitsForTheThreadIsBoundedAndTheRestIsWipedUnseen() {
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
        auditor.audit(audit("first", 1, () -> TestNetwork.await(busy)), now, LONG);
        for (int i = 0; i < 1_024; i++) {
            auditor.audit(audit("waiting", 1), now, LONG);
        }
        auditor.audit(audit("refused", 1), now, LONG);
        awaitDone("refused wiped");
        busy.countDown();
        TestNetwork.await("all is done", () -> done.size() == 1 + 2 * 1_025);
    }

    @Test
    void whatWaitsIsWipedUnseenWhenTheClientStops() {
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
        auditor.audit(audit("first", 1, () -> TestNetwork.await(busy)), now, LONG);
        auditor.audit(audit("second", 1), now, LONG);
        auditor.audit(audit("third", 1), never, LONG);
        auditor.close();
        TestNetwork.await("the second is wiped", () -> done.contains("second wiped"));
        never.complete(null);
        TestNetwork.await("all are wiped", () -> done.contains("first wiped") && done.contains("third wiped"));
        assertFalse(done.contains("second"));
        assertFalse(done.contains("third"));
    }

    @Test
    void sharesAreWipedThoughTheExaminationFails() {
        CompletableFuture<Void> now = CompletableFuture.completedFuture(null);
        auditor.audit(
                audit("a", 1, () -> {
                    throw new IllegalStateException("a defect");
                }),
                now,
                LONG);
        auditor.audit(audit("b", 1), now, LONG);
        awaitDone("a wiped", "b", "b wiped");
        TestNetwork.await("the defect is seen", () -> failures.size() == 1);
    }
}

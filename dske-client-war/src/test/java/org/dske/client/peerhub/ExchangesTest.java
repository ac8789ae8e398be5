package org.dske.client.peerhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.dske.client.api.TestNetwork;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.secret.SecretBytes;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;
import org.dske.testing.MutableClock;
import org.dske.testing.Numbers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Secrets are wiped when nobody can be sending them any more. */
class ExchangesTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    private final TimedCalls calls = new TimedCalls(1, Executors.defaultThreadFactory(), watchdog);
    private final Supply supply = new Supply(
            new NodeName("hank"),
            new FakeCourier(),
            Suites.of(ClassicSuite.HMAC_SHA256, false),
            new SupplySettings(1_000, 4_000, 3_000, LONG, LONG),
            new ManualScheduler().service);
    private final Exchanges exchanges =
            new Exchanges(calls, supply, new Conduct(new NodeName("hank"), new MutableClock()));
    private final SecretBytes secret = SecretBytes.owning(new byte[] {1, 2, 3});
    private final ShareBatch batch = new ShareBatch(
            new SaeId("sam"),
            List.of(new SaeId("sofia")),
            SharingMode.CLASSIC,
            3,
            Numbers.ofHubs(5),
            List.of(new KeyShare(new KeyId(UUID.randomUUID()), new Share(0, secret))));

    @AfterEach
    void stop() {
        exchanges.close();
        watchdog.shutdownNow();
    }

    private boolean isWiped() {
        try {
            return secret.expose()[0] == 0;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Test
    void aSecretIsWipedWhenItWasSent() {
        assertEquals(
                false, exchanges.startWith(LONG, batch, exchange -> isWiped()).join());
        assertTrue(isWiped());
    }

    @Test
    void aSecretIsWipedWhenItCouldNotBeSent() {
        CompletableFuture<Boolean> sent = exchanges.startWith(LONG, batch, exchange -> {
            throw HubException.pending();
        });
        assertThrows(CompletionException.class, sent::join);
        assertTrue(isWiped());
    }

    @Test
    void aSecretThatIsBeingSentIsNotWipedThoughTheTimeIsOver() {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        CompletableFuture<Boolean> sent = exchanges.startWith(Duration.ofMillis(20), batch, exchange -> {
            awaitWhateverHappens(end);
            return seen.complete(isWiped());
        });
        assertThrows(CompletionException.class, sent::join);
        assertFalse(isWiped());
        end.countDown();
        assertFalse(seen.join());
        TestNetwork.await("it is wiped then", this::isWiped);
    }

    @Test
    void aSecretThatIsNotSentBeforeItsTimeIsOverIsWiped() {
        CountDownLatch end = new CountDownLatch(1);
        var busy = exchanges.start(LONG, exchange -> {
            awaitWhateverHappens(end);
            return true;
        });
        CompletableFuture<Boolean> sent = exchanges.startWith(Duration.ofMillis(20), batch, exchange -> true);
        assertThrows(CompletionException.class, sent::join);
        assertTrue(isWiped());
        end.countDown();
        assertTrue(busy.join());
    }

    @Test
    void aSecretThatIsTurnedDownIsWiped() {
        exchanges.close();
        CompletableFuture<Boolean> sent = exchanges.startWith(LONG, batch, exchange -> true);
        assertThrows(CompletionException.class, sent::join);
        assertTrue(isWiped());
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        boolean over = false;
        while (!over) {
            try {
                latch.await();
                over = true;
            } catch (InterruptedException e) {
                over = latch.getCount() == 0;
            }
        }
    }
}

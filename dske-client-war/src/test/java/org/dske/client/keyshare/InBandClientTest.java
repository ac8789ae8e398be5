package org.dske.client.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dske.auditlog.AuditLog;
import org.dske.client.audit.FaultRecord;
import org.dske.client.psrd.HttpOutOfBandClient;
import org.dske.client.psrd.PoolReplenisher;
import org.dske.client.psrd.RegisteringClient;
import org.dske.client.psrd.ReplenisherSettings;
import org.dske.client.transport.HttpTransport;
import org.dske.client.transport.HubException;
import org.dske.client.transport.SignedChannel;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.Origin;
import org.dske.ledger.PeerIncarnations;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.psrd.OwnPool;
import org.dske.psrd.PeerPool;
import org.dske.psrd.Pools;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of exchanges ends in its time, and secrets are wiped when nobody can be sending them any more. */
class InBandClientTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final NodeName HANK = new NodeName("hank");
    private static final NodeName CAROL = new NodeName("carol");
    private static final URI URL = URI.create("http://127.0.0.1:1/hub/hank");

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport http = new HttpTransport(Optional.empty());
    private final Suites suites = Suites.of(ClassicSuite.HMAC_SHA256, false);
    private final PoolReplenisher replenisher = new PoolReplenisher(
            HANK,
            new HttpOutOfBandClient(
                    http,
                    URL,
                    new RegisteringClient(PeerName.of(CAROL), Set.of(new SaeId("sam")), 1),
                    suites,
                    Origin.LABORATORY,
                    1_000,
                    LONG),
            new PeerIncarnations(new MemoryLedger(), PeerName.of(HANK), UUID::randomUUID),
            suites,
            new ReplenisherSettings(1_000, 4_000, 3_000, LONG, LONG),
            AuditLog.off(),
            scheduler);
    private final OwnPool own =
            Pools.own("own", PoolOwner.CLIENT, 0, replenisher.refillOf(PoolOwner.CLIENT), new MutableClock(), 100);
    private final PeerPool peer =
            Pools.peer("peer", PoolOwner.HUB, 0, replenisher.refillOf(PoolOwner.HUB), new MutableClock(), 1 << 20);
    private final InBandClient inBand = new InBandClient(
            new SignedChannel(http, URL, CAROL, peer, LONG, 1_000),
            own,
            replenisher,
            new FaultRecord(HANK, new MutableClock(), new MutableClock()),
            LONG,
            LONG);
    private final AtomicInteger wiped = new AtomicInteger();

    @AfterEach
    void stop() {
        inBand.close();
        http.close();
        scheduler.shutdownNow();
    }

    private <T> CompletableFuture<T> start(Duration limit, CompletableFuture<T> work) {
        return inBand.start(limit, wiped::incrementAndGet, deadline -> work);
    }

    private static HubException failure(CompletableFuture<?> exchange) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> exchange.orTimeout(60, TimeUnit.SECONDS).join());
        return (HubException) failure.getCause();
    }

    private void occupy(int exchanges, CompletableFuture<Boolean> end) {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < exchanges; i++) {
            all.add(inBand.start(LONG, deadline -> end));
        }
        assertTrue(all.stream().noneMatch(CompletableFuture::isDone));
    }

    @Test
    void aSecretIsWipedWhenItWasSent() {
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<String> sent = start(LONG, work);
        assertEquals(0, wiped.get());
        work.complete("sent");
        assertEquals("sent", sent.join());
        assertEquals(1, wiped.get());
    }

    @Test
    void aSecretIsWipedWhenItCouldNotBeSent() {
        CompletableFuture<String> sent = start(LONG, CompletableFuture.failedFuture(HubException.pending()));
        assertEquals("no answer yet", failure(sent).getMessage());
        assertEquals(1, wiped.get());
    }

    @Test
    void aSecretIsWipedWhenTheWorkCannotEvenBegin() {
        CompletableFuture<String> sent = inBand.start(LONG, wiped::incrementAndGet, deadline -> {
            throw new StackOverflowError("nested too deeply");
        });
        assertEquals("internal error (StackOverflowError)", failure(sent).getMessage());
        assertEquals(1, wiped.get());
    }

    @Test
    void aSecretThatIsBeingSentIsNotWipedThoughTheTimeIsOver() {
        CompletableFuture<String> work = new CompletableFuture<>();
        assertEquals(HubException.Kind.NO_ANSWER, failure(start(SHORT, work)).kind());
        assertEquals(0, wiped.get());
        work.complete("sent");
        assertEquals(1, wiped.get());
    }

    @Test
    void aSecretThatIsNotSentBeforeItsTimeIsOverIsWiped() {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        occupy(16, end);
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<Boolean> sent = inBand.start(SHORT, wiped::incrementAndGet, deadline -> {
            begun.incrementAndGet();
            return end;
        });
        assertEquals(HubException.Kind.NO_ANSWER, failure(sent).kind());
        org.dske.client.api.TestNetwork.await("it is wiped", () -> wiped.get() == 1);
        end.complete(true);
        assertTrue(inBand.start(LONG, deadline -> end).join());
        assertEquals(0, begun.get());
    }

    @Test
    void aSecretThatIsTurnedDownIsWiped() {
        inBand.close();
        assertEquals(
                HubException.Kind.NOT_SENT,
                failure(start(LONG, new CompletableFuture<>())).kind());
        assertEquals(1, wiped.get());
    }

    @Test
    void aResultThatComesTooLateIsClosed() {
        CompletableFuture<AutoCloseable> work = new CompletableFuture<>();
        assertEquals(HubException.Kind.NO_ANSWER, failure(start(SHORT, work)).kind());
        AtomicInteger closed = new AtomicInteger();
        work.complete(closed::incrementAndGet);
        assertEquals(1, closed.get());
    }

    @Test
    void aResultThatComesInTimeIsNotClosed() {
        AtomicInteger closed = new AtomicInteger();
        CompletableFuture<AutoCloseable> result =
                start(LONG, CompletableFuture.<AutoCloseable>completedFuture(closed::incrementAndGet));
        assertTrue(result.isDone());
        assertEquals(0, closed.get());
    }

    @Test
    void theDeadlineIsTheEndOfTheLimit() {
        CompletableFuture<Duration> left =
                inBand.start(Duration.ofHours(1), deadline -> CompletableFuture.completedFuture(deadline.left()));
        assertTrue(left.join().compareTo(Duration.ofMinutes(59)) > 0);
        assertFalse(left.join().compareTo(Duration.ofHours(1)) > 0);
    }
}

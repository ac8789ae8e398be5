package org.dske.client.keyshare;

import static org.dske.client.api.TestNetwork.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.dske.auditlog.AuditLog;
import org.dske.client.audit.FaultRecord;
import org.dske.client.psrd.HttpOutOfBandClient;
import org.dske.client.psrd.PoolReplenisher;
import org.dske.client.psrd.RegisteringClient;
import org.dske.client.psrd.ReplenisherSettings;
import org.dske.client.transport.HttpTransport;
import org.dske.client.transport.SignedChannel;
import org.dske.key.KeyId;
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
import org.dske.secret.SecretBytes;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.signature.ClassicSuite;
import org.dske.signature.Suites;
import org.dske.testing.MutableClock;
import org.dske.testing.hub.Call;
import org.dske.testing.hub.FakeHub;

/** A client carol of a fake hub hank, and what it sends to it and asks it for. */
final class QueuedHub implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(50);
    static final SaeId SAM = new SaeId("sam");
    static final SaeId SERENA = new SaeId("serena");
    static final int LARGEST = 600;
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int MAX_BODY = 1 << 20;
    private static final NodeName CAROL = new NodeName("carol");

    final FakeHub hub = new FakeHub("hank");
    final OwnPool own;
    final ShareSender sender;
    final ShareFetcher fetcher;
    final InBandClient inBand;
    final ExchangeQueue queue;
    final PoolReplenisher replenisher;
    /** Every share that was handed over, as it was. */
    final Map<KeyId, byte[]> values = new ConcurrentHashMap<>();
    /** The shares that were handed over, to see whether they are wiped. */
    final List<SecretBytes> sent = new ArrayList<>();

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final HttpTransport http = new HttpTransport(Optional.empty());

    QueuedHub(RoundTripTime times) {
        Suites suites = Suites.of(ClassicSuite.HMAC_SHA256, true);
        PeerName hank = PeerName.of(new NodeName("hank"));
        replenisher = new PoolReplenisher(
                hank.name(),
                new HttpOutOfBandClient(
                        http,
                        hub.base(),
                        new RegisteringClient(PeerName.of(CAROL), Set.of(SAM, SERENA), 1),
                        suites,
                        Origin.LABORATORY,
                        MAX_BODY,
                        LONG),
                new PeerIncarnations(new MemoryLedger(), hank, UUID::randomUUID),
                suites,
                new ReplenisherSettings(400_000, 1 << 22, MAX_BODY, Duration.ofMillis(20), Duration.ofMillis(100)),
                AuditLog.off(),
                scheduler);
        own = Pools.own(
                "own",
                PoolOwner.CLIENT,
                100_000,
                replenisher.refillOf(PoolOwner.CLIENT),
                new MutableClock(),
                Integer.MAX_VALUE);
        PeerPool peer = Pools.peer(
                "peer", PoolOwner.HUB, 100_000, replenisher.refillOf(PoolOwner.HUB), new MutableClock(), 1 << 22);
        SignedChannel channel = new SignedChannel(http, hub.base(), CAROL, peer, Duration.ofSeconds(2), MAX_BODY);
        inBand = new InBandClient(
                channel,
                own,
                replenisher,
                new FaultRecord(hank.name(), new MutableClock(), new MutableClock()),
                Duration.ofSeconds(2),
                LONG);
        BatchLimit limit = new BatchLimit(MAX_BODY);
        queue = new ExchangeQueue(inBand, limit, LONG, times);
        sender = new ShareSender(inBand, queue, limit);
        fetcher = new ShareFetcher(inBand, queue, limit, LARGEST, false);
        replenisher.start(List.of(own, peer));
        await("hank knows carol", replenisher::isReady);
    }

    /** One of which no exchange is ever late. */
    static QueuedHub patient() {
        RoundTripTime times = new RoundTripTime();
        times.took(Duration.ofMinutes(5));
        return new QueuedHub(times);
    }

    /** One of which an exchange that takes no millisecond is usual. */
    static QueuedHub impatient() {
        RoundTripTime times = new RoundTripTime();
        times.took(Duration.ofNanos(1));
        return new QueuedHub(times);
    }

    /** Shares of new keys, of one size. */
    ShareBatch batch(int number, int size) {
        List<KeyShare> shares = new ArrayList<>();
        Random random = new Random(values.size());
        for (int i = 0; i < number; i++) {
            KeyId keyId = new KeyId(UUID.randomUUID());
            byte[] value = new byte[size];
            random.nextBytes(value);
            values.put(keyId, value.clone());
            SecretBytes secret = SecretBytes.owning(value);
            synchronized (sent) {
                sent.add(secret);
            }
            shares.add(new KeyShare(keyId, new Share(1, secret)));
        }
        return new ShareBatch(SAM, List.of(SERENA), SharingMode.ITS, 3, Places.of(Map.of("hank", 1)), shares);
    }

    static List<KeyId> keyIds(ShareBatch batch) {
        return batch.shares().stream().map(KeyShare::keyId).toList();
    }

    CompletableFuture<Void> put(ShareBatch batch) {
        return sender.send(batch, LONG);
    }

    CompletableFuture<FetchedShares> get(List<KeyId> keyIds) {
        return get(keyIds, LONG);
    }

    CompletableFuture<FetchedShares> get(List<KeyId> keyIds, Duration limit) {
        return fetcher.fetch(keyIds, SAM, SERENA, limit);
    }

    /** Shares that are at the hub. */
    ShareBatch held(int number) {
        ShareBatch batch = batch(number, 40);
        put(batch).join();
        return batch;
    }

    /** Asserts that these are the shares of some keys that were handed over, and wipes them. */
    void assertShares(List<KeyId> keyIds, FetchedShares fetched) {
        assertEquals(Map.of(), fetched.failures());
        assertEquals(Set.copyOf(keyIds), fetched.shares().keySet());
        fetched.shares().forEach(this::assertShare);
        fetched.close();
    }

    void assertShare(KeyId keyId, FetchedShare fetched) {
        assertEquals(SecretBytes.copyOf(values.get(keyId)), fetched.share().value());
    }

    /** Whether a share was wiped. */
    static boolean isWiped(ShareBatch batch) {
        return batch.shares().stream().allMatch(share -> isWiped(share.share().value()));
    }

    static boolean isWiped(SecretBytes secret) {
        try {
            secret.expose();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** How many entries each exchange had that has reached the hub so far. */
    List<Integer> entries() {
        return hub.calls.stream()
                .filter(call -> call.what().equals("POST exchange"))
                .map(QueuedHub::entries)
                .toList();
    }

    private static int entries(Call call) {
        try (var reader = JSON.createReader(new ByteArrayInputStream(call.body()))) {
            JsonObject message = reader.readObject();
            return (message.containsKey("put") ? message.getJsonArray("put").size() : 0)
                    + (message.containsKey("get") ? message.getJsonArray("get").size() : 0);
        }
    }

    @Override
    public void close() {
        hub.release();
        inBand.close();
        queue.close();
        replenisher.stop(false).join();
        hub.close();
        http.close();
        scheduler.shutdownNow();
        assertEquals(List.of(), hub.violations());
    }
}

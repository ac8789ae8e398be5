package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dske.allocation.Allocation;
import org.dske.allocation.Fragment;
import org.dske.auditlog.AuditLog;
import org.dske.config.HttpSettings;
import org.dske.config.PsrdSettings;
import org.dske.config.Settings;
import org.dske.hub.client.AcceptedClients;
import org.dske.hub.client.ClientRegistration;
import org.dske.hub.client.PeerClient;
import org.dske.hub.client.PeerClients;
import org.dske.hub.directory.MemoryClientDirectory;
import org.dske.hub.quota.Quotas;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.MemoryShareStore;
import org.dske.hub.share.NewShare;
import org.dske.hub.share.ShareStore;
import org.dske.hub.signature.SignedExchange;
import org.dske.hub.signature.TestExchanges;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.StoreException;
import org.dske.protocol.AllocationMessage;
import org.dske.protocol.exchange.GetEntry;
import org.dske.protocol.exchange.IndexedKey;
import org.dske.protocol.exchange.PutEntry;
import org.dske.psrd.Block;
import org.dske.secret.SecretBytes;
import org.dske.signature.ClassicSuite;
import org.dske.signature.ItsSuite;
import org.dske.signature.SigningKey;
import org.dske.testing.Await;
import org.dske.testing.MutableClock;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;

/** The entries of one exchange go into the store, and come out of it, together; and if it fails one of them, the others do not suffer. */
class EntriesTogetherTest {
    private static final NodeName HANK = new NodeName("hank");
    private static final Settings SETTINGS = new Settings(HANK, Map.of());
    private static final int SIZE = 1 << 16;

    private final MutableClock clock = new MutableClock();
    /** Of which keys the store takes or gives nothing, for it fails. */
    private final Set<UUID> failing = new HashSet<>();
    /** When the store does what it was asked for. */
    private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    private final AtomicInteger started = new AtomicInteger();
    private final ShareStore store = gated(new MemoryShareStore(clock));
    private final KeyShares shares = new KeyShares(
            new KeyShareSettings(Duration.ofSeconds(60), Duration.ofHours(1)),
            Quotas.of(SETTINGS, 1L << 30),
            () -> 1,
            store,
            clock);
    private final KeyShareIntake intake = new KeyShareIntake(shares, AuditLog.off());
    private final KeyShareDelivery delivery = new KeyShareDelivery(shares, HttpSettings.of(SETTINGS), AuditLog.off());
    private final PeerClients clients = new PeerClients(
            HANK,
            new AcceptedClients(Map.of()),
            Quotas.of(SETTINGS, 1L << 30),
            PsrdSettings.of(SETTINGS),
            new MemoryLedger(),
            new MemoryClientDirectory(HANK),
            UUID::randomUUID,
            clock,
            clock,
            AuditLog.off());
    private final UUID clientBlock = UUID.randomUUID();
    private final UUID hubBlock = UUID.randomUUID();
    private final byte[] pad = new byte[SIZE];
    private final PeerClient client = client();
    private final SaeId sam = new SaeId("sam");
    /** The bytes of its own pool that the hub has named. */
    private final BitSet named = new BitSet();

    private int allocated;

    private PeerClient client() {
        PeerClient registered = clients.register(new ClientRegistration(
                PeerName.of("carol", null),
                Set.of(new SaeId("sam"), new SaeId("sofia")),
                new ClientRegistration.Terms(ClassicSuite.HMAC_SHA256, ItsSuite.NAME, null),
                Set.of(clientBlock, hubBlock),
                Map.of(),
                Optional.empty()));
        Seed.check(random -> random.nextBytes(pad));
        clients.add(registered, PoolOwner.CLIENT, new Block(clientBlock, SecretBytes.copyOf(pad)));
        clients.add(registered, PoolOwner.HUB, new Block(hubBlock, SecretBytes.copyOf(pad)));
        return registered;
    }

    private ShareStore gated(ShareStore working) {
        return (ShareStore) Proxy.newProxyInstance(
                ShareStore.class.getClassLoader(),
                new Class<?>[] {ShareStore.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "add" ->
                        gated(
                                ids(
                                        ((List<?>) arguments[0]),
                                        each -> ((NewShare) each).id().keyId()),
                                () -> (CompletableFuture<?>) call(working, method, arguments));
                    case "fetch" ->
                        gated(
                                ids(
                                        ((List<?>) arguments[0]),
                                        each -> ((Claim) each).share().id().keyId()),
                                () -> (CompletableFuture<?>) call(working, method, arguments));
                    default -> call(working, method, arguments);
                });
    }

    private CompletableFuture<?> gated(List<UUID> keys, Supplier<CompletableFuture<?>> work) {
        started.incrementAndGet();
        return gate.thenCompose(open -> keys.stream().anyMatch(failing::contains)
                ? CompletableFuture.failedFuture(new StoreException("the disk is full", null))
                : work.get());
    }

    private static List<UUID> ids(List<?> all, Function<Object, KeyId> key) {
        return all.stream().map(each -> key.apply(each).uuid()).toList();
    }

    private static Object call(Object target, Method method, Object[] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e.getCause() == null ? e : e.getCause());
        }
    }

    @Test
    void putsAreAllUnderWayBeforeOneIsAwaited() {
        gate = new CompletableFuture<>();
        List<CompletableFuture<Void>> stored = put(keyIds(1), keyIds(3), keyIds(1));
        assertEquals(3, started.get());
        assertTrue(stored.stream().noneMatch(CompletableFuture::isDone));
        gate.complete(null);
        stored.forEach(Durable::await);
        assertEquals(5, shares.held().shares());
    }

    @Test
    void whatTheStoreDoesNotTakeIsRefusedAlone() {
        List<UUID> lost = keyIds(2);
        failing.add(lost.getLast());
        List<CompletableFuture<Void>> stored = put(keyIds(2), lost, keyIds(1));
        assertTrue(stored.get(1).isCompletedExceptionally());
        Durable.await(stored.get(0));
        Durable.await(stored.get(2));
        assertEquals(3, shares.held().shares());
    }

    @Test
    void getsAreAllUnderWayBeforeOneIsAwaited() throws Exception {
        List<List<UUID>> all = List.of(keyIds(2), keyIds(1), keyIds(1));
        all.forEach(each -> put(each).forEach(Durable::await));
        started.set(0);
        gate = new CompletableFuture<>();
        CompletableFuture<GivenShares> given =
                CompletableFuture.supplyAsync(() -> get(all), Thread::startVirtualThread);
        Await.until(Await.LONG, () -> assertEquals(3, started.get()));
        assertFalse(given.isDone());
        gate.complete(null);
        assertGiven(all, given.get(20, TimeUnit.SECONDS), Set.of());
    }

    @Test
    void bytesForWhatIsNotGivenGoBackIntoThePoolAndAreNotNamed() {
        Seed.check(random -> {
            for (int round = 0; round < 50; round++) {
                failing.clear();
                List<List<UUID>> all = IntStream.range(0, 5)
                        .mapToObj(i -> keyIds(random.nextInt(1, 4)))
                        .toList();
                all.forEach(each -> put(each).forEach(Durable::await));
                Set<Integer> failed = new HashSet<>();
                for (int i = 0; i < all.size(); i++) {
                    if (random.nextInt(3) == 0) {
                        failed.add(i);
                        failing.add(all.get(i).getFirst());
                    }
                }
                long before = client.hubPool().remaining();
                GivenShares given = get(all);
                assertGiven(all, given, failed);
                int named = given.pad() == null ? 0 : given.pad().size();
                assertEquals(before - named - SigningKey.SIZE, client.hubPool().remaining());
                failing.clear();
                // What was refused was not given to anybody.
                List<List<UUID>> rest = failed.stream().map(all::get).toList();
                if (!rest.isEmpty()) {
                    assertGiven(rest, get(rest), Set.of());
                }
            }
        });
    }

    /** Each entry was given the shares of its keys, or failed; no byte was named before. */
    private void assertGiven(List<List<UUID>> all, GivenShares given, Set<Integer> failed) {
        byte[] key = new byte[0];
        if (given.pad() != null) {
            for (Fragment fragment : given.pad().fragments()) {
                assertEquals(hubBlock, fragment.blockUuid());
                assertTrue(named.get(fragment.start(), fragment.end()).isEmpty(), "a byte is named twice");
                named.set(fragment.start(), fragment.end());
                int length = key.length;
                key = Arrays.copyOf(key, length + fragment.size());
                System.arraycopy(pad, fragment.start(), key, length, fragment.size());
            }
        }
        int offset = 0;
        for (int i = 0; i < all.size(); i++) {
            ShareDelivery entry = given.deliveries().get(i);
            assertEquals(failed.contains(i), entry.failure() instanceof StoreException);
            for (int j = 0; j < entry.count(); j++) {
                byte[] value = entry.encrypted().get(j);
                for (int k = 0; k < value.length; k++) {
                    value[k] ^= key[offset + k];
                }
                offset += value.length;
                assertArrayEquals(value(all.get(i).get(j)), value);
            }
        }
        assertEquals(key.length, offset);
    }

    @SafeVarargs
    private List<CompletableFuture<Void>> put(List<UUID>... entries) {
        List<PostedShares> posts = new ArrayList<>();
        int start = allocated;
        for (List<UUID> keyIds : entries) {
            PutEntry entry = new PutEntry(
                    sam.name(),
                    "sofia",
                    null,
                    null,
                    null,
                    null,
                    8,
                    keyIds.stream().map(id -> new IndexedKey(id, 0)).toList());
            byte[] encrypted = new byte[8 * keyIds.size()];
            for (int i = 0; i < encrypted.length; i++) {
                encrypted[i] = (byte) (value(keyIds.get(i / 8))[i % 8] ^ pad[allocated++]);
            }
            posts.add(PostedShares.of(entry, encrypted, 0));
        }
        Allocation allocation = new Allocation(List.of(new Fragment(clientBlock, start, allocated - start)));
        return intake.take(TestExchanges.of(client), AllocationMessage.of(allocation), posts);
    }

    private GivenShares get(List<List<UUID>> entries) {
        SignedExchange exchange = TestExchanges.of(client);
        List<WantedShares> questions = entries.stream()
                .map(keyIds -> WantedShares.of(exchange, new GetEntry(sam.name(), "sofia", keyIds)))
                .toList();
        return delivery.give(exchange, questions, false, held -> held.size());
    }

    /** The share of a key, whose bytes are those of its name. */
    private static byte[] value(UUID keyId) {
        return ByteBuffer.allocate(8).putLong(keyId.getMostSignificantBits()).array();
    }

    private static List<UUID> keyIds(int number) {
        return Stream.generate(UUID::randomUUID).limit(number).toList();
    }
}

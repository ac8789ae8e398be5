package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.dske.hub.directory.ClientEntry;
import org.dske.hub.quota.Quota;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.Unlimited;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.ledger.Durable;
import org.dske.ledger.PeerName;
import org.dske.secret.SecretBytes;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.dske.testing.MutableClock;
import org.dske.testing.PowerCuts;
import org.dske.testing.Promises;
import org.dske.testing.Seed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever the power is cut: a share that was taken is there, who has fetched it is known, and whose an encryptor is. */
class SharePowerCutTest {
    private static final int CUTS = Integer.getInteger("dske.power.cuts", 60);
    private static final MutableClock CLOCK = new MutableClock();
    private static final String HELD = "held";
    private static final String FETCHED = "fetched";

    @TempDir
    private static Path directory;

    private static PowerCuts power;

    private record Hub(NodeStore file, HubStore store) implements AutoCloseable {
        static Hub open(Path root) {
            NodeStore file = NodeStore.open(
                    new StoreSettings("hub", StoreContract.HANK, Optional.of(root.resolve("store")), Optional.empty()),
                    CLOCK,
                    new SecureRandom(),
                    HubStore.SCHEMA);
            return new Hub(file, HubStore.in(file.file().orElseThrow(), StoreContract.HANK, CLOCK, UUID.randomUUID()));
        }

        List<HeldShare> shares() {
            return store.shares().latest(Integer.MAX_VALUE);
        }

        List<SecretBytes> fetch(List<HeldShare> shares) {
            return StoreContract.await(
                    store.shares(),
                    store.shares()
                            .fetch(
                                    shares.stream()
                                            .map(share -> new Claim(share, StoreContract.SOFIA))
                                            .toList(),
                                    StoreContract.CONNIE,
                                    CLOCK.instant().plus(Duration.ofMinutes(1))));
        }

        Map<String, String> seen() {
            Map<String, String> seen = new TreeMap<>();
            shares().forEach(share ->
                    seen.put(share.id().keyId().toString(), share.fetches().isEmpty() ? HELD : FETCHED));
            for (SaeId encryptor : encryptors()) {
                store.clients()
                        .find(encryptor)
                        .ifPresent(owner ->
                                seen.put(encryptor.name(), owner.client().name()));
            }
            return seen;
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private static List<SaeId> encryptors() {
        return IntStream.range(0, 20).mapToObj(i -> new SaeId("sae" + i)).toList();
    }

    /** A hub that works, and is killed. */
    static final class Work {
        private final Path root;
        private final Hub hub;
        private final int number;

        private Work(Path root, Hub hub, int number) {
            this.root = root;
            this.hub = hub;
            this.number = number;
        }

        /** Works: in a directory. */
        public static void main(String[] arguments) {
            Path root = Path.of(arguments[0]);
            Hub hub = Hub.open(root);
            PowerCuts.tell(root, Promises.found(hub.seen()));
            List<CompletableFuture<Void>> all = IntStream.range(0, 4)
                    .mapToObj(i -> new Work(root, hub, i))
                    .map(work -> CompletableFuture.runAsync(work::run))
                    .toList();
            all.getFirst().join();
            Runtime.getRuntime().halt(0);
        }

        private void run() {
            for (int i = 0; i < 20; i++) {
                KeyId keyId = StoreContract.keyId();
                promise(
                        keyId.toString(),
                        HELD,
                        () -> StoreContract.await(
                                hub.store().shares(),
                                hub.store()
                                        .shares()
                                        .add(
                                                StoreContract.shares(List.of(keyId)),
                                                CLOCK.instant().plus(Duration.ofHours(1)),
                                                Unlimited.LIMITS)));
                if (i % 2 == 0) {
                    promise(
                            keyId.toString(),
                            FETCHED,
                            () -> hub.fetch(
                                    hub.store().shares().find(List.of(keyId)).get(keyId)));
                }
                if (i % 5 == 0) {
                    String name = "client" + number;
                    SaeId encryptor = encryptors().get(number * 5 + i / 5);
                    PeerName machine = new PeerName(new NodeName(name), "m" + i);
                    ClientEntry entry = new ClientEntry(machine, Set.of(encryptor), "its", 1);
                    promise(
                            encryptor.name(),
                            name,
                            () -> Durable.await(hub.store().clients().register(entry, new Quota("clients", 100))));
                }
            }
        }

        private void promise(String thing, String value, Runnable change) {
            PowerCuts.tell(root, Promises.trying(thing, value));
            change.run();
            PowerCuts.tell(root, Promises.done(thing, value));
        }
    }

    private static void assertKept(Path left, Promises promises) {
        try (Hub hub = Hub.open(left)) {
            promises.requireKept(hub.seen());
            List<HeldShare> shares = hub.shares();
            assertEquals(shares.size(), hub.store().shares().held().shares());
            assertEquals(
                    shares.stream()
                            .map(share -> SecretBytes.copyOf(
                                    StoreContract.value(share.id().keyId())))
                            .toList(),
                    hub.fetch(shares));
        }
    }

    @BeforeAll
    static void work() throws IOException {
        power = PowerCuts.in(directory);
        power.work(Work.class);
        power.work(Work.class);
    }

    @Test
    void whatWasPromisedIsKept() {
        Seed.check(random -> power.cut(CUTS, path -> true, random, SharePowerCutTest::assertKept));
    }

    /** That the test can fail. */
    @Test
    void aDiskThatDoesNotForceDoesNotKeepIt() {
        Seed.check(random -> assertThrows(
                AssertionError.class,
                () -> power.cut(CUTS, path -> !path.endsWith("store.db-wal"), random, SharePowerCutTest::assertKept)));
    }
}

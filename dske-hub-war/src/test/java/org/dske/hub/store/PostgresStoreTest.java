package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dske.config.ConfigurationException;
import org.dske.error.ErrorCode;
import org.dske.error.RequestException;
import org.dske.hub.share.HeldShare;
import org.dske.hub.share.HeldShare.Claim;
import org.dske.hub.share.Unlimited;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.ledger.PeerName;
import org.dske.ledger.StoreException;
import org.dske.secret.SecretBytes;
import org.dske.store.StoreSettings;
import org.dske.testing.Await;
import org.dske.testing.Postgres;
import org.dske.time.SteadyClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of a hub that have a database of PostgreSQL in common. */
class PostgresStoreTest extends StoreContract {
    /** For what a test itself does. */
    private static final String UNEXPLAINED = "&options=-c%20auto_explain.log_min_duration=-1";

    private static Postgres postgres;

    @TempDir
    private Path directory;

    private Path keyFile;
    private String url = "";

    @BeforeAll
    static void startServer() {
        postgres = Postgres.start();
        // Each plan is in its log; no table is looked at whole that has an index which would do.
        postgres.execute("ALTER ROLE dske SET session_preload_libraries = 'auto_explain'");
        postgres.execute("ALTER ROLE dske SET auto_explain.log_min_duration = 0");
        postgres.execute("ALTER ROLE dske SET enable_seqscan = off");
    }

    @AfterAll
    static void stopServer() {
        if (postgres != null) {
            try {
                requireNoScan(postgres.log());
            } finally {
                postgres.close();
            }
        }
    }

    /** Of all that the tests have done, nothing looked at all shares. */
    private static void requireNoScan(List<String> log) {
        assertTrue(log.stream().anyMatch(line -> line.contains("Index Scan using share_pkey on share ")));
        assertEquals(
                List.of(),
                log.stream()
                        .filter(line -> line.matches(".*Seq Scan on share(_fetch)? .*"))
                        .toList());
    }

    @Override
    boolean isShared() {
        return true;
    }

    @Override
    HubStore open(SteadyClock steadyClock) {
        if (url.isEmpty()) {
            url = postgres.newDatabase();
            keyFile = key("key", "0123456789abcdef");
        }
        return open(steadyClock, HANK, Optional.of(keyFile), url);
    }

    private static HubStore open(SteadyClock clock, NodeName hub, Optional<Path> keyFile, String url) {
        return HubStore.shared(
                url,
                new StoreSettings("hub", hub, Optional.empty(), keyFile),
                clock,
                new SecureRandom(),
                UUID.randomUUID());
    }

    private Path key(String name, String quarter) {
        try {
            return Files.writeString(directory.resolve(name), quarter.repeat(4));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertOpensNot(String reason, NodeName hub, Optional<Path> key, String at) {
        SteadyClock steady = new SteadyClock(clock, clock);
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> open(steady, hub, key, at).shares().close());
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::toString);
        assertFalse(String.valueOf(refused.getMessage()).contains("secret"), refused::toString);
    }

    @Test
    void whatIsNotTheHubsOwnOrCannotBeOpenedIsRefusedInOneLine() {
        assertOpensNot("was made with another key", HANK, Optional.of(key("wrong", "fedcba9876543210")), url);
        assertOpensNot("is that of hub hank, and not of hub helen", new NodeName("helen"), Optional.of(keyFile), url);
        assertOpensNot("needs a key that all instances of the node have", HANK, Optional.empty(), url);
        assertOpensNot("has a password in it", HANK, Optional.of(keyFile), url + "&password=secret");
        assertOpensNot("is no URL such as", HANK, Optional.of(keyFile), "jdbc:sqlite:secret");
        assertOpensNot("SQL state 3D000", HANK, Optional.of(keyFile), url.replace("?", "_none?"));
        assertOpensNot("is away", HANK, Optional.of(keyFile), "jdbc:postgresql://127.0.0.1:1/test?user=dske");
    }

    @Test
    void aServerThatDoesNotWriteToTheDiskIsRefused() {
        postgres.execute("ALTER SYSTEM SET fsync = off");
        postgres.execute("SELECT pg_reload_conf()");
        try {
            SteadyClock steady = new SteadyClock(clock, clock);
            // It takes the server a moment to read its configuration again.
            Await.until(Await.LONG, () -> {
                ConfigurationException refused = assertThrows(
                        ConfigurationException.class,
                        () -> open(steady, HANK, Optional.of(keyFile), url)
                                .shares()
                                .close());
                assertTrue(String.valueOf(refused.getMessage()).contains("has fsync = off"), refused::toString);
            });
        } finally {
            postgres.execute("ALTER SYSTEM RESET fsync");
            postgres.execute("SELECT pg_reload_conf()");
        }
    }

    @Test
    void whoReadsTheDatabaseReadsNoShare() throws Exception {
        List<KeyId> keyIds = keyIds(3);
        StoreContract.await(one().shares(), one().shares().add(shares(keyIds), end(), Unlimited.LIMITS));
        try (var connection = DriverManager.getConnection(url + UNEXPLAINED);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT sealed FROM share")) {
            int count = 0;
            while (rows.next()) {
                String sealed = new String(rows.getBytes(1), StandardCharsets.ISO_8859_1);
                keyIds.forEach(
                        keyId -> assertFalse(sealed.contains(new String(value(keyId), StandardCharsets.ISO_8859_1))));
                count++;
            }
            assertEquals(3, count);
        }
    }

    /** Who can write to the database, and does not have the key, gives no share to somebody whom it is not for. */
    @Test
    void aShareWhoseSlavesWereChangedInTheDatabaseDoesNotOpen() throws Exception {
        KeyId keyId = keyId();
        StoreContract.await(one().shares(), one().shares().add(shares(List.of(keyId)), end(), Unlimited.LIMITS));
        try (var connection = DriverManager.getConnection(url + UNEXPLAINED);
                var statement = connection.createStatement()) {
            assertEquals(1, statement.executeUpdate("UPDATE share SET terms = replace(terms, 'sofia', 'mallory')"));
        }
        HeldShare share = one().shares().find(List.of(keyId)).get(keyId).getFirst();
        Claim claim = new Claim(share, share.terms().slaves().first());
        assertThrows(
                StoreException.class,
                () -> StoreContract.await(one().shares(), one().shares().fetch(List.of(claim), CELIA, end())));
    }

    /** Twice: first it is killed while it works, then while nothing happens. */
    @Test
    void whatWasAcknowledgedIsThereAfterTheServerWasKilled() throws Exception {
        Set<KeyId> stored = ConcurrentHashMap.newKeySet();
        Map<KeyId, String> fetched = new ConcurrentHashMap<>();
        AtomicBoolean failed = new AtomicBoolean();
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HubStore hub = i % 2 == 0 ? one() : other();
            String machine = "m" + i;
            work.add(threads.submit(() -> {
                while (!end.get()) {
                    KeyId keyId = keyId();
                    try {
                        StoreContract.await(
                                hub.shares(), hub.shares().add(shares(List.of(keyId)), end(), Unlimited.LIMITS));
                        stored.add(keyId);
                        fetch(hub, keyId, machine);
                        fetched.put(keyId, machine);
                    } catch (StoreException e) {
                        assertEquals(ErrorCode.UNAVAILABLE, e.code());
                        failed.set(true);
                        Await.until(Await.LONG, () -> assertDoesNotThrow(hub.shares()::held));
                    }
                }
            }));
        }
        Await.until(Await.LONG, () -> assertTrue(fetched.size() > 200));
        postgres.kill();
        Await.until(Await.LONG, () -> assertTrue(failed.get()));
        int before = fetched.size();
        postgres.restart();
        Await.until(Await.LONG, () -> assertTrue(fetched.size() > before + 200));
        end.set(true);
        for (Future<?> each : work) {
            each.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        postgres.kill();
        assertThrows(StoreException.class, () -> other().shares().held());
        postgres.restart();
        Await.until(Await.LONG, () -> assertDoesNotThrow(other().shares()::held));

        Map<KeyId, List<HeldShare>> held = other().shares().find(stored);
        assertEquals(stored, held.keySet());
        fetched.forEach((keyId, machine) -> assertEquals(
                machine,
                held.get(keyId).getFirst().fetches().get(SOFIA).client().instance()));
        KeyId one = fetched.keySet().iterator().next();
        assertThrows(RequestException.class, () -> fetch(other(), one, "another"));
        assertEquals(SecretBytes.copyOf(value(one)), fetch(other(), one, fetched.get(one)));
        // The other instance may just have found the server not ready yet.
        Await.until(Await.LONG, () -> assertDoesNotThrow(one().shares()::expire));
        assertEquals(
                one().shares().held().shares(), one().shares().latest(1_000_000).size(), "what is held adds up");
    }

    private SecretBytes fetch(HubStore hub, KeyId keyId, String machine) {
        HeldShare share = hub.shares().find(List.of(keyId)).get(keyId).getFirst();
        return StoreContract.await(
                        hub.shares(),
                        hub.shares()
                                .fetch(List.of(new Claim(share, SOFIA)), new PeerName(CONNIE.name(), machine), end()))
                .getFirst();
    }
}

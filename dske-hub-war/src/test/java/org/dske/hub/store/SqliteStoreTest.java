package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dske.config.ConfigurationException;
import org.dske.hub.directory.ClientEntry;
import org.dske.hub.quota.Quota;
import org.dske.hub.share.Holding;
import org.dske.hub.share.Unlimited;
import org.dske.key.KeyId;
import org.dske.ledger.Durable;
import org.dske.secret.SecretBytes;
import org.dske.store.Backup;
import org.dske.store.NodeStore;
import org.dske.store.QueryPlans;
import org.dske.store.TestStores;
import org.dske.testing.Await;
import org.dske.time.SteadyClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path directory;

    private final QueryPlans plans = new QueryPlans();
    private NodeStore file;

    @Override
    HubStore open(SteadyClock steadyClock) {
        file = plans.open(directory, HANK, steadyClock, HubStore.SCHEMA);
        return HubStore.in(file.file().orElseThrow(), HANK, steadyClock, UUID.randomUUID());
    }

    /** And none of the statements looks at all shares. */
    @AfterEach
    void closeFile() {
        file.close();
        plans.requireNoScan();
    }

    @Test
    void whatWasStoredIsThereAfterARestartAndEndsWhenItWouldHaveEnded() {
        List<KeyId> keyIds = keyIds(2);
        SteadyClock before = new SteadyClock(clock, clock);
        StoreContract.await(one().shares(), one().shares().add(shares(keyIds), end(), Unlimited.LIMITS));
        Durable.await(one().clients()
                .register(new ClientEntry(CONNIE, Set.of(SOFIA), "its", 1), new Quota("dske.hub.max-clients", 1)));
        StoreContract.await(
                one().shares(),
                one().shares()
                        .fetch(
                                claims(one(), keyIds.subList(0, 1), SOFIA),
                                CONNIE,
                                before.instant().plusSeconds(60)));
        Holding held = one().shares().held();
        file.close();
        clock.advance(Duration.ofSeconds(59));

        HubStore again = open(new SteadyClock(clock, clock));

        assertEquals(held, again.shares().held());
        assertEquals(held, again.shares().heldFrom(CAROL));
        assertEquals(
                "connie", again.clients().find(SOFIA).orElseThrow().client().name());
        assertEquals(
                keyIds.stream().map(keyId -> SecretBytes.copyOf(value(keyId))).toList(),
                StoreContract.await(
                        again.shares(),
                        again.shares()
                                .fetch(
                                        claims(again, keyIds, SOFIA),
                                        CONNIE,
                                        before.instant().plusSeconds(60))));
        clock.advance(Duration.ofSeconds(1));
        again.shares().expire();
        assertEquals(1, again.shares().held().shares());
        clock.advance(Duration.ofHours(1));
        again.shares().expire();
        assertEquals(Holding.NONE, again.shares().held());
    }

    @Test
    void aBackupSaysWhoseTheEncryptorsAreAndHasNoShares(@TempDir Path elsewhere) throws IOException {
        List<KeyId> keyIds = keyIds(2);
        StoreContract.await(one().shares(), one().shares().add(shares(keyIds), end(), Unlimited.LIMITS));
        Durable.await(one().clients()
                .register(new ClientEntry(CONNIE, Set.of(SOFIA), "its", 1), new Quota("dske.hub.max-clients", 1)));
        Path backup = elsewhere.resolve("hank.backup");

        Backup.write(directory, HANK, backup);

        assertFalse(Files.readString(backup, StandardCharsets.ISO_8859_1)
                .contains(keyIds.getFirst().toString()));
        file.close();
        directory = elsewhere.resolve("store");
        Backup.restore(backup, HANK, directory);
        HubStore again = open(new SteadyClock(clock, clock));
        assertEquals(Holding.NONE, again.shares().held());
        assertEquals(
                "connie", again.clients().find(SOFIA).orElseThrow().client().name());
        assertEquals(1, again.clients().size());
    }

    /** Of what a share was stored with nothing is left in the database or its journal: neither of one that was fetched, nor of one that was not. */
    @Test
    void whatIsOverIsNotInTheFilesAnyMore() throws Exception {
        List<KeyId> keyIds = keyIds(2);
        StoreContract.await(one().shares(), one().shares().add(shares(keyIds), end(), Unlimited.LIMITS));
        List<byte[]> stored = new ArrayList<>(file.file()
                .orElseThrow()
                .database()
                .read(sql -> sql.query(row -> row.getBytes(1), "SELECT sealed FROM share ORDER BY number LIMIT 10")));
        assertEquals(2, stored.size());
        keyIds.forEach(keyId -> stored.add(value(keyId)));
        StoreContract.await(
                one().shares(), one().shares().fetch(claims(one(), keyIds.subList(0, 1), SOFIA), CONNIE, end()));
        for (byte[] each : stored) {
            assertTrue(TestStores.isInFiles(directory, each));
        }
        clock.advance(Duration.ofHours(1));
        Await.until(Await.LONG, () -> {
            for (byte[] each : stored) {
                assertFalse(TestStores.isInFiles(directory, each));
                assertFalse(TestStores.isInFiles(directory, Arrays.copyOf(each, 16)));
            }
        });
    }

    @Test
    void aStoreWhoseSharesCannotBeReadIsRefusedInOneLine() {
        NodeStore.File damaged = file.file().orElseThrow();
        damaged.database()
                .perform(sql -> sql.update("ALTER TABLE share_holding RENAME TO lost"))
                .join();
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> HubStore.in(damaged, HANK, clock, UUID.randomUUID()));
        String line = String.valueOf(refusal.getMessage());
        assertTrue(line.contains(directory.toString()) && line.contains("move it out of the way"), line);
        assertFalse(line.contains("\n"), line);
    }
}

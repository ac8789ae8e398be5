package org.dske.hub.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.directory.ClientEntry;
import org.dske.hub.quota.Quota;
import org.dske.hub.share.Holding;
import org.dske.hub.share.Unlimited;
import org.dske.key.KeyId;
import org.dske.ledger.Durable;
import org.dske.secret.SecretBytes;
import org.dske.store.Backup;
import org.dske.store.NodeStore;
import org.dske.store.Sql;
import org.dske.store.StoreSettings;
import org.dske.time.SteadyClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path directory;

    private NodeStore file;

    @Override
    HubStore open(SteadyClock steadyClock) {
        file = NodeStore.open(
                new StoreSettings("hub", HANK, Optional.of(directory), Optional.empty()),
                steadyClock,
                new SecureRandom(),
                HubStore.SCHEMA);
        return HubStore.in(file.file().orElseThrow(), HANK, steadyClock, UUID.randomUUID());
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    @Test
    void whatWasStoredIsThereAfterARestartAndEndsWhenItWouldHaveEnded() {
        List<KeyId> keyIds = keyIds(2);
        SteadyClock before = new SteadyClock(clock, clock);
        Durable.await(one().shares().add(shares(keyIds), end(), Unlimited.LIMITS));
        Durable.await(one().clients()
                .register(new ClientEntry(CONNIE, Set.of(SOFIA), "its", 1), new Quota("dske.hub.max-clients", 1)));
        Durable.await(one().shares()
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
                Durable.await(again.shares()
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
        Durable.await(one().shares().add(shares(keyIds), end(), Unlimited.LIMITS));
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

    /** Of what a share was stored with, under its own key, nothing is left: neither in the database nor in its journal. */
    @Test
    void whatIsErasedIsNotInTheFilesAnyMore() throws Exception {
        KeyId keyId = keyId();
        Durable.await(one().shares().add(shares(List.of(keyId)), end(), Unlimited.LIMITS));
        byte[] sealed = file.file()
                .orElseThrow()
                .database()
                .read(connection -> Sql.query(connection, row -> row.getBytes(1), "SELECT sealed FROM share")
                        .getFirst());
        assertTrue(isInFiles(sealed));
        clock.advance(Duration.ofHours(1));
        one().shares().expire();
        file.close();
        assertFalse(isInFiles(sealed));
        assertFalse(isInFiles(Arrays.copyOf(sealed, 16)));
    }

    private boolean isInFiles(byte[] bytes) throws IOException {
        String sought = new String(bytes, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                if (Files.readString(each, StandardCharsets.ISO_8859_1).contains(sought)) {
                    return true;
                }
            }
        }
        return false;
    }
}

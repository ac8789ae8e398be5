package org.dske.hub.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dske.allocation.Allocation;
import org.dske.auditlog.AuditLog;
import org.dske.config.PsrdSettings;
import org.dske.config.Settings;
import org.dske.error.RequestException;
import org.dske.hub.directory.MemoryClientDirectory;
import org.dske.hub.quota.Quotas;
import org.dske.key.NodeName;
import org.dske.ledger.MemoryLedger;
import org.dske.ledger.PeerName;
import org.dske.ledger.PoolOwner;
import org.dske.ledger.PsrdLedger;
import org.dske.ledger.StoreException;
import org.dske.psrd.Block;
import org.dske.psrd.Pool.Use;
import org.dske.psrd.UnknownBlockException;
import org.dske.secret.SecretBytes;
import org.dske.signature.ClassicSuite;
import org.dske.store.NodeStore;
import org.dske.store.StoreSettings;
import org.dske.testing.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose block it is that a request names. */
class PeerClientsTest {
    private static final Settings SETTINGS = new Settings(new NodeName("hank"), Map.of());

    private final PeerClients clients = clients(new MemoryLedger());
    private final PeerClient carol = register("carol", List.of());
    private final PeerClient connie = register("connie", List.of());

    private static PeerClients clients(PsrdLedger ledger) {
        return new PeerClients(
                SETTINGS.node(),
                new AcceptedClients(Map.of()),
                Quotas.of(SETTINGS, 1L << 30),
                PsrdSettings.of(SETTINGS),
                ledger,
                new MemoryClientDirectory(SETTINGS.node()),
                UUID::randomUUID,
                new MutableClock(),
                new MutableClock(),
                AuditLog.off());
    }

    private PeerClient ownerOf(UUID block) {
        return new SigningKeys(clients, new MemoryLedger()).ownerOf(all(block), Use.EXCHANGE);
    }

    private PeerClient register(String name, List<UUID> known) {
        return register(clients, name, known);
    }

    private static PeerClient register(PeerClients clients, String name, List<UUID> known) {
        return clients.register(new ClientRegistration(
                PeerName.of(new NodeName(name)),
                Set.of(),
                new ClientRegistration.Terms(ClassicSuite.HMAC_SHA256, ClassicSuite.NAME, null),
                known,
                Map.of(),
                Optional.empty()));
    }

    private UUID add(PeerClient client, PoolOwner owner) {
        return add(clients, client, owner);
    }

    private static UUID add(PeerClients clients, PeerClient client, PoolOwner owner) {
        UUID uuid = UUID.randomUUID();
        clients.add(client, owner, new Block(uuid, SecretBytes.owning(new byte[64])));
        return uuid;
    }

    private static Allocation all(UUID block) {
        return Allocation.parse(block + ":0:64");
    }

    private void assertNobodys(UUID block) {
        assertThrows(UnknownBlockException.class, () -> ownerOf(block));
    }

    @Test
    void aBlockIsItsClientsAndOneOfTheHubsPoolOrOfNobodyIsNot() {
        UUID carols = add(carol, PoolOwner.CLIENT);
        UUID connies = add(connie, PoolOwner.CLIENT);
        assertEquals(carol, ownerOf(carols));
        assertEquals(connie, ownerOf(connies));
        assertNobodys(add(carol, PoolOwner.HUB));
        assertNobodys(UUID.randomUUID());
    }

    @Test
    void aBlockThatARegistrationDropsIsNobodys() {
        UUID kept = add(carol, PoolOwner.CLIENT);
        UUID dropped = add(carol, PoolOwner.CLIENT);
        register("carol", List.of(kept));
        assertEquals(carol, ownerOf(kept));
        assertNobodys(dropped);
    }

    @Test
    void theBlocksOfAClientThatUnregistersAreNobodys() {
        UUID carols = add(carol, PoolOwner.CLIENT);
        UUID connies = add(connie, PoolOwner.CLIENT);
        clients.unregister(carol.peer());
        assertNobodys(carols);
        assertEquals(connie, ownerOf(connies));
        clients.close();
        assertNobodys(connies);
    }

    @Test
    void aBlockThatIsUsedUpIsForgottenWhenTheNextOneComes() {
        UUID used = add(carol, PoolOwner.CLIENT);
        carol.clientPool().consume(all(used));
        UUID next = add(carol, PoolOwner.CLIENT);
        assertNobodys(used);
        assertEquals(carol, ownerOf(next));
    }

    /** Verifying requests waits for no registration. */
    @Test
    void whoseBlockItIsCanBeToldWhileAClientRegisters() {
        UUID carols = add(carol, PoolOwner.CLIENT);
        synchronized (clients) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                assertEquals(carol, ownerOf(carols));
                assertNobodys(UUID.randomUUID());
            });
        }
    }

    @Test
    void whoWasTakenOutHearsWhyAlsoOfAHubThatHasStartedAnewSince(@TempDir Path directory) {
        UUID block;
        try (NodeStore store = open(directory)) {
            PeerClients before = clients(store.ledger());
            PeerClient celia = register(before, "celia", List.of());
            block = add(before, celia, PoolOwner.CLIENT);
            before.takeOut(celia.name());
            before.close();
        }
        try (NodeStore store = open(directory)) {
            SigningKeys keys = new SigningKeys(clients(store.ledger()), store.ledger());
            RequestException refusal =
                    assertThrows(RequestException.class, () -> keys.ownerOf(all(block), Use.EXCHANGE));
            assertEquals("not enrolled", refusal.details().get("reason"));
        }
    }

    private static NodeStore open(Path directory) {
        return NodeStore.open(
                new StoreSettings("hub", SETTINGS.node(), Optional.of(directory), Optional.empty()),
                new MutableClock(),
                new SecureRandom());
    }

    /** A full disk is no fault of the client's, nor of the program. */
    @Test
    void aBlockThatCannotBeStoredIsAFailureOfTheStore(@TempDir Path directory) {
        NodeStore store = open(directory);
        PeerClients stored = clients(store.ledger());
        PeerClient celia = register(stored, "celia", List.of());
        store.close();
        assertThrows(StoreException.class, () -> add(stored, celia, PoolOwner.CLIENT));
    }
}

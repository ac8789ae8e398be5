package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys in batches and for several slaves, over TLS, with all hubs and with too few. */
@ExtendWith(SharedTlsNetwork.class)
class TlsKeysIT {
    private static final int BATCH = 128;

    private final LaunchedNetwork network;
    private final Encryptor sam;
    private final Encryptor serena;
    private final Encryptor sofia;
    private final Encryptor susan;

    TlsKeysIT(LaunchedNetwork network) {
        this.network = network;
        this.sam = network.encryptor("sam");
        this.serena = network.encryptor("serena");
        this.sofia = network.encryptor("sofia");
        this.susan = network.encryptor("susan");
    }

    @Test
    void threeSlavesOfThreeClientsGetTheSameKeysEachOnce() {
        List<DeliveredKey> keys = Encryptor.keys(
                sam.post(serena, "enc_keys", "{\"number\":2,\"additional_slave_SAE_IDs\":[\"sofia\",\"susan\"]}")
                        .ok());

        for (Encryptor slave : List.of(susan, serena, sofia)) {
            slave.getsTheSame(sam, keys);
            slave.post(sam, "dec_keys", Encryptor.keyIds(keys)).error(400);
        }
    }

    @Test
    void aHubThatGoesDownInTheMiddleOfBatchesHarmsNone() {
        Node hank = network.node("hank");
        AtomicBoolean down = new AtomicBoolean();
        CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
            hank.kill();
            down.set(true);
        });
        Set<String> ids = new HashSet<>();
        int afterwards = 0;
        while (afterwards < 3) {
            afterwards += down.get() ? 1 : 0;
            List<DeliveredKey> keys = sam.keys(sofia, BATCH);
            keys.forEach(key -> assertTrue(ids.add(key.id()), "a key came twice"));
            sofia.getsTheSame(sam, keys);
        }
        killed.join();
    }

    @Test
    void aHubThatDiesWithABatchInItsHandsHarmsNoKey() {
        Node hank = network.node("hank");
        List<DeliveredKey> keys = whileItDies(hank, network.node("carol"), () -> sam.keys(sofia, BATCH));
        sofia.getsTheSame(sam, keys);

        network.start(hank);
        network.awaitReady();
        List<DeliveredKey> others = sam.keys(sofia, BATCH);
        whileItDies(hank, network.node("connie"), () -> {
            sofia.getsTheSame(sam, others);
            return others;
        });
    }

    /** Kills a hub that has taken a client's request and not answered it. */
    private static List<DeliveredKey> whileItDies(Node hub, Node client, Supplier<List<DeliveredKey>> exchange) {
        long before = client.pool(hub, "client").used();
        hub.freeze();
        CompletableFuture<List<DeliveredKey>> keys = CompletableFuture.supplyAsync(exchange);
        Await.until(
                Await.LONG,
                () -> assertTrue(client.pool(hub, "client").used() > before, () -> client + " has not asked " + hub));
        hub.kill();
        return keys.join();
    }
}

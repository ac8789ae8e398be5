package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dske.administrator.Administrators;
import org.dske.key.KeyBatch;
import org.dske.key.KeyId;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys that are established and fetched before anybody asks for them. All hubs are in one process, and each client is in its own. */
class KeysAheadIT {
    private static final int AHEAD = 64;

    private static LaunchedNetwork network;
    private static Node carol;
    private static Node connie;
    private static Encryptor sam;
    private static Encryptor sofia;

    private final List<DeliveredKey> delivered = new ArrayList<>();

    @BeforeAll
    static void start() {
        // Hubs keep what was fetched long enough for a start of a client on a slow machine.
        network = LaunchedNetwork.of("ahead", """
                k: 2
                base-port: %d
                settings:
                  laboratory: true
                  etsi.plain-http: true
                  relay.ahead: %d
                  key-share.grace: 10m
                hubs: [{name: hank}, {name: helen}, {name: hilary}]
                clients:
                  - name: carol
                    encryptors: [sam]
                  - name: connie
                    encryptors: [sofia]
                """.formatted(FreePorts.row(5), AHEAD));
        // Left over by a run that was killed.
        network.close();
        carol = network.node("carol");
        connie = network.node("connie");
        sam = network.encryptor("sam");
        sofia = network.encryptor("sofia");
        network.run("--hub", "hank", "--hub", "helen", "--hub", "hilary", "start", "--fresh", "--single-process");
        network.startFresh(carol, connie);
        network.awaitReady();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @Test
    void bothEndsHaveThemThoughNoHubAnswers() {
        awaitBatchUnderWay();
        Node hubs = network.node("hank");
        hubs.freeze();
        try {
            getKeyPair();
        } finally {
            hubs.thaw();
        }
        network.awaitReady();
        getKeyPair();
        assertNothingComesTwice();
    }

    @Test
    void aSlavesClientThatCrashesGetsThemFromTheHubsOnceMore() {
        awaitBatchUnderWay();
        connie.kill();
        network.start(connie);
        network.awaitReady();
        for (int i = 0; i < AHEAD; i++) {
            getKeyPair();
        }
        assertNothingComesTwice();
    }

    @Test
    void aMastersClientThatCrashesOnlyWastesThem() {
        awaitBatchUnderWay();
        carol.kill();
        network.start(carol);
        network.awaitReady();
        for (int i = 0; i < AHEAD; i++) {
            getKeyPair();
        }
        assertNothingComesTwice();
    }

    /** Gets keys until the next ones are those of a batch that both ends have. */
    private void awaitBatchUnderWay() {
        Await.until(Await.LONG, () -> {
            KeyId keyId = new KeyId(UUID.fromString(getKeyPair().id()));
            KeyBatch batch = KeyBatch.of(keyId).orElseThrow(() -> new AssertionError("a key that is not of a batch"));
            assertTrue(batch.keyIds().indexOf(keyId) < batch.size() / 2, "the batch is nearly over");
            // Its neighbours come after it, in the background.
            Await.until(Await.LONG, () -> assertTrue(keysAhead(connie) > 0, "connie has no keys ahead"));
            assertTrue(keysAhead(carol) > 0, "carol has no keys ahead");
        });
    }

    private DeliveredKey getKeyPair() {
        DeliveredKey key = sam.keyPair(sofia);
        delivered.add(key);
        return key;
    }

    private void assertNothingComesTwice() {
        assertEquals(
                delivered.size(),
                delivered.stream().map(DeliveredKey::key).distinct().count());
        for (DeliveredKey key : delivered) {
            Response again = sofia.decKeys(sam, key.id());
            assertTrue(again.status() >= 400 && again.status() < 500, again::toString);
        }
    }

    private static long keysAhead(Node client) {
        String metrics = Http.get(
                        client.managementUrl("/mgmt/v1/metrics"),
                        "Authorization",
                        client.token(Administrators.Role.READ))
                .text();
        return metrics.lines()
                .filter(line -> line.startsWith("dske_keys_ahead "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(metrics));
    }
}

package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hubs that hang: their connections stay open and nothing is answered. */
@ExtendWith(SharedNetwork.class)
class FrozenHubIT {
    /** The setting relay.timeout, and what a busy machine may add to it. */
    private static final Duration LIMIT = Duration.ofSeconds(5).plusSeconds(2);

    private final LaunchedNetwork network;
    private final Encryptor sam;
    private final Encryptor sofia;
    private final Node helen;

    FrozenHubIT(LaunchedNetwork network) {
        this.network = network;
        this.sam = network.encryptor("sam");
        this.sofia = network.encryptor("sofia");
        this.helen = network.node("helen");
    }

    @Test
    void aFrozenHubDelaysNoCallBeyondItsLimitsAndNoPoolStaysLow() {
        helen.freeze();
        try {
            // More than its pools hold: they run dry, and nothing refills them.
            for (int i = 0; i < 40; i++) {
                assertPair();
            }
            assertPairsAtOnce(16);
        } finally {
            helen.thaw();
        }
        network.awaitReady();
        DeliveredKey key = sam.key(sofia);
        Await.until(Await.LONG, () -> assertTrue(helen.holds(key.id()), "helen holds no share of the key"));
        sofia.getsTheSame(sam, key);
        assertPairsAtOnce(16);
        network.awaitReady();
    }

    @Test
    void withThreeFrozenHubsACallFailsWithinItsLimits() {
        List<Node> frozen = List.of(network.node("hank"), helen, network.node("hugo"));
        DeliveredKey before = sam.key(sofia);
        frozen.forEach(Node::freeze);
        try {
            Response answer = sam.encKeys(sofia);
            answer.error(503);
            assertWithin(answer);
            Response other = sofia.decKeys(sam, before.id());
            other.error(503);
            assertWithin(other);
            assertWithin(sam.status(sofia));
        } finally {
            frozen.forEach(Node::thaw);
        }
        network.awaitReady();
        // The hubs never forgot it.
        sofia.getsTheSame(sam, before);
        sam.keyPair(sofia);
    }

    private void assertPair() {
        Response answer = sam.encKeys(sofia);
        var key = answer.ok().getJsonArray("keys").getJsonObject(0);
        assertWithin(answer);
        Response same = sofia.decKeys(sam, key.getString("key_ID"));
        assertTrue(key.equals(same.ok().getJsonArray("keys").getJsonObject(0)), "the two ends have different keys");
        assertWithin(same);
    }

    private void assertPairsAtOnce(int count) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<CompletableFuture<Void>> pairs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                pairs.add(CompletableFuture.runAsync(this::assertPair, threads));
            }
            pairs.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertWithin(Response answer) {
        assertTrue(answer.took().compareTo(LIMIT) < 0, () -> answer + ", the limit is " + LIMIT.toMillis() + " ms");
    }
}

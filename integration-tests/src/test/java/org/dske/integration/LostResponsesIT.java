package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Answers of hubs that get lost on their way: cindy, a third client of the shared network's hubs, reaches them through proxies
 * that lose as many as they are told to.
 */
@ExtendWith(SharedNetwork.class)
class LostResponsesIT {
    private static final int LOST_SHARES = 180;
    private static final int LOST_BLOCKS = 20;

    private final LaunchedNetwork hubsAndOthers;
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger lostBlocks = new AtomicInteger();
    private final AtomicInteger lostShares = new AtomicInteger();
    private volatile Predicate<String> losable = path -> true;
    private List<WireProxy> proxies = List.of();
    private LaunchedNetwork cindys;
    private Encryptor sara;
    private Encryptor sofia;

    LostResponsesIT(LaunchedNetwork network) {
        this.hubsAndOthers = network;
    }

    @BeforeEach
    void startCindy() {
        proxies = hubsAndOthers.hubs().stream()
                .map(hub -> new WireProxy(URI.create(hub.url("")), (request, response) -> !isLost(request.path())))
                .toList();
        StringBuilder topology = new StringBuilder();
        topology.append(
                "k: 3\nsettings:\n  laboratory: true\n  psrd.demonstration: true\n  etsi.plain-http: true\nhubs:\n");
        for (WireProxy proxy : proxies) {
            String url = proxy.url();
            topology.append("  - name: ")
                    .append(url.substring(url.lastIndexOf('/') + 1))
                    .append("\n    url: ")
                    .append(url)
                    .append('\n');
        }
        topology.append("clients:\n  - name: cindy\n    port: ")
                .append(FreePorts.row(1))
                .append("\n    encryptors: [sara]\n");
        cindys = LaunchedNetwork.of("proxied", topology.toString());
        cindys.close();
        cindys.start();
        sara = cindys.encryptor("sara");
        sofia = hubsAndOthers.encryptor("sofia");
    }

    @AfterEach
    void stopCindy() {
        toLose.set(0);
        cindys.close();
        proxies.forEach(WireProxy::close);
    }

    @Test
    void serviceIsAsBeforeAfter200LostAnswers() {
        sara.keyPair(sofia);
        sofia.keyPair(sara);

        // First answers about shares, of which each is 32 bytes or more that the hub has used and the client has not
        // got.
        losable = path -> path.contains("/exchange");
        toLose.set(LOST_SHARES);
        loseAll("size=256");
        // Then blocks, which the hub holds and the client does not.
        losable = path -> path.contains("/psrd");
        toLose.set(LOST_BLOCKS);
        loseAll("size=4096");
        assertEquals(List.of(LOST_SHARES, LOST_BLOCKS), List.of(lostShares.get(), lostBlocks.get()));

        cindys.awaitReady();
        hubsAndOthers.awaitReady();
        // Through every pool more than it holds, so that each is refilled: 60 keys of 128 bytes, both ways.
        for (int i = 0; i < 60; i++) {
            sofia.getsTheSame(sara, sara.key(sofia, 1_024));
            sara.getsTheSame(sofia, sofia.key(sara, 1_024));
        }
        sofia.getsTheSame(sara, sara.key(sofia, 16_384));
        cindys.awaitReady();
        assertBothEndsHoldTheSameBlocks();
    }

    @Test
    void aKeyWhoseSharesGotLostOnTheirWayToTheSlaveStillArrives() {
        DeliveredKey key = sofia.key(sara);
        losable = path -> path.contains("/exchange");
        toLose.set(proxies.size());
        // At once, if the client asks the hubs again by itself; else the encryptor may.
        Await.until(Await.LONG, () -> sara.getsTheSame(sofia, key));
        assertEquals(0, toLose.get());
    }

    /** Asks for keys, whether they come or not, until as many answers are lost as are to be. */
    private void loseAll(String size) {
        Await.until(Await.LONG.multipliedBy(2), () -> {
            sara.encKeys(sofia, size);
            Response key = sofia.encKeys(sara, size);
            String id = key.ok().getJsonArray("keys").getJsonObject(0).getString("key_ID");
            sara.decKeys(sofia, id);
            assertEquals(0, toLose.get(), "answers that are still to be lost");
        });
    }

    private boolean isLost(String path) {
        if (!losable.test(path) || toLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return false;
        }
        (path.contains("/psrd") ? lostBlocks : lostShares).incrementAndGet();
        return true;
    }

    private void assertBothEndsHoldTheSameBlocks() {
        Node cindy = cindys.node("cindy");
        for (Node hub : hubsAndOthers.hubs()) {
            for (String owner : List.of("client", "hub")) {
                Await.until(
                        Await.LONG,
                        () -> assertEquals(
                                uuids(cindy.pool(hub, owner)),
                                uuids(hub.pool(cindy, owner)),
                                "blocks of cindy and " + hub + ", of the " + owner));
            }
        }
    }

    private static List<String> uuids(PoolView pool) {
        return pool.blocks().stream()
                .filter(block -> block.unused() == block.size())
                .map(PoolView.BlockView::uuid)
                .toList();
    }
}

package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a key costs, as both ends of every pool count it. Source: protocol, section 6. A key of L bytes has shares of L + 32, since
 * these hubs speak its, and takes, at each hub, 32 bytes more out of the pool of the side that sends the share and 32 out of the
 * other, at both clients. To look up where the slave is takes 32 bytes out of each of the master's pools, once a minute.
 */
@ExtendWith(SharedNetwork.class)
class AccountingIT {
    private static final int BLOCK = 2_000;
    private static final int SMALL_SHARE = 32 + 32;
    private static final int LARGE_KEY = 1_500;
    private static final int LARGE_SHARE = LARGE_KEY + 32;
    /** What carol pays once, out of either pool, to find out who has registered sofia. */
    private static final int LOOKUP = 32;

    private final LaunchedNetwork network;
    private final Node carol;
    private final Node connie;
    private final Encryptor sam;
    private final Encryptor sofia;

    AccountingIT(LaunchedNetwork network) {
        this.network = network;
        this.carol = network.node("carol");
        this.connie = network.node("connie");
        this.sam = network.encryptor("sam");
        this.sofia = network.encryptor("sofia");
    }

    @Test
    void everyByteOfAKeyIsCountedAlikeOnBothEnds() {
        freshPools();
        assertUsed(0, 0, 0, 0);

        sam.status(sofia).ok();
        assertUsed(LOOKUP, LOOKUP, 0, 0);

        sam.keyPair(sofia);
        assertUsed(LOOKUP + SMALL_SHARE + 32, LOOKUP + 32, 32, SMALL_SHARE + 32);

        sam.keyPair(sofia);
        assertUsed(LOOKUP + 2 * (SMALL_SHARE + 32), LOOKUP + 2 * 32, 2 * 32, 2 * (SMALL_SHARE + 32));

        // 1776 bytes of the blocks are left, then 212: less than the 500 below which a pool gets another block.
        sofia.getsTheSame(sam, sam.key(sofia, LARGE_KEY * 8));
        int large = 2 * (SMALL_SHARE + 32) + LARGE_SHARE + 32;
        assertUsed(LOOKUP + large, LOOKUP + 3 * 32, 3 * 32, large);
    }

    @Test
    void anExchangeThatFailsForOneHubCostsTheOthersTheSame() {
        freshPools();
        Node hugo = network.node("hugo");
        network.stop(hugo);
        DeliveredKey key = sam.keyPair(sofia);
        Await.until(Await.LONG, () -> {
            for (Node hub : network.hubs()) {
                if (!hub.name().equals("hugo")) {
                    assertPool(carol, hub, "client", LOOKUP + SMALL_SHARE + 32);
                    assertPool(connie, hub, "hub", SMALL_SHARE + 32);
                }
            }
        });
        network.startFresh(hugo);
        network.awaitReady();
        // It came back with nothing, and was given everything anew.
        assertPool(carol, hugo, "client", 0);
        assertPool(connie, hugo, "hub", 0);
        assertEquals(false, hugo.holds(key.id()));
    }

    /** Clients that come back with nothing are given everything anew. */
    private void freshPools() {
        network.stop(carol, connie);
        network.startFresh(carol, connie);
        network.awaitReady();
    }

    // The last exchanges of a key may still be on their way when the key is there.
    private void assertUsed(int carolOwn, int carolHubs, int connieOwn, int connieHubs) {
        Map<Node, int[]> expected =
                Map.of(carol, new int[] {carolOwn, carolHubs}, connie, new int[] {connieOwn, connieHubs});
        Await.until(Await.LONG, () -> {
            for (Map.Entry<Node, int[]> each : expected.entrySet()) {
                for (Node hub : network.hubs()) {
                    assertPool(each.getKey(), hub, "client", each.getValue()[0]);
                    assertPool(each.getKey(), hub, "hub", each.getValue()[1]);
                }
            }
        });
        network.awaitReady();
    }

    private static void assertPool(Node client, Node hub, String owner, int used) {
        PoolView atClient = client.pool(hub, owner);
        PoolView atHub = hub.pool(client, owner);
        String pool = "pool of " + client + " and " + hub + ", of the " + owner;
        int blocks = BLOCK - used < 500 ? 2 : 1;
        Stream.of(atClient, atHub).forEach(view -> {
            assertEquals(used, view.used(), pool + ": bytes used");
            assertEquals(blocks * BLOCK - used, view.unused(), pool + ": bytes not used");
        });
        assertEquals(atClient.blocks(), atHub.blocks(), pool + ": its blocks at both ends");
    }
}

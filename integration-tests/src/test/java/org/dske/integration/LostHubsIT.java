package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hubs that go away and come back, while the clients stay. */
@ExtendWith(SharedNetwork.class)
class LostHubsIT {
    private final LaunchedNetwork network;
    private final Encryptor sam;
    private final Encryptor sofia;
    private final Node hank;
    private final Node helen;
    private final Node hugo;

    LostHubsIT(LaunchedNetwork network) {
        this.network = network;
        this.sam = network.encryptor("sam");
        this.sofia = network.encryptor("sofia");
        this.hank = network.node("hank");
        this.helen = network.node("helen");
        this.hugo = network.node("hugo");
    }

    @Test
    void keysAreDeliveredWithOneAndWithTwoHubsDownBeforeOrAfterTheKey() {
        DeliveredKey before = sam.key(sofia);
        network.stop(hank);
        sam.keyPair(sofia);
        helen.kill();
        sam.keyPair(sofia);
        sofia.keyPair(sam);
        sofia.getsTheSame(sam, before);
        network.start(hank, helen);
        network.awaitReady();
        assertPassesThrough(hank, helen);
    }

    @Test
    void withThreeHubsDownThereIsNoKeyAndTheClientsRecoverWhenTheyAreBackAtOnce() {
        DeliveredKey before = sam.key(sofia);
        network.stop(hank, helen);
        hugo.kill();

        assertNamesTheHubsThatAreDown(sam.encKeys(sofia));
        assertNamesTheHubsThatAreDown(sofia.decKeys(sam, before.id()));
        Await.until(Await.LONG, () -> {
            assertEquals(0, sam.status(sofia).ok().getInt("stored_key_count"));
            assertFalse(network.node("carol").status().getBoolean("ready"));
        });

        network.start(hank, helen, hugo);
        // Without waiting for anything: the clients find out by the request itself, or before.
        sam.keyPair(sofia);
        network.awaitReady();
        assertPassesThrough(hank, helen, hugo);
        // Three of the five hubs were gone, one of them killed: each has kept its share.
        sofia.getsTheSame(sam, before);
    }

    @Test
    void theNextRequestGoesThroughAHubThatWasKilledAndCameBack() {
        sam.keyPair(sofia);
        hank.kill();
        network.start(hank);
        // The clients have not noticed anything, unless by chance.
        sam.keyPair(sofia);
        sofia.keyPair(sam);
        network.awaitReady();
        assertPassesThrough(hank);
    }

    private void assertPassesThrough(Node... hubs) {
        DeliveredKey key = sam.key(sofia);
        Await.until(
                Await.LONG,
                () -> Stream.of(hubs)
                        .forEach(hub -> assertTrue(hub.holds(key.id()), hub + " holds no share of the key")));
        sofia.getsTheSame(sam, key);
    }

    private static void assertNamesTheHubsThatAreDown(Response answer) {
        Map<String, String> reasons = answer.details(503);
        String message = answer.error(503);
        for (String hub : List.of("hank", "helen", "hugo")) {
            assertFalse(reasons.getOrDefault(hub, "").isBlank(), () -> "no reason of " + hub + ": " + reasons);
            assertTrue(message.contains(hub), "the message does not name " + hub);
        }
    }
}

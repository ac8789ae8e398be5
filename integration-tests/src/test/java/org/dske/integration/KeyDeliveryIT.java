package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys from one end to the other, through nodes as they are. */
@ExtendWith(SharedNetwork.class)
class KeyDeliveryIT {
    private final LaunchedNetwork network;
    private final Encryptor sam;
    private final Encryptor sofia;

    KeyDeliveryIT(LaunchedNetwork network) {
        this.network = network;
        this.sam = network.encryptor("sam");
        this.sofia = network.encryptor("sofia");
    }

    @Test
    void bothEndsGetTheSameKeyWhoeverAsksFirst() {
        DeliveredKey one = sam.keyPair(sofia);
        DeliveredKey other = sofia.keyPair(sam);
        assertTrue(!one.equals(other) && !one.id().equals(other.id()), "two keys are the same");
    }

    // 2048 bytes of pad and 32 of signing key, out of blocks of 2000 bytes.
    @Test
    void aKeyLargerThanWhatAPoolHoldsArrives() {
        for (int i = 0; i < 3; i++) {
            sofia.getsTheSame(sam, sam.key(sofia, 16_384));
            sam.getsTheSame(sofia, sofia.key(sam, 16_384));
        }
        network.awaitReady();
    }

    @Test
    void requestsAsTheFieldSendsThemAreServed() {
        String url = sam.url(sofia, "enc_keys");
        for (int i = 0; i < 2; i++) {
            Http.send("GET", url, "{\"number\":0}", "Authorization", "sam", "Content-Type", "application/json")
                    .ok();
            Http.get(url, "Authorization", "sam", "Content-Type", "text/plain").ok();
            Http.send("POST", url, "", "Authorization", "sam").ok();
            Http.send("POST", url, "{\"size\":128}", "Authorization", "sam").ok();
            Http.send("POST", url, "{}", "Authorization", "sam", "Content-Type", "text/plain")
                    .error(415);
        }
    }

    @Test
    void theLauncherAsksForKeysLikeAnEncryptor() {
        Launcher.Result pair = network.run("etsi-qkd", "sam", "sofia", "get-key-pair", "--size", "512");
        assertTrue(pair.out().contains("the keys match"), "the launcher does not say that the keys match");
        assertEquals(0, network.run("etsi-qkd", "sofia", "sam", "get-status").status());
    }
}

package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dske.launcher.etsi.DeliveredKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedNetwork.class)
class KeyDeliveryIT {
    private final TestNetwork network;
    private final Encryptor sam;
    private final Encryptor sofia;

    KeyDeliveryIT(TestNetwork network) {
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

    @ParameterizedTest
    @ValueSource(ints = {128, 136, 1024, 4096})
    void keysOfOtherSizesArrive(int bits) {
        sofia.getsTheSame(sam, sam.key(sofia, bits));
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
    void aKeyIsDeliveredToItsSlaveOnce() {
        DeliveredKey key = sam.keyPair(sofia);
        sofia.decKeys(sam, key.id()).error(400);
    }

    @Test
    void severalKeysOfOneRequestAllArriveAndDiffer() {
        Set<String> ids = new HashSet<>();
        for (DeliveredKey key : sam.keys(sofia, 5)) {
            ids.add(key.id());
            sofia.getsTheSame(sam, key);
        }
        assertEquals(5, ids.size());
    }

    @Test
    void severalKeysGoOutAndComeByPost() {
        List<DeliveredKey> keys = Encryptor.keys(
                sam.post(sofia, "enc_keys", "{\"number\":3,\"size\":128}").ok());
        assertEquals(3, keys.size());
        sofia.getsTheSame(sam, keys);
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

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "", "1-1-1-1-1", "%00", "%3Cscript%3E", "00000000-0000-0000-0000-00000000000g"})
    void aKeyIdThatIsNoUuidIsRefused(String keyId) {
        assertTrue(sofia.decKeys(sam, keyId).error(400).getString("message").contains("key_ID"));
    }

    @Test
    void anUnknownKeyIsNotFound() {
        assertEquals(
                "one or more keys specified are not found on KME",
                sofia.decKeys(sam, UUID.randomUUID().toString()).error(400).getString("message"));
    }

    @Test
    void theStatusNamesBothClients() {
        var status = sam.status(sofia).ok();
        assertEquals("carol", status.getString("source_KME_ID"));
        assertEquals("connie", status.getString("target_KME_ID"));
        assertEquals(11, status.size());
    }

    @Test
    void theLauncherAsksForKeysLikeAnEncryptor() {
        Launcher.Result pair = network.run("etsi-qkd", "sam", "sofia", "get-key-pair", "--size", "512");
        assertTrue(pair.out().contains("the keys match"), "the launcher does not say that the keys match");
        assertEquals(0, network.run("etsi-qkd", "sofia", "sam", "get-status").status());
    }
}

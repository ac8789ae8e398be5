package org.dske.hub.keyshare;

import static org.dske.testing.client.FakeClient.KEY_SHARE;
import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.hub.api.TestHub;
import org.dske.testing.Response;
import org.dske.testing.Vectors;
import org.dske.testing.client.Batch;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The modes of sharing, as a hub has to know them. */
class ShareModeTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this, and of an overhead of 32 more.");

    private final TestHub hub = TestHub.start();
    private final FakeClient carol = FakeClient.readyForIts(hub.base(), "carol", "sam", "sofia");
    private final String keyId = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        hub.close();
    }

    private Response post(int index, String furtherMembers) {
        return carol.exchange("POST", KEY_SHARE, carol.share(keyId, index, SHARE, furtherMembers));
    }

    @ParameterizedTest
    @CsvSource({"its,1", "its,255", "its,254", "its,2", "classic,0", "classic,253"})
    void theModeAndTheThresholdComeBackWithTheShare(String mode, int index) {
        assertEquals(
                200,
                post(index, ",\"sharing\":\"" + mode + "\",\"threshold\":3").status());
        Response response = carol.get(keyId);
        assertArrayEquals(SHARE, carol.decrypt(response));
        JsonObject message = response.json();
        assertEquals(mode, message.getString("sharing"));
        assertEquals(3, message.getInt("threshold"));
        assertEquals(index, message.getInt("share_index"));
    }

    @Test
    void aShareWithoutAModeComesBackWithoutOne() {
        assertEquals(200, post(0, "").status());
        JsonObject message = carol.get(keyId).json();
        assertFalse(message.containsKey("sharing"));
        assertFalse(message.containsKey("threshold"));
    }

    @ParameterizedTest
    @CsvSource({"its,0", "its,256", "its,-1", "classic,254", "classic,255", "classic,-1"})
    void anIndexThatNoShareOfTheModeHasIsRefused(String mode, int index) {
        assertTrue(post(index, ",\"sharing\":\"" + mode + "\"").error(400).contains("share_index"));
        assertEquals(0, hub.shares.status().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {254, 255, -1})
    void withoutAModeTheIndexIsOfClassic(int index) {
        post(index, "").error(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ITS", "its ", "shamir", "null"})
    void anotherWordIsRefused(String word) {
        assertTrue(post(1, ",\"sharing\":\"" + word + "\"").error(400).contains("sharing"));
        assertEquals(0, hub.shares.status().size());
    }

    /** A hub knows itself alone: it keeps what the initiator says of all, and each responder judges for itself. */
    @Test
    void thePlacesOfAllHubsComeBackWithTheShare() {
        String places = "{\"helen\":255,\"hank\":1,\"harry\":2}";
        assertEquals(
                200,
                post(7, ",\"sharing\":\"its\",\"threshold\":3,\"places\":" + places)
                        .status());
        JsonObject back = carol.get(keyId).json().getJsonObject("places");
        assertEquals(java.util.Set.of("helen", "hank", "harry"), back.keySet());
        assertEquals(255, back.getInt("helen"));
        assertEquals(1, back.getInt("hank"));
        assertEquals(2, back.getInt("harry"));
        Batch batch = Batch.of(2);
        String message = batch.message(carol, carol.allocate(64), ",\"places\":" + places);
        assertEquals(200, carol.exchange("POST", Batch.KEY_SHARES, message).status());
        assertEquals(back, batch.gotBy(carol).json().getJsonObject("places"));
    }

    @TestFactory
    Stream<DynamicTest> placesThatAreNoneAreRefused() {
        return Vectors.invalid("places-invalid.json", "Places", test -> {
            String id = UUID.randomUUID().toString();
            Response response = carol.exchange(
                    "POST",
                    KEY_SHARE,
                    carol.share(id, 1, new byte[40], ",\"sharing\":\"its\",\"places\":" + test.get("places")));
            if (response.status() != 200) {
                response.error(400);
            }
            return response.status() == 200;
        });
    }

    @Test
    void sharesOfDifferentPlacesAreNotInOneAnswer() {
        assertEquals(200, post(0, ",\"places\":{\"hank\":1}").status());
        Batch other = Batch.of(1);
        String message = other.message(carol, carol.allocate(32), ",\"places\":{\"hank\":2}");
        assertEquals(200, carol.exchange("POST", Batch.KEY_SHARES, message).status());
        List<String> both = new ArrayList<>(other.keyIds());
        both.add(keyId);
        Batch.get(carol, "sam", "sofia", both).error(409);
    }

    /** Which mode an initiator may use depends on all of its hubs, of which this one knows itself alone. */
    @ParameterizedTest
    @CsvSource({"its,classic", "its,its", "classic,classic", "classic,its"})
    void eachModeIsTakenInEachSuite(String suite, String mode) {
        carol.agree(suite);
        assertEquals(200, post(1, ",\"sharing\":\"" + mode + "\"").status());
        assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)));
    }

    @Test
    void aBatchHasOneModeAndItsIndicesAreChecked() {
        // The first share of a batch has the index 0.
        Batch.of(3).postedBy(carol, ",\"sharing\":\"its\"").error(400);
        Batch batch = Batch.of(3);
        String message = batch.message(carol, carol.allocate(96), ",\"sharing\":\"its\",\"threshold\":3")
                .replace("\"share_index\":0", "\"share_index\":9");
        assertEquals(200, carol.exchange("POST", Batch.KEY_SHARES, message).status());
        Response response = batch.gotBy(carol);
        assertEquals("its", response.json().getString("sharing"));
        assertEquals(3, response.json().getInt("threshold"));
        Batch.in(response, carol).assertSameAs(batch);
    }

    @Test
    void sharesOfDifferentModesAreNotInOneAnswer() {
        assertEquals(200, post(1, ",\"sharing\":\"its\"").status());
        Batch classic = Batch.of(1);
        classic.mustBePostedBy(carol);
        List<String> both = new ArrayList<>(classic.keyIds());
        both.add(keyId);
        Batch.get(carol, "sam", "sofia", both).error(409);
        assertArrayEquals(SHARE, carol.decrypt(carol.get(keyId)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&master_sae_id=sam", "&slave_sae_id=sofia"})
    void onlyAClassicPeerMayLeaveEncryptorsOut(String named) {
        assertEquals(200, post(1, ",\"sharing\":\"its\"").status());
        String target = KEY_SHARE + "?client_name=carol&key_id=" + keyId + named;
        carol.exchange("GET", target, "").error(400);
        carol.agree("classic");
        assertArrayEquals(SHARE, carol.decrypt(carol.exchange("GET", target, "")));
    }
}

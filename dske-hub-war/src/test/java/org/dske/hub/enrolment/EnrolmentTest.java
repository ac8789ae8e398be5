package org.dske.hub.enrolment;

import static org.dske.testing.client.FakeClient.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dske.hub.api.TestHub;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.OpenedPackage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hub outside of a laboratory, and clients that come with its packages, which are read by the protocol's text alone. */
class EnrolmentTest {
    private static final byte[] SHARE = utf8("a share of as many bytes as this");
    private static final String ITS = ",\"suites\":[\"its\"]";
    private static final String KEY_ID = "4a5b1f0e-7c11-4c50-9a4f-0c8b8f0d1c2e";

    private final TestHub hub = TestHub.start("psrd.supply", "package", "security.require-its", "true");

    @AfterEach
    void stop() {
        hub.close();
    }

    private Response order(String client, String encryptors, int bytes, long seconds) {
        return Http.send(
                hub.base(),
                "POST",
                "/mgmt/v1/packages",
                Map.of("Content-Type", "application/json"),
                utf8("{\"client\":\"" + client + "\",\"encryptors\":" + encryptors + ",\"psrd_bytes\":" + bytes
                        + ",\"valid_seconds\":" + seconds + "}"));
    }

    private OpenedPackage packageFor(String client, String... encryptors) {
        String names =
                Arrays.stream(encryptors).map(name -> "\"" + name + "\"").collect(Collectors.joining(",", "[", "]"));
        Response made = order(client, names, 4000, 3600);
        assertEquals(200, made.status(), made::toString);
        return OpenedPackage.read(made.body());
    }

    private FakeClient client(String name, String... encryptors) {
        FakeClient client = new FakeClient(hub.base(), name, encryptors);
        client.its = true;
        return client;
    }

    private FakeClient enrolled(String name, String... encryptors) {
        FakeClient client = client(name, encryptors);
        packageFor(name, encryptors).giveTo(client);
        client.agreeInBand();
        return client;
    }

    private String issued() {
        return hub.clients.issued().toString();
    }

    @Test
    void outOfBandTheHubDoesNothing() {
        String before = hub.pools();
        FakeClient eve = client("eve", "sam");
        String refusal = "this hub enrols clients by package, and does nothing out of band";
        assertEquals(refusal, eve.register("").error(403));
        assertEquals(refusal, eve.getPsrd("hub", "100").error(403));
        assertEquals(
                refusal,
                Http.send("DELETE", hub.base() + "/dske/oob/v1/registration?client_name=carol", "")
                        .error(403));
        assertEquals(before, hub.pools());
    }

    @Test
    void aPackageSaysWhoBothAre() {
        OpenedPackage given = packageFor("carol", "sam", "serena");
        assertEquals("hank", given.head().getJsonObject("hub").getString("name"));
        assertEquals(1, given.head().getJsonObject("hub").getInt("number"));
        assertEquals("carol", given.head().getJsonObject("client").getString("name"));
        assertEquals(
                "[\"sam\",\"serena\"]",
                given.head().getJsonObject("client").getJsonArray("encryptors").toString());
        assertEquals(
                List.of("client", "hub"),
                given.blocks().stream()
                        .map(block -> block.getString("pool_owner"))
                        .toList());
        assertEquals(8000, given.data().length);
    }

    @Test
    void keysGoOverAHubThatKnowsItsClientsByPackagesAlone() {
        FakeClient carol = enrolled("carol", "sam");
        FakeClient connie = enrolled("connie", "sofia");
        carol.posted(KEY_ID, SHARE);
        assertEquals(
                "a share of as many bytes as this",
                new String(connie.decrypt(connie.get(KEY_ID)), StandardCharsets.UTF_8));
        assertEquals("[]", issued());
        assertTrue(hub.pools().contains("courier"), hub.pools());
    }

    @Test
    void beforeTheClientComesThePackageIsInNoPool() {
        String before = hub.pools();
        OpenedPackage given = packageFor("carol", "sam");
        FakeClient carol = client("carol", "sam");
        given.giveTo(carol);
        assertNotEquals(before, hub.pools());
        assertFalse(hub.pools().contains(given.blocks().getFirst().getString("block_uuid")), hub.pools());
        // No other message than a registration.
        Response early = carol.send(
                "GET",
                "/dske/api/v1/encryptors/sam?client_name=carol",
                carol.header("/dske/api/v1/encryptors/sam?client_name=carol", new byte[0]),
                new byte[0]);
        early.error(401);
        assertNull(early.headers().get("dske-signature"));
    }

    @Test
    void whoHasNoPackageRegistersNobody() {
        OpenedPackage given = packageFor("carol", "sam");
        String before = issued() + hub.pools();
        FakeClient forger = client("carol", "sam");
        int from = 0;
        for (JsonObject block : given.blocks()) {
            int size = block.getInt("size");
            // The names, but not the bytes.
            forger.keep(block.getString("pool_owner"), block.getString("block_uuid"), new byte[size]);
            from += size;
        }
        assertEquals(8000, from);
        forger.registerInBand("").error(401);
        assertEquals(before, issued() + hub.pools());
    }

    @Test
    void aClientRegistersItselfAndTheEncryptorsOfItsPackagesAndNoOthers() {
        FakeClient carol = client("carol", "sam", "sofia");
        packageFor("carol", "sam").giveTo(carol);
        String refusal = carol.registerInBand(ITS).error(403);
        assertEquals("encryptor sofia is in no package of client carol: it needs one that names it", refusal);
        packageFor("carol", "sofia").giveTo(carol);
        carol.agreeInBand();
        FakeClient connie = enrolled("connie", "sonia");
        connie.name = "carol";
        assertEquals(
                "the registration names another client than the one that signed it",
                connie.registerInBandAs("connie", ITS).error(403));
    }

    @Test
    void aFurtherPackageIsTakenUpWhenTheClientListsItsBlocks() {
        FakeClient carol = enrolled("carol", "sam");
        OpenedPackage further = packageFor("carol", "sam");
        carol.agreeInBand();
        assertNotEquals("[]", issued(), "it was not listed");
        String block = further.blocks().getFirst().getString("block_uuid");
        assertFalse(hub.pools().contains(block));
        further.giveTo(carol);
        carol.agreeInBand();
        assertEquals("[]", issued());
        assertTrue(hub.pools().contains(block));
    }

    @Test
    void aClientThatHasLostItsStoreComesBackByANewPackage() {
        FakeClient before = client("carol", "sam");
        OpenedPackage.read(order("carol", "[\"sam\"]", 1_000_000, 3600).body()).giveTo(before);
        before.agreeInBand();
        List<String> lost = before.blockNames();
        FakeClient carol = client("carol", "sam");
        OpenedPackage.read(order("carol", "[\"sam\"]", 4_000, 3600).body()).giveTo(carol);

        carol.agreeInBand();

        lost.forEach(block -> assertFalse(hub.pools().contains(block), block));
        FakeClient connie = enrolled("connie", "sofia");
        carol.posted(KEY_ID, SHARE);
        assertEquals(
                "a share of as many bytes as this",
                new String(connie.decrypt(connie.get(KEY_ID)), StandardCharsets.UTF_8));
    }

    @Test
    void anotherClientsEncryptorIsNobodyElses() {
        packageFor("carol", "sam");
        assertEquals(
                "encryptor sam is in a package of client carol",
                order("connie", "[\"sam\"]", 4000, 60).error(409));
        enrolled("celia", "sonia");
        assertEquals(
                "encryptor sonia is in a package of client celia",
                order("connie", "[\"sonia\"]", 4000, 60).error(409));
    }

    @Test
    void aPackageThatNobodyComesWithExpiresAndIsErased() {
        OpenedPackage given = packageFor("carol", "sam");
        FakeClient carol = client("carol", "sam");
        given.giveTo(carol);
        hub.clock.advance(Duration.ofHours(1));
        carol.registerInBand("").error(401);
        hub.clients.expire();
        assertEquals("[]", issued());
        carol.registerInBand("").error(401);
    }

    @Test
    void whatWasTakenUpDoesNotExpire() {
        FakeClient carol = enrolled("carol", "sam");
        hub.clock.advance(Duration.ofDays(400));
        hub.clients.expire();
        carol.agreeInBand();
    }

    @Test
    void aClientThatIsTakenOutIsNoMoreThereAndHearsWhy() {
        FakeClient carol = enrolled("carol", "sam");
        FakeClient connie = enrolled("connie", "sofia");
        carol.posted(KEY_ID, SHARE);
        assertEquals(
                200,
                Http.send("DELETE", hub.base() + "/mgmt/v1/clients/carol", "").status());
        assertFalse(hub.pools().contains("carol"), hub.pools());
        String target = "/dske/api/v1/encryptors/sam?client_name=carol";
        Response refused = carol.send("GET", target, carol.header(target, new byte[0]), new byte[0]);
        refused.error(403);
        assertEquals("not enrolled", refused.json().getJsonObject("details").getString("reason"));
        assertNull(refused.headers().get("dske-signature"));
        assertEquals(404, connie.get(KEY_ID).status(), "its shares are gone");
        assertEquals(
                "this hub knows no client carol",
                Http.send("DELETE", hub.base() + "/mgmt/v1/clients/carol", "").error(404));
        FakeClient again = enrolled("carol", "sam");
        again.agreeInBand();
    }

    @Test
    void aRegistrationThatWasHeldBackChangesNothing() {
        FakeClient carol = enrolled("carol", "sam");
        String json = carol.registration(",\"suites\":[\"its\"],\"known_blocks\":[]");
        String header = carol.header(carol.allocate(32), "PUT", FakeClient.REGISTRATION, utf8(json));
        carol.agreeInBand();
        String before = hub.pools();
        Response late = carol.send("PUT", FakeClient.REGISTRATION, header, utf8(json));
        late.error(401);
        assertEquals(before, hub.pools());
    }

    @Test
    void aRegistrationIsGoodOnce() {
        FakeClient carol = enrolled("carol", "sam");
        String json = carol.registration(",\"suites\":[\"its\"],\"known_blocks\":" + carol.knownBlocks());
        String header = carol.header(carol.allocate(32), "PUT", FakeClient.REGISTRATION, utf8(json));
        carol.verified(header, carol.send("PUT", FakeClient.REGISTRATION, header, utf8(json)))
                .ok();
        String before = hub.pools();
        carol.send("PUT", FakeClient.REGISTRATION, header, utf8(json)).error(401);
        assertEquals(before, hub.pools());
    }

    @Test
    void whatIsNotToBeMadeIsRefusedAndNothingIsMade() {
        List<String> refusals = new ArrayList<>();
        refusals.add(order("carol", "[]", 4000, 60).error(400));
        refusals.add(order("ca rol", "[\"sam\"]", 4000, 60).error(400));
        refusals.add(order("carol", "[\"sam\",null]", 4000, 60).error(400));
        refusals.add(order("carol", "[\"sam\"]", 255, 60).error(400));
        refusals.add(order("carol", "[\"sam\"]", 4000, 0).error(400));
        refusals.add(order("carol", "[\"sam\"]", 4000, 366L * 86_400 + 1).error(400));
        refusals.add(order("carol", "[\"sam\"]", Integer.MAX_VALUE, 60).error(429));
        assertTrue(refusals.stream().noneMatch(String::isBlank), refusals::toString);
        assertEquals("[]", issued());
        assertEquals("", hub.pools());
    }

    @Test
    void aHubThatDoesNotKnowItsOwnNumberMakesNone() {
        try (TestHub nameless = TestHub.start("psrd.supply", "package", "hub.urls", "")) {
            String refusal = Http.send(
                            nameless.base(),
                            "POST",
                            "/mgmt/v1/packages",
                            Map.of("Content-Type", "application/json"),
                            utf8(
                                    "{\"client\":\"carol\",\"encryptors\":[\"sam\"],\"psrd_bytes\":4000,\"valid_seconds\":60}"))
                    .error(409);
            assertEquals(
                    "this hub does not know what to say of itself: set dske.hub.number and dske.hub.urls", refusal);
        }
    }
}

package org.dske.hub.keyshare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.dske.hub.api.TestHub;
import org.dske.ledger.PoolOwner;
import org.dske.testing.AuditTrail;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.client.Batch;
import org.dske.testing.client.Exchange;
import org.dske.testing.client.FakeClient;
import org.dske.testing.client.OpenedPackage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub's audit log says, and what the hub gives out if it can say nothing. */
class ShareAuditTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private AuditTrail trail;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private TestHub hub;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private FakeClient carol;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private FakeClient connie;

    @BeforeEach
    void start() {
        trail = new AuditTrail(directory, "hank");
        hub = TestHub.start("audit.file", trail.file().toString(), "audit.required", "true");
        carol = FakeClient.ready(hub.base(), "carol", "sam");
        connie = FakeClient.ready(hub.base(), "connie", "sofia");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static String first(Batch batch) {
        return batch.keyIds().iterator().next();
    }

    private static String taken(String keyId) {
        return "share-taken {\"key_id\":\"" + keyId + "\",\"from\":\"carol\"}";
    }

    private static String given(String keyId) {
        return "share-given {\"key_id\":\"" + keyId + "\",\"from\":\"carol\",\"to\":\"connie\"}";
    }

    private static String refused(String keyId, String whom, int status) {
        return "share-refused {\"key_ids\":[\"" + keyId + "\"]," + whom + ",\"status\":" + status + "}";
    }

    @Test
    void sharesThatComeAndGoHaveALineEach() {
        Batch one = Batch.of(1);
        Batch two = Batch.of(2);
        assertEquals(
                List.of(200, 200),
                Exchange.statuses(new Exchange().put(one).put(two).sentBy(carol)));
        Response got = new Exchange().get(two.keyIds()).sentBy(connie);
        Exchange.in(got, connie).getFirst().assertSameAs(two);
        Batch.in(Batch.get(connie, "sam", "sofia", one.keyIds()), connie).assertSameAs(one);
        List<String> ids = List.copyOf(two.keyIds());
        assertEquals(
                List.of(
                        taken(first(one)),
                        taken(ids.get(0)),
                        taken(ids.get(1)),
                        given(ids.get(0)),
                        given(ids.get(1)),
                        given(first(one))),
                trail.lines("share-taken", "share-given"));
    }

    @Test
    void whatIsRefusedHasALineToo() {
        Batch one = Batch.of(1);
        String id = first(one);
        assertEquals(
                List.of(404), Exchange.statuses(new Exchange().get(one.keyIds()).sentBy(connie)));
        Batch.get(connie, "sam", "sofia", one.keyIds()).error(404);
        new Exchange().put(one).sentBy(carol);
        assertEquals(List.of(409), Exchange.statuses(new Exchange().put(one).sentBy(carol)));
        Http.send("POST", hub.base() + "/dske/api/v1/exchange", "{}").error(401);
        Await.until(
                Await.LONG,
                () -> assertEquals(
                        List.of(
                                refused(id, "\"to\":\"connie\"", 404),
                                refused(id, "\"to\":\"connie\"", 404),
                                refused(id, "\"from\":\"carol\"", 409),
                                "share-refused {\"address\":\"127.0.0.1\",\"status\":401}"),
                        trail.lines("share-refused")));
    }

    @Test
    void registrationsAndPsrdHaveALine() {
        carol.register();
        new FakeClient(hub.base(), "eve", "sam").register("").error(409);
        Http.get(hub.base() + "/dske/oob/v1/psrd?client_name=eve&pool_owner=hub&size=100")
                .error(400);
        Http.send("DELETE", hub.base() + "/dske/oob/v1/registration?client_name=connie", "");
        Await.until(
                Await.LONG,
                () -> assertEquals(
                        List.of(
                                "client-registered {\"client\":\"carol\",\"encryptors\":[\"sam\"],\"suite\":\"classic\"}",
                                "client-registered {\"client\":\"connie\",\"encryptors\":[\"sofia\"],\"suite\":\"classic\"}",
                                "registration-refused {\"claimed_by\":\"eve\",\"address\":\"127.0.0.1\",\"status\":409}",
                                "psrd-refused {\"claimed_by\":\"eve\",\"address\":\"127.0.0.1\",\"status\":400}",
                                "client-unregistered {\"client\":\"connie\"}"),
                        trail.lines(
                                "client-registered", "client-unregistered", "registration-refused", "psrd-refused")));
        List<String> supplied = trail.lines("psrd-supplied");
        assertEquals(4, supplied.size());
        assertTrue(supplied.getFirst().startsWith("psrd-supplied {\"to\":\"carol\",\"block\":\""));
        assertTrue(
                supplied.getFirst().endsWith("\",\"pool\":\"client\",\"bytes\":4000,\"way\":\"laboratory\"}"),
                supplied.getFirst());
    }

    @Test
    void packagesAndWhoIsTakenOutHaveALine() {
        Response made = Http.send(
                hub.base(),
                "POST",
                "/mgmt/v1/packages",
                Map.of("Content-Type", "application/json"),
                "{\"client\":\"cindy\",\"encryptors\":[\"serena\"],\"psrd_bytes\":4000,\"valid_seconds\":3600}"
                        .getBytes(StandardCharsets.UTF_8));
        OpenedPackage opened = OpenedPackage.read(made.body());
        FakeClient cindy = new FakeClient(hub.base(), "cindy", "serena");
        cindy.its = true;
        opened.giveTo(cindy);
        cindy.agreeInBand();
        assertEquals(
                200,
                Http.send("DELETE", hub.base() + "/mgmt/v1/clients/cindy", "").status());
        String id = opened.head().getString("id");
        List<String> lines = trail.lines("package-made", "package-taken-up", "client-unenrolled");
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(
                lines.getFirst()
                        .startsWith("package-made {\"package\":\"" + id
                                + "\",\"client\":\"cindy\",\"encryptors\":[\"serena\"],\"bytes\":8000,\"expires\":\""),
                lines.getFirst());
        assertEquals("package-taken-up {\"package\":\"" + id + "\",\"client\":\"cindy\"}", lines.get(1));
        assertEquals("client-unenrolled {\"client\":\"cindy\"}", lines.get(2));
        Await.until(
                Await.LONG, () -> assertEquals(2, trail.lines("administration").size()));
    }

    @Test
    void noSecretByteIsInIt() {
        Batch one = Batch.of(1);
        new Exchange().put(one).sentBy(carol);
        Batch.in(Batch.get(connie, "sam", "sofia", one.keyIds()), connie).assertSameAs(one);
        for (byte[] value : one.shares().values()) {
            assertFalse(trail.text().contains(Base64.getEncoder().encodeToString(value)));
        }
    }

    @Test
    void aShareThatCannotBeRecordedIsNotGivenAndCanBeHadLater() {
        Batch one = Batch.of(1);
        Batch two = Batch.of(1);
        new Exchange().put(one).put(two).sentBy(carol);
        trail.breakIt();
        // The first one finds out; what comes afterwards is refused before it costs anything.
        Batch.get(connie, "sam", "sofia", one.keyIds()).error(503);
        long used = hub.used("connie", PoolOwner.HUB);
        Exchange again = new Exchange().get(one.keyIds()).get(two.keyIds());
        assertEquals(List.of(503, 503), Exchange.statuses(again.sentBy(connie)));
        assertEquals(used + 32, hub.used("connie", PoolOwner.HUB), "the answer is signed, and has no share in it");
        connie.getPsrd("hub", "100").error(503);
        trail.mend(hub.audit);
        Response got = new Exchange().get(one.keyIds()).get(two.keyIds()).sentBy(connie);
        List<Batch> both = Exchange.in(got, connie);
        both.get(0).assertSameAs(one);
        both.get(1).assertSameAs(two);
        assertEquals(2, trail.lines("share-given").size());
    }
}

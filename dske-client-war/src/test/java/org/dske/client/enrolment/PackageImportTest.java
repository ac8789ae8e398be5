package org.dske.client.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dske.client.api.TestClient;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.protocol.enrolment.PackageHead;
import org.dske.secret.SecretBytes;
import org.dske.testing.Response;
import org.dske.testing.Seed;
import org.dske.testing.hub.FakeHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client whose PSRD comes by courier alone, and packages, most of which it must not take. */
class PackageImportTest {
    private static final int SIZE = 1_000;

    private final List<FakeHub> fakes = List.of(new FakeHub("hank"), new FakeHub("helen"));
    private final TestClient carol =
            new TestClient("carol", "sam", fakes, Map.of("psrd.supply", "package", "sharing.threshold", "2"));
    private final UUID id = UUID.randomUUID();

    @AfterEach
    void stop() {
        carol.close();
        fakes.forEach(FakeHub::close);
    }

    private PackageHead head(PackageHead.Hub hub, PackageHead.Client client, Instant expires) {
        return new PackageHead(
                id,
                hub,
                client,
                expires.minus(Duration.ofDays(7)).toString(),
                expires.toString(),
                List.of(
                        new PackageHead.Block(UUID.randomUUID(), "client", SIZE),
                        new PackageHead.Block(UUID.randomUUID(), "hub", SIZE)));
    }

    private PackageHead.Hub hank() {
        return new PackageHead.Hub("hank", 1, List.of(fakes.getFirst().base().toString()));
    }

    private static PackageHead.Client carol() {
        return new PackageHead.Client("carol", null, List.of("sam"));
    }

    private Instant tomorrow() {
        return carol.clock.instant().plus(Duration.ofDays(1));
    }

    private static EnrolmentPackage of(PackageHead head) {
        byte[] data = new byte[SIZE];
        Arrays.fill(data, (byte) 7);
        return new EnrolmentPackage(head, List.of(SecretBytes.copyOf(data), SecretBytes.copyOf(data)));
    }

    private Response take(byte[] file) {
        return carol.send("POST", "/mgmt/v1/packages", file, "Content-Type", "application/octet-stream");
    }

    private Response take(PackageHead head) {
        return take(of(head).toFile().expose());
    }

    /** What there is of PSRD, without what comes and goes. */
    private String pools() {
        StringBuilder pools = new StringBuilder();
        for (JsonValue hub : carol.call("GET", "/mgmt/v1/status").ok().getJsonArray("hubs")) {
            for (JsonValue pool : hub.asJsonObject().getJsonArray("pools")) {
                JsonObject each = pool.asJsonObject();
                pools.append(each.getString("name"))
                        .append(' ')
                        .append(each.getInt("size"))
                        .append('\n');
            }
        }
        return pools.toString();
    }

    private void assertRefused(int status, String why, Response answer) {
        assertEquals(status, answer.status(), answer::toString);
        assertTrue(answer.message().startsWith("the package " + why), answer.message());
        assertEquals("hank/client 0\nhank/hub 0\nhelen/client 0\nhelen/hub 0\n", pools());
    }

    @Test
    void aPackageBringsPsrdForBothPoolsAndIsGoodOnce() {
        PackageHead head = head(hank(), carol(), tomorrow());
        EnrolmentPackage given = of(head);
        String words = given.words();
        byte[] file = given.toFile().expose();
        JsonObject report = take(file).ok();
        assertEquals(id.toString(), report.getString("id"));
        assertEquals("hank", report.getString("hub"));
        assertEquals(words, report.getString("words"));
        assertEquals(SIZE, report.getInt("client_bytes"));
        assertEquals(SIZE, report.getInt("hub_bytes"));
        String after = "hank/client 1000\nhank/hub 1000\nhelen/client 0\nhelen/hub 0\n";
        assertEquals(after, pools());
        assertEquals(
                "the package is worth nothing any more: package " + id + " has been added before",
                take(file).error(409));
        assertEquals(after, pools());
    }

    @Test
    void withoutAPackageAHubIsOneThatTheClientIsNotEnrolledWith() {
        JsonObject hub =
                carol.call("GET", "/mgmt/v1/status").ok().getJsonArray("hubs").getJsonObject(0);
        assertNotEquals("registered", hub.getString("state"));
        assertTrue(fakes.getFirst().calls.isEmpty(), fakes.getFirst().calls::toString);
    }

    @Test
    void whatIsForSomebodyElseIsRefused() {
        assertRefused(
                409,
                "is for client celia, and this is client carol",
                take(head(hank(), new PackageHead.Client("celia", null, List.of("sam")), tomorrow())));
        assertRefused(
                409,
                "is for client carol/b, and this is client carol",
                take(head(hank(), new PackageHead.Client("carol", "b", List.of("sam")), tomorrow())));
        assertRefused(
                409,
                "does not name encryptor sam of this client",
                take(head(hank(), new PackageHead.Client("carol", null, List.of("serena")), tomorrow())));
    }

    @Test
    void whatIsOfAHubThatTheClientKnowsOtherwiseIsRefused() {
        assertRefused(
                409,
                "is of hub hugo, which is none of this client's: if it is to be, put 9=http://hugo.example/hub/hugo into"
                        + " dske.client.hubs",
                take(head(
                        new PackageHead.Hub("hugo", 9, List.of("http://hugo.example/hub/hugo")), carol(), tomorrow())));
        assertRefused(
                409,
                "says that the number of hub hank is 2, and this client knows it by 1",
                take(head(new PackageHead.Hub("hank", 2, hank().urls()), carol(), tomorrow())));
    }

    @Test
    void whatHasExpiredIsRefused() {
        assertRefused(409, "has expired", take(head(hank(), carol(), carol.clock.instant())));
    }

    @Test
    void whatWasCutOffOrAlteredIsRefusedAndNothingOfItIsTaken() {
        byte[] file = of(head(hank(), carol(), tomorrow())).toFile().expose();
        Seed.check(random -> {
            for (int i = 0; i < 50; i++) {
                byte[] altered = file.clone();
                int bit = random.nextInt(8 * file.length);
                altered[bit / 8] ^= (byte) (1 << bit % 8);
                assertRefused(400, "", take(altered));
                assertRefused(400, "", take(Arrays.copyOf(file, random.nextInt(1, file.length))));
            }
        });
        assertEquals(400, take(new byte[] {1}).status());
        assertEquals(200, take(file).status());
    }

    @Test
    void itIsTakenAsBytesAndAsNothingElse() {
        byte[] file = of(head(hank(), carol(), tomorrow())).toFile().expose();
        assertEquals(
                415,
                carol.send("POST", "/mgmt/v1/packages", file, "Content-Type", "application/json")
                        .status());
        assertEquals(200, take(file).status());
    }
}

package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.UUID;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Certificates;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who calls, over HTTPS and over plain HTTP. */
class IdentityTest {
    private static final String KEYS = "/etsi/api/v1/keys/";
    private static TestNetwork network;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @AfterEach
    void goBackToPlainHttp() {
        network.carol.connection.plain();
        network.connie.connection.plain();
    }

    private static String master(Response status) {
        assertEquals(200, status.status(), status::toString);
        return status.json().getString("master_SAE_ID");
    }

    @Test
    void overHttpsTheCertificateSaysWhoCalls() {
        network.carol.connection.secure(new Certificates().sae("serena").make());
        assertEquals("serena", master(network.carol.call("GET", KEYS + "sofia/status")));
        network.carol.connection.secure(
                new Certificates().dns("sam").make(),
                new Certificates().commonName("CA").sae("serena").make());
        assertEquals("sam", master(network.carol.call("GET", KEYS + "sofia/status")));
        network.carol.connection.secure(new Certificates().commonName("sam").make());
        assertEquals("sam", master(network.carol.call("GET", KEYS + "sofia/status")));
    }

    @Test
    void overHttpsBothEndsGetTheKey() {
        network.carol.connection.secure(new Certificates().sae("sam").make());
        network.connie.connection.secure(new Certificates().commonName("sofia").make());
        Response master = network.carol.call("GET", KEYS + "sofia/enc_keys");
        assertEquals(
                master.keys(),
                network.connie
                        .call("GET", KEYS + "sam/dec_keys?key_ID=" + master.keyId())
                        .keys());
    }

    @Test
    void overHttpsNoHeaderIsBelieved() {
        network.carol.connection.secure(new Certificates().sae("serena").make());
        assertEquals("serena", master(network.carol.keys("sam", "sofia/status")));
        network.carol.connection.secure(new Certificates().sae("sofia").make());
        network.carol.keys("sam", "sofia/status").error(401, "SAE is not authorised to use this KME");
        network.carol.connection.secure();
        network.carol.keys("sam", "sofia/status").error(401, "SAE is not authorised without a client certificate");
    }

    @Test
    void overHttpsTheOnlyEncryptorMustSayWhoItIsToo() {
        network.connie.connection.secure();
        network.connie
                .call("GET", KEYS + "sam/status")
                .error(401, "SAE is not authorised without a client certificate");
        network.connie.connection.secure(new Certificates().sae("sam").make());
        network.connie.call("GET", KEYS + "sam/status").error(401, "SAE is not authorised to use this KME");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /mgmt/v1/status, 401",
        "POST, /mgmt/v1/stop, 401",
        "POST, //mgmt/v1/stop, 404",
        "POST, /%6dgmt/v1/stop, 404",
        "POST, /mgmt;etsi/v1/stop, 404",
        "GET, /nothing, 404"
    })
    void anEncryptorsCertificateOpensNothingButKeyDelivery(String method, String path, int status) {
        network.carol.connection.secure(new Certificates().sae("sam").make());
        assertEquals(status, network.carol.call(method, path).status());
        assertEquals("sam", master(network.carol.keys("serena", "sofia/status")));
    }

    @Test
    void aCertificateThatCannotBeReadIsNobodys() {
        network.carol.connection.secure(
                new Certificates().commonName("sam").alternatives((byte) 7).make());
        network.carol.call("GET", KEYS + "sofia/status").error(401, "its certificate cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sofia/status",
                "sofia/enc_keys",
                "sofia/dec_keys?key_ID=no",
                "sofia/nothing",
                "sofia/enc_keys?size=0"
            })
    void whoIsNobodyLearnsNothingElse(String path) {
        network.carol.keys("sofia", path).error(401, "SAE is not authorised to use this KME");
        network.carol.post("sofia", path, "no JSON").error(401, "SAE is not authorised to use this KME");
    }

    @Test
    void plainHttpIsForThoseWhoSwitchItOn() {
        Map<String, String> off = Map.of("etsi.plain-http", "false");
        try (TestClient client = new TestClient("cindy", "susan", network.fakes, off)) {
            String message = "SAE is not authorised over plain HTTP: this KME serves encryptors over HTTPS only";
            client.keys("susan", "sofia/status").error(401, message);
            client.call("GET", KEYS + "sofia/status").error(401, message);
            assertEquals(200, client.call("GET", "/mgmt/v1/status").status());
            client.connection.secure(new Certificates().sae("susan").make());
            assertEquals("susan", master(client.call("GET", KEYS + "sofia/status")));
        }
    }

    @Test
    void aClientWithOneEncryptorKnowsWhoCalls() {
        Response master = network.carol.keys("sam", "sofia/enc_keys");
        assertEquals(
                master.key(),
                network.connie
                        .call("GET", KEYS + "sam/dec_keys?key_ID=" + master.keyId())
                        .key());
    }

    @Test
    void aClientWithSeveralEncryptorsMustBeToldWhoCalls() {
        network.carol.call("GET", KEYS + "sofia/enc_keys").error(400, "Missing Authorization header");
        network.carol.keys(" ", "sofia/enc_keys").error(400, "Missing Authorization header");
    }

    @Test
    void whoIsNoEncryptorOfThisClientIsNotAuthorised() {
        String message = "SAE is not authorised";
        network.carol.keys("sofia", "sam/enc_keys").error(401, message);
        network.carol.keys("SAM", "sofia/status").error(401, message);
        network.connie.keys("sam", "sofia/dec_keys?key_ID=" + UUID.randomUUID()).error(401, message);
        network.carol.keys("x".repeat(300), "sofia/status").error(401, message);
        network.carol
                .call("GET", KEYS + "sofia/status", "Authorization", "sam", "Authorization", "serena")
                .error(401, message);
    }

    /** There is no HTTP authentication to answer a challenge with, and a browser would ask for a password. */
    @Test
    void nobodyIsChallenged() {
        Response answer = network.carol.keys("nobody", "sofia/status").error(401, "SAE");
        assertFalse(answer.headers().containsKey("www-authenticate"), answer::toString);
    }
}

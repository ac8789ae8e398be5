package org.dske.hub.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.dske.config.ConfigurationException;
import org.dske.hub.api.TestHub;
import org.dske.ledger.Origin;
import org.dske.ledger.PoolOwner;
import org.dske.testing.Certificates;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.dske.testing.TestAuthority;
import org.dske.testing.client.FakeClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of band, where PSRD comes over TLS, a client is who its certificate says, and nobody else is anybody. */
class OutOfBandOverTlsTest {
    @TempDir
    private Path directory;

    private TestAuthority authority;
    private TestHub hub;
    private FakeClient carol;

    @BeforeEach
    void start() {
        authority = new TestAuthority(directory);
        hub = TestHub.start(
                "laboratory", "false",
                "tls.ca-file", authority.file().toString(),
                "psrd.supply", "tls",
                "psrd.supplies", "connie=package",
                "hub.clients", "carol:sam,celia:serena,connie:sofia");
        carol = new FakeClient(hub.base(), "carol", "sam");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void show(Certificates certificate) {
        hub.connection.secure(certificate.make());
    }

    private void assertTurnedDown(String reason) {
        String before = hub.pools();
        for (Response response : new Response[] {
            carol.register(",\"suites\":[\"its\"]"), carol.getPsrd("client", "100"), unregister("carol")
        }) {
            assertEquals(403, response.status(), response::toString);
            assertTrue(response.message().contains(reason), response.message());
        }
        assertEquals(before, hub.pools());
    }

    private Response unregister(String name) {
        return Http.send("DELETE", hub.base() + "/dske/oob/v1/registration?client_name=" + name, "");
    }

    @Test
    void aClientThatShowsItsCertificateGetsPsrdOfThatOrigin() {
        show(authority.issue().uri("kme:carol"));
        carol.agree("its");
        carol.fetch("client", 4000);

        assertEquals(
                Origin.TLS,
                hub.client("carol").pool(PoolOwner.CLIENT).weakestOrigin().orElseThrow());
        assertEquals(200, unregister("carol").status());
    }

    @Test
    void nobodyElseGetsAnythingInItsName() {
        show(authority.issue().uri("kme:carol"));
        carol.agree("its");
        String reason = "a client that shows its own certificate over TLS";

        hub.connection.plain();
        assertTurnedDown(reason);
        hub.connection.secure();
        assertTurnedDown(reason);
        show(authority.issue().uri("kme:celia"));
        assertTurnedDown(reason);
        show(authority.issue().commonName("carol").sae("carol"));
        assertTurnedDown(reason);
        show(authority.issue().uri("hub:carol").uri("admin:carol"));
        assertTurnedDown(reason);
        show(new Certificates().uri("kme:carol"));
        assertTurnedDown(reason);
    }

    @Test
    void aClientWhosePsrdACourierBringsGetsNoneOverTls() {
        show(authority.issue().uri("kme:connie"));
        FakeClient connie = new FakeClient(hub.base(), "connie", "sofia");
        Response response = connie.register(",\"suites\":[\"its\"]");

        assertEquals(403, response.status());
        assertEquals(
                "this hub enrols client connie by package, and does nothing for it out of band", response.message());
    }

    @Test
    void aCertificateIsNoPlaceOnTheListOfClients() {
        show(authority.issue().uri("kme:mallory"));
        assertEquals(
                403,
                new FakeClient(hub.base(), "mallory", "mike")
                        .register(",\"suites\":[\"its\"]")
                        .status());
        show(authority.issue().uri("kme:carol"));
        assertEquals(
                403,
                new FakeClient(hub.base(), "carol", "serena")
                        .register(",\"suites\":[\"its\"]")
                        .status());
    }

    @Test
    void aHubThatCouldNotTellWhoComesDoesNotStart() {
        String ca = authority.file().toString();
        assertRefused("dske.tls.ca-file", "psrd.supply", "tls", "hub.clients", "carol");
        assertRefused("dske.hub.clients", "psrd.supply", "tls", "tls.ca-file", ca);
        assertRefused("dske.tls.ca-file", "psrd.supplies", "carol=tls");
        assertRefused("dske.management.administrators", "management.administrators", "alice");
        assertRefused(
                "dske.management.administrators", "tls.ca-file", ca, "management.administrators", "alice,alice=read");
        assertRefused(
                "dske.tls.crl-file",
                "tls.crl-file",
                directory.resolve("crl.pem").toString());
    }

    private static void assertRefused(String key, String... properties) {
        String message = String.valueOf(assertThrows(ConfigurationException.class, () -> TestHub.start(properties))
                .getMessage());
        assertTrue(message.startsWith(key), message);
    }
}

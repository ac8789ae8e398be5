package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client on its own, whose hubs are all away. */
@ArquillianTest
class ClientAloneIT {
    private static final Set<String> HUBS = Set.of("hank", "helen", "hilary");

    @ArquillianResource
    private URI url;

    private String client;

    private Encryptor sam;

    private final Encryptor sofia = new Encryptor("sofia", "");

    @Deployment(testable = false)
    static WebArchive client() {
        int port = FreePorts.row(1);
        String hubs = HUBS.stream()
                .map(hub -> "http://localhost:" + port + "/hub/" + hub)
                .collect(Collectors.joining(","));
        return Wars.configured(
                Wars.client("carol"),
                Map.of(
                        "dske.client.hubs",
                        hubs,
                        "dske.carol.client.encryptors",
                        "sam,serena",
                        "dske.etsi.plain-http",
                        "true",
                        "dske.laboratory",
                        "true"));
    }

    // A WAR that failed to deploy counts as started, too.
    @BeforeEach
    void isDeployed() {
        client = Wars.fromThisMachine(url);
        var status = Http.get(client + "mgmt/v1/status").ok();
        assertEquals("carol", status.getString("name"));
        assertFalse(status.getBoolean("ready"));
        sam = encryptor("sam");
    }

    @Test
    void thereAreNoKeysAndTheReasonOfEachHubIsTold() {
        assertReasons(sam.encKeys(sofia));
        assertReasons(sam.decKeys(sofia, UUID.randomUUID().toString()));
    }

    private static void assertReasons(Response answer) {
        Map<String, String> reasons = answer.details(503);
        assertEquals(HUBS, reasons.keySet());
        reasons.forEach((hub, reason) -> assertFalse(reason.isBlank(), hub + " without a reason"));
    }

    @Test
    void itsStatusSaysThatNoHubIsThere() {
        assertEquals(0, sam.status(sofia).ok().getInt("stored_key_count"));
        var hubs = Http.get(client + "mgmt/v1/status").ok().getJsonArray("hubs");
        assertEquals(
                HUBS,
                hubs.stream().map(hub -> hub.asJsonObject().getString("name")).collect(Collectors.toSet()));
        hubs.forEach(hub -> assertEquals("unreachable", hub.asJsonObject().getString("state")));
    }

    @Test
    void theServersOwnErrorPagesAreNotShown() {
        // Two encryptors: it must be said who asks.
        Http.get(client + "etsi/api/v1/keys/sofia/enc_keys").error(400);
        Http.get(client + "nothing").error(404);
    }

    @Test
    void itsInterfacesAreDocumented() {
        HubAloneIT.assertDocumented(client, "enc_keys");
    }

    private Encryptor encryptor(String name) {
        return new Encryptor(name, client.replaceAll("/$", ""));
    }
}

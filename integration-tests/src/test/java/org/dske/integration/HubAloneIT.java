package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hub on its own, on a server that nobody has prepared for it. */
@ArquillianTest
class HubAloneIT {
    private static final String REGISTRATION = "dske/oob/v1/registration";
    private static final String JSON = "application/json";

    @ArquillianResource
    private URI url;

    private String hub;

    @Deployment(testable = false)
    static WebArchive hub() {
        return Wars.configured(Wars.hub("hank"), Map.of("dske.laboratory", "true"));
    }

    // A WAR that failed to deploy counts as started, too.
    @BeforeEach
    void isDeployed() {
        hub = Wars.fromThisMachine(url);
        var status = Http.get(hub + "mgmt/v1/status").ok();
        assertEquals("hank", status.getString("name"));
        assertEquals("hub", status.getString("type"));
        assertTrue(status.getBoolean("ready"));
    }

    @Test
    void aClientRegistersAndGetsBlocksForBothPools() {
        for (int i = 0; i < 2; i++) {
            var answer = Http.send(
                            "PUT",
                            hub + REGISTRATION,
                            "{\"client_name\":\"carol\",\"encryptor_names\":[\"sam\"]}",
                            "Content-Type",
                            JSON)
                    .ok();
            assertEquals("hank", answer.getString("hub_name"));
        }
        for (String owner : new String[] {"client", "hub"}) {
            var block = Http.get(hub + "dske/oob/v1/psrd?client_name=carol&size=100&pool_owner=" + owner)
                    .ok();
            assertEquals(100, Base64.getDecoder().decode(block.getString("data")).length);
            PoolView pool = PoolView.of(Http.get(hub + "mgmt/v1/status").ok(), "clients", "carol", owner);
            assertEquals(100, pool.unused());
            assertEquals(block.getString("block_uuid"), pool.blocks().get(0).uuid());
        }
        Http.send("DELETE", hub + REGISTRATION + "?client_name=carol", "").ok();
        Http.get(hub + "dske/oob/v1/psrd?client_name=carol&size=100&pool_owner=hub")
                .error(400);
    }

    @Test
    void theServersOwnErrorPagesAreNotShown() {
        Http.send("PUT", hub + REGISTRATION, "{", "Content-Type", JSON).error(400);
        Http.get(hub + "nothing").error(404);
    }

    @Test
    void itsInterfacesAreDocumented() {
        assertDocumented(hub, REGISTRATION);
    }

    static void assertDocumented(String node, String path) {
        Response document = Http.get(node + "openapi.yaml");
        assertEquals(200, document.status());
        assertTrue(document.text().contains(path), "nothing of " + path);
        for (String page : new String[] {"docs", "docs/"}) {
            Response docs = Http.get(node + page);
            assertEquals(200, docs.status());
            assertTrue(docs.header("Content-Type").startsWith("text/html"), docs::toString);
        }
        assertEquals(200, Http.get(node + "docs/swagger-ui-bundle.js").status());
    }
}

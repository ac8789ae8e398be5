package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.URL;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** A key over hubs and clients that share one server, an application server's way: one archive with all of them. */
@ArquillianTest
class KeyInOneServerIT {
    private static final String[] HUBS = {"hank", "helen"};
    private static final Map<String, String> ENCRYPTORS = Map.of("carol", "sam", "connie", "sofia");

    @ArquillianResource
    private URL server;

    @Deployment(testable = false)
    static EnterpriseArchive network() {
        EnterpriseArchive network = ShrinkWrap.create(EnterpriseArchive.class, "network.ear");
        StringBuilder modules = new StringBuilder();
        for (String hub : HUBS) {
            add(network, modules, "hub", Wars.hub(hub));
        }
        ENCRYPTORS.forEach((client, encryptor) -> add(
                network,
                modules,
                "client",
                Wars.configured(
                        Wars.client(client),
                        Map.of(
                                "dske.client.hubs",
                                "http://localhost:${payara.instance.http.port}/hub/hank,"
                                        + "http://localhost:${payara.instance.http.port}/hub/helen",
                                "dske.sharing.threshold",
                                "2",
                                "dske.client.encryptors",
                                encryptor))));
        return network.setApplicationXML(new StringAsset(
                "<application xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"10\">" + modules
                        + "</application>"));
    }

    private static void add(EnterpriseArchive network, StringBuilder modules, String type, WebArchive war) {
        network.addAsModule(war);
        String name = war.getName().replace(".war", "");
        modules.append("<module><web><web-uri>")
                .append(war.getName())
                .append("</web-uri><context-root>/")
                .append(type)
                .append('/')
                .append(name)
                .append("</context-root></web></module>");
    }

    @Test
    void bothEndsGetTheSameKey() {
        String base = URI.create(server.toString()).resolve("/").toString();
        for (String hub : HUBS) {
            assertEquals(hub, Http.get(base + "hub/" + hub + "/mgmt/v1/status").ok().getString("name"));
        }
        ENCRYPTORS.keySet().forEach(client -> Await.until(
                Await.LONG,
                () -> assertEquals(
                        true,
                        Http.get(base + "client/" + client + "/mgmt/v1/status").ok().getBoolean("ready"),
                        client + " is not ready")));
        Encryptor sam = new Encryptor("sam", base + "client/carol");
        Encryptor sofia = new Encryptor("sofia", base + "client/connie");
        sam.keyPair(sofia);
        sofia.keyPair(sam);
    }
}

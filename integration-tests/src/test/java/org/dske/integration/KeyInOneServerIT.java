package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dske.testing.Await;
import org.dske.testing.Http;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A key over nodes that share a server: Arquillian deploys one client, the server itself two hubs and another client (container
 * {@code network} in {@code arquillian.xml}).
 */
@ArquillianTest
class KeyInOneServerIT {
    private static final List<String> HUBS = List.of("hank", "helen");
    private static final List<String> CLIENTS = List.of("carol", "connie");

    @ArquillianResource
    private URI url;

    private String client;

    private Encryptor sam;
    private Encryptor sofia;

    @Deployment(testable = false)
    @TargetsContainer("network")
    static WebArchive client() {
        for (String hub : HUBS) {
            Wars.write(Wars.hub(hub), "server");
        }
        int port = FreePorts.row(1);
        Path stores = newDirectory(Wars.write(Wars.client("connie"), "server"));
        LaunchedNetwork.file(
                "server/boot-commands.txt",
                "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.port="
                        + port);
        LaunchedNetwork.file(
                "server/node.properties",
                """
                dske.client.hubs=http://localhost:%1$d/hank,http://localhost:%1$d/helen
                dske.sharing.threshold=2
                dske.etsi.plain-http=true
                dske.laboratory=true
                dske.carol.client.encryptors=sam
                dske.connie.client.encryptors=sofia
                """.formatted(port)
                        + Stream.of(HUBS, CLIENTS)
                                .flatMap(List::stream)
                                .map(node -> "dske." + node + ".store.directory=" + stores.resolve(node) + "\n")
                                .collect(Collectors.joining()));
        return Wars.client("carol");
    }

    /** Of another run nothing is to be found. */
    private static Path newDirectory(Path war) {
        try {
            // Not beside the WAR: what is there is deployed.
            return Files.createTempDirectory(war.resolve("../..").normalize(), "stores");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void allNodesAreReady() {
        client = Wars.fromThisMachine(url);
        sam = new Encryptor("sam", url("/carol"));
        sofia = new Encryptor("sofia", url("/connie"));
        Stream.of(HUBS, CLIENTS)
                .flatMap(List::stream)
                .forEach(node -> Await.until(Await.LONG, () -> {
                    JsonObject status = status(node);
                    assertEquals(node, status.getString("name"));
                    Node.assertReady(status);
                }));
    }

    @Test
    void bothEndsGetTheSameKey() {
        sam.keyPair(sofia);
        sofia.keyPair(sam);
    }

    @Test
    void nodesInOneServerDoNotSeeEachOthersPools() {
        Set<String> seen = new HashSet<>();
        for (String hub : HUBS) {
            for (String client : CLIENTS) {
                for (String owner : List.of("client", "hub")) {
                    PoolView.of(status(hub), "clients", client, owner)
                            .blocks()
                            .forEach(block -> assertTrue(seen.add(block.uuid()), "two pools have the same block"));
                }
            }
        }
        assertEquals(8, seen.size());
    }

    private JsonObject status(String node) {
        return Http.get(url("/" + node + "/mgmt/v1/status")).ok();
    }

    private String url(String path) {
        return URI.create(client).resolve(path).toString();
    }
}

package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /api/v1} on a client's own port is its key delivery interface, to the last byte. */
@ExtendWith(SharedTlsNetwork.class)
class RootPathIT {
    private final TestNetwork network;
    private final HttpClient sofia;

    RootPathIT(TestNetwork network) {
        this.network = network;
        this.sofia = TlsPeer.of(network, network.certificate("sofia")).http();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, keys/serena/status, 200",
        "GET, keys/s%2F%C3%A4%20m%25/status, 200",
        "GET, keys/nobody/status, 400",
        "GET, keys/serena/enc_keys?size=7, 400",
        "GET, keys/serena/dec_keys?key_ID=none, 400",
        "GET, keys/serena/nothing, 404",
        "GET, nothing, 404",
        "DELETE, keys/serena/enc_keys, 405",
        "PUT, keys/serena/status, 405"
    })
    void bothPathsAnswerAlike(String method, String path, int status) throws IOException {
        Node connie = network.node("connie");

        Answer named = send(method, connie.httpsUrl("/etsi/api/v1/" + path));
        Answer root = send(method, connie.rootUrl("/api/v1/" + path));

        assertEquals(status, named.status());
        assertEquals(named.status(), root.status());
        assertEquals(named.contentType(), root.contentType());
        assertEquals(named.body(), root.body());
        if (status != 200) {
            root.error(status);
        }
    }

    @Test
    void whateverIsAcceptedTheAnswerIsTheSameOnBothPaths() throws IOException {
        Node connie = network.node("connie");
        String named = connie.httpsUrl("/etsi/api/v1/keys/serena/status");
        String root = connie.rootUrl("/api/v1/keys/serena/status");

        for (String accept : List.of("///", "application/json;charset=utf-16", "text/html")) {
            assertEquals(
                    send("GET", named).body(),
                    send("GET", named, "Accept", accept).body());
            assertEquals(
                    send("GET", named).body(),
                    send("GET", root, "Accept", accept).body());
        }
    }

    @Test
    void aKeyGoesTheWholeWay() throws IOException {
        HttpClient serena = TlsPeer.of(network, network.certificate("serena")).http();

        JsonObject given = send("GET", network.node("connie").rootUrl("/api/v1/keys/serena/enc_keys"))
                .ok()
                .getJsonArray("keys")
                .getJsonObject(0);
        JsonObject taken = Http.send(
                        serena,
                        "GET",
                        network.node("celia")
                                .rootUrl("/api/v1/keys/sofia/dec_keys?key_ID=" + given.getString("key_ID")),
                        BodyPublishers.noBody())
                .ok()
                .getJsonArray("keys")
                .getJsonObject(0);

        // Never assertEquals on the keys, which would print both.
        assertTrue(given.equals(taken), "the two ends have different keys");
    }

    @Test
    void aPathThatIsNobodysIsNotFound() throws IOException {
        send("GET", network.node("connie").rootUrl("/api/v2/keys/serena/status"))
                .error(404);
        send("GET", network.node("connie").rootUrl("/")).error(404);
    }

    @Test
    void aHubsPortHasNoKeyDelivery() {
        int port = network.node("hank").port();
        Http.get("http://localhost:" + port + "/api/v1/keys/serena/status").error(404);
    }

    private Answer send(String method, String url, String... headers) throws IOException {
        return Http.send(sofia, method, url, BodyPublishers.noBody(), headers);
    }
}

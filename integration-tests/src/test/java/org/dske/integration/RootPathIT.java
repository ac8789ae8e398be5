package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /api/v1} on a client's own port is its key delivery interface, to the last byte. */
@ExtendWith(SharedTlsNetwork.class)
class RootPathIT {
    private final LaunchedNetwork network;
    private final TlsPeer sofia;

    RootPathIT(LaunchedNetwork network) {
        this.network = network;
        this.sofia = TlsPeer.of(network, network.certificate("sofia"));
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
    void bothPathsAnswerAlike(String method, String path, int status) {
        Node connie = network.node("connie");

        Response named = send(method, connie.httpsUrl("/etsi/api/v1/" + path));
        Response root = send(method, connie.rootUrl("/api/v1/" + path));

        assertEquals(status, named.status());
        assertEquals(named.status(), root.status());
        assertEquals(named.header("Content-Type"), root.header("Content-Type"));
        assertEquals(named.text(), root.text());
        if (status != 200) {
            root.error(status);
        }
    }

    @Test
    void whateverIsAcceptedTheAnswerIsTheSameOnBothPaths() {
        Node connie = network.node("connie");
        String named = connie.httpsUrl("/etsi/api/v1/keys/serena/status");
        String root = connie.rootUrl("/api/v1/keys/serena/status");

        for (String accept : List.of("///", "application/json;charset=utf-16", "text/html")) {
            assertEquals(
                    send("GET", named).text(),
                    send("GET", named, "Accept", accept).text());
            assertEquals(
                    send("GET", named).text(),
                    send("GET", root, "Accept", accept).text());
        }
    }

    @Test
    void aKeyGoesTheWholeWay() {
        TlsPeer serena = TlsPeer.of(network, network.certificate("serena"));

        JsonObject given = send("GET", network.node("connie").rootUrl("/api/v1/keys/serena/enc_keys"))
                .ok()
                .getJsonArray("keys")
                .getJsonObject(0);
        JsonObject taken = serena.send(
                        "GET",
                        network.node("celia")
                                .rootUrl("/api/v1/keys/sofia/dec_keys?key_ID=" + given.getString("key_ID")),
                        "")
                .ok()
                .getJsonArray("keys")
                .getJsonObject(0);

        // Never assertEquals on the keys, which would print both.
        assertTrue(given.equals(taken), "the two ends have different keys");
    }

    @Test
    void aPathThatIsNobodysIsNotFound() {
        send("GET", network.node("connie").rootUrl("/api/v2/keys/serena/status"))
                .error(404);
        send("GET", network.node("connie").rootUrl("/")).error(404);
    }

    @Test
    void aHubsPortHasNoKeyDelivery() {
        int port = network.node("hank").port();
        Http.get("http://localhost:" + port + "/api/v1/keys/serena/status").error(404);
    }

    private Response send(String method, String url, String... headers) {
        return sofia.send(method, url, "", headers);
    }
}

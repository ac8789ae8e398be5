package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.testing.HttpConnection;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests byte for byte as encryptors in the field send them, several on one connection. */
class FieldRequestsTest {
    private static final String KEYS = "/etsi/api/v1/keys/";
    private static TestNetwork network;

    private HttpConnection carol;
    private HttpConnection connie;

    @BeforeAll
    static void start() {
        network = new TestNetwork();
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void connect() throws IOException {
        carol = new HttpConnection(network.carol.base());
        connie = new HttpConnection(network.connie.base());
    }

    @AfterEach
    void disconnect() throws IOException {
        carol.close();
        connie.close();
    }

    private static JsonObject onlyKey(Response answer, int bits) {
        JsonObject container = answer.ok();
        assertEquals(1, container.getJsonArray("keys").size());
        JsonObject key = container.getJsonArray("keys").getJsonObject(0);
        assertEquals(bits / 8, Base64.getDecoder().decode(key.getString("key")).length);
        return key;
    }

    private Response sam(String method, String path, String headers, String body) throws IOException {
        return send(carol, network.carol, method, path, "Authorization: sam\n" + headers, body);
    }

    private Response sofia(String method, String path, String headers, String body) throws IOException {
        return send(connie, network.connie, method, path, headers, body);
    }

    private static Response send(
            HttpConnection connection, TestClient to, String method, String path, String headers, String body)
            throws IOException {
        return connection.send(
                method,
                to.base().getPath() + KEYS + path,
                headers.isEmpty() ? "" : headers.strip().replace("\n", "\r\n") + "\r\n",
                stream -> stream.write(body.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void requireSameKeyAtTheOtherEnd(JsonObject key, String headers) throws IOException {
        assertEquals(
                key,
                onlyKey(
                        sofia("GET", "sam/dec_keys?key_ID=" + key.getString("key_ID"), headers, ""),
                        Base64.getDecoder().decode(key.getString("key")).length * 8));
    }

    @Test
    void curl() throws IOException {
        String headers = "User-Agent: curl/8.5.0\nAccept: */*";
        JsonObject key = onlyKey(sam("GET", "sofia/enc_keys?number=1&size=256", headers, ""), 256);
        requireSameKeyAtTheOtherEnd(key, headers);
        String body = "{\"number\": 1, \"size\": 128}";
        onlyKey(
                sam(
                        "POST",
                        "sofia/enc_keys",
                        headers + "\nContent-Type: application/json\nContent-Length: " + body.length(),
                        body),
                128);
    }

    /** A client in C on libcurl says Content-Type with everything, also with GET. */
    @Test
    void aClientOnLibcurl() throws IOException {
        String headers = "Accept: application/json\nContent-Type: application/json";
        assertEquals("connie", sam("GET", "sofia/status", headers, "").ok().getString("target_KME_ID"));
        JsonObject key = onlyKey(sam("GET", "sofia/enc_keys?number=1&size=256", headers, ""), 256);
        String body = "{\"key_IDs\":[{\"key_ID\":\"" + key.getString("key_ID") + "\"}]}";
        assertEquals(
                key, onlyKey(sofia("POST", "sam/dec_keys", headers + "\nContent-Length: " + body.length(), body), 256));
    }

    /** A POST without a body and without a type is what reqwest, and curl with -X POST, send. */
    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "Content-Length: 0", "Content-Type: application/json\nContent-Length: 0"})
    void aPostOfNothingIsAnEmptyRequest(String headers) throws IOException {
        onlyKey(sam("POST", "sofia/enc_keys", headers, ""), 256);
        // The connection is where it should be.
        onlyKey(sam("POST", "sofia/enc_keys", headers, ""), 256);
        assertEquals(400, sam("POST", "sofia/dec_keys", headers, "").status());
    }

    @Test
    void jsonWithoutATypeIsReadAsJson() throws IOException {
        String body = "{\"size\":128}";
        onlyKey(sam("POST", "sofia/enc_keys", "Content-Length: " + body.length(), body), 128);
        onlyKey(sam("POST", "sofia/enc_keys", "Transfer-Encoding: chunked", "c\r\n" + body + "\r\n0\r\n\r\n"), 128);
    }

    /** Python's requests with json= writes blanks, and its name for the type. */
    @Test
    void pythonRequests() throws IOException {
        String body = "{\"number\": 1, \"size\": 256, \"extension_mandatory\": []}";
        onlyKey(
                sam(
                        "POST",
                        "sofia/enc_keys",
                        "User-Agent: python-requests/2.31.0\nAccept-Encoding: gzip, deflate, br\nAccept: */*\n"
                                + "Connection: keep-alive\nContent-Type: application/json\nContent-Length: "
                                + body.length(),
                        body),
                256);
    }

    /** The WireGuard key daemon, in Go. */
    @Test
    void arnika() throws IOException {
        String headers = "User-Agent: Go-http-client/1.1\nAccept-Encoding: gzip";
        requireSameKeyAtTheOtherEnd(onlyKey(sam("GET", "sofia/enc_keys?number=1&size=256", headers, ""), 256), headers);
    }

    /** The MACsec script says key_size where the standard has size, and relies on the default. */
    @Test
    void juniper() throws IOException {
        requireSameKeyAtTheOtherEnd(onlyKey(sam("GET", "sofia/enc_keys?key_size=256", "", ""), 256), "");
    }

    /** PAN-OS looks at the status first, and believes no status that contradicts itself. */
    @Test
    void panOs() throws IOException {
        JsonObject status =
                sam("GET", "sofia/status", "Accept: application/json", "").ok();
        assertTrue(status.getInt("min_key_size") <= status.getInt("key_size"));
        assertTrue(status.getInt("key_size") <= status.getInt("max_key_size"));
        assertTrue(status.getInt("stored_key_count") <= status.getInt("max_key_count"));
        onlyKey(sam("GET", "sofia/enc_keys?size=" + status.getInt("key_size"), "", ""), 256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: application/json|{\"number\":0}",
                "Content-Type: text/plain|anything",
                "Content-Type: application/x-www-form-urlencoded|number=0",
                "Accept: */*|GET / HTTP/1.1"
            })
    void theBodyOfAGetIsReadAndIgnored(String headers, String body) throws IOException {
        String all = headers + "\nContent-Length: " + body.length();
        JsonObject key = onlyKey(sam("GET", "sofia/enc_keys?size=128", all, body), 128);
        sam("GET", "sofia/status", all, body).ok();
        sam("GET", "sofia/status", headers + "\nTransfer-Encoding: chunked", "1\r\n{\r\n0\r\n\r\n")
                .ok();
        requireSameKeyAtTheOtherEnd(key, all.replace(String.valueOf(body.length()), "0"));
    }

    @Test
    void theBodyOfAGetIsNotReadForEver() throws IOException {
        assertEquals(
                413, sam("GET", "sofia/status", "Content-Length: 100000000", "").status());
    }

    @Test
    void connectionsThatAreNotToBeKeptAreServedToo() throws IOException {
        onlyKey(sam("GET", "sofia/enc_keys", "Connection: close", ""), 256);
    }
}

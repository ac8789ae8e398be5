package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.testing.Await;
import org.dske.testing.Certificates;
import org.dske.testing.Http;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More at a time than one certificate may have under way, and than there is memory for. */
class TooBusyTest {
    private static final String STATUS = "/etsi/api/v1/keys/sofia/status";

    private final TestNetwork network = new TestNetwork("http.requests-per-caller", "2");
    private final TestClient carol = network.carol;
    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Socket each : slow) {
            each.close();
        }
        network.close();
    }

    @Test
    void aCertificateHearsThatThereAreTooManyAndAnotherOneOfTheSameAddressIsServed() throws Exception {
        X509Certificate one = new Certificates().sae("sam").make();
        X509Certificate other = new Certificates().sae("sam").make();
        carol.connection.secure(one);
        for (int i = 0; i < 2; i++) {
            slow.add(halfABody());
        }
        Await.until(Await.LONG, () -> {
            Response refused = carol.call("GET", STATUS);
            refused.error(429, "2 requests of this certificate are under way");
            assertEquals("1", refused.header("Retry-After"));
        });
        carol.connection.secure(other);
        carol.call("GET", STATUS).ok();
        carol.connection.secure(one);
        carol.call("GET", STATUS).error(429);
        slow.getFirst().close();
        Await.until(Await.LONG, () -> carol.call("GET", STATUS).ok());
    }

    private Socket halfABody() throws Exception {
        Socket connection = Http.to(carol.base()).connect();
        connection
                .getOutputStream()
                .write(("POST " + carol.base().getPath()
                                + "/etsi/api/v1/keys/sofia/enc_keys HTTP/1.1\r\nHost: carol\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
        return connection;
    }
}

package org.dske.client.etsi014;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509Certificate;
import org.dske.client.api.TestClient;
import org.dske.client.api.TestNetwork;
import org.dske.limit.Caller;
import org.dske.limit.Place;
import org.dske.testing.Certificates;
import org.dske.testing.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More at a time than one certificate may have under way, and than there is memory for. */
class TooBusyTest {
    private static final String STATUS = "/etsi/api/v1/keys/sofia/status";

    private final TestNetwork network = new TestNetwork("http.requests-per-caller", "2");
    private final TestClient carol = network.carol;

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aCertificateHearsThatThereAreTooManyAndAnotherOneOfTheSameAddressIsServed() {
        X509Certificate one = new Certificates().sae("sam").make();
        X509Certificate other = new Certificates().sae("sam").make();
        carol.connection.secure(one);
        Caller caller = new Caller(Caller.Kind.CERTIFICATE, one);
        Place first = carol.underWay.enter(caller);
        Place second = carol.underWay.enter(caller);
        Response refused = carol.call("GET", STATUS);
        refused.error(429, "2 requests of this certificate are under way");
        assertEquals("1", refused.header("Retry-After"));
        carol.connection.secure(other);
        carol.call("GET", STATUS).ok();
        carol.connection.secure(one);
        carol.call("GET", STATUS).error(429);
        first.close();
        for (int i = 0; i < 5; i++) {
            carol.call("GET", STATUS).ok();
            carol.call("GET", "/etsi/nothing").error(404);
        }
        second.close();
    }
}

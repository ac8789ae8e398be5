package org.dske.client.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HubRequestTest {
    @Test
    void aQueryHasItsNamesAndEncodedValuesInOrder() {
        assertEquals("size=2000", HubRequest.query("size", "2000"));
        assertEquals(
                "a=b%26c%3Dd&e=%2B%20%E4%B8%89~&f=",
                HubRequest.query("a", "b&c=d", "e", "+ \u4e09~", "f", "").replace("%7E", "~"));
    }

    @Test
    void aRequestGoesBelowItsInterface() {
        URI base = URI.create("http://127.0.0.1/hub/hank/dske/api/v1");
        assertEquals(
                base + "/key-share?a=b",
                HubRequest.get("key-share", "a=b").below(base).toString());
        assertEquals(
                base + "/registration",
                HubRequest.delete("registration", "").below(base).toString());
    }
}

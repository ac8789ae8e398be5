package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.dske.testing.WireMessage;
import org.junit.jupiter.api.Test;

class WireLedgerTest {
    private static final String BLOCK = "5f2b1a52-3a3c-4d5e-8f60-718293a4b5c6";
    private static final String OTHER = "6a3c2b63-4b4d-4e6f-9a71-829304b5c6d7";

    private final WireLedger ledger = new WireLedger();

    @Test
    void bytesOfSignaturesAndPadsAreCountedInRequestsAndResponses() {
        WireMessage request = request(BLOCK + ":0:30," + OTHER + ":0:2", pad(BLOCK, 30, 64));
        ledger.request(request);
        ledger.response(request, response(OTHER + ":2:32", "{}"));
        assertFaults();
        assertEquals(32 + 64 + 32, ledger.bytes());
    }

    @Test
    void theSameMessageAgainNamesNothingTwice() {
        WireMessage request = request(BLOCK + ":0:32", "{}");
        WireMessage response = response(OTHER + ":0:32", pad(OTHER, 32, 64));
        for (int i = 0; i < 2; i++) {
            ledger.request(request);
            ledger.response(request, response);
        }
        assertFaults();
        assertEquals(32 + 32 + 64, ledger.bytes());
    }

    @Test
    void anotherBodyTargetOrTagWithTheSameKeyIsFound() {
        ledger.request(request(BLOCK + ":0:32", "{}"));
        ledger.request(request(BLOCK + ":0:32", "{\"a\":1}"));
        ledger.request(message("GET /hub/hank/dske/api/v1/key-share?a=b HTTP/1.1", BLOCK + ":0:32;AAAA", "{}"));
        ledger.request(message("POST /hub/hank/dske/api/v1/key-share HTTP/1.1", BLOCK + ":0:32;BBBB", "{}"));
        assertFaults("bytes 0 to 31", "bytes 0 to 31", "bytes 0 to 31");
    }

    @Test
    void theSameResponseToAnotherRequestIsFound() {
        WireMessage response = response(BLOCK + ":0:32", "{}");
        ledger.response(request(OTHER + ":0:32", "{}"), response);
        ledger.response(request(OTHER + ":32:32", "{}"), response);
        assertFaults("bytes 0 to 31");
    }

    @Test
    void aPadThatWasASigningKeyIsFoundByEveryByteOfIt() {
        ledger.request(request(BLOCK + ":64:32", "{}"));
        WireMessage request = request(OTHER + ":0:32", pad(BLOCK, 0, 65));
        ledger.request(request);
        ledger.response(request, response(OTHER + ":32:32", pad(BLOCK, 95, 1)));
        ledger.response(request, response(OTHER + ":64:32", pad(BLOCK, 96, 1)));
        assertFaults("bytes 64 to 64", "bytes 95 to 95");
    }

    @Test
    void aMessageThatNamesAByteTwiceIsFound() {
        ledger.request(request(BLOCK + ":0:32", pad(BLOCK, 31, 2)));
        ledger.request(request(OTHER + ":0:16," + OTHER + ":15:16", "{}"));
        assertFaults("bytes 31 to 31", "bytes 15 to 15");
    }

    @Test
    void oneAllocationOverSeveralEarlierOnesNamesThemAll() {
        for (int start = 0; start < 96; start += 32) {
            ledger.request(request(BLOCK + ":" + start + ":32", "{}"));
        }
        ledger.request(request(BLOCK + ":16:64", "{}"));
        assertFaults("bytes 64 to 79", "bytes 32 to 63", "bytes 16 to 31");
    }

    @Test
    void allocationsAreFoundHoweverDeepTheyAre() {
        ledger.request(request(BLOCK + ":0:32", "{\"put\":[{\"x\":" + pad(BLOCK, 32, 8) + "}]}"));
        ledger.request(request(BLOCK + ":64:32", "{\"put\":[{\"x\":" + pad(BLOCK, 39, 8) + "}]}"));
        assertFaults("bytes 39 to 39");
    }

    @Test
    void whatCannotBeReadIsAFault() {
        ledger.request(request(BLOCK + ":0", "{}"));
        ledger.request(request(BLOCK + ":0:0", "{}"));
        ledger.request(request(BLOCK + ":0:32", "{"));
        ledger.request(request(BLOCK + ":32:32", "{\"encryption_key_allocation\":{}}"));
        assertFaults("cannot be read", "cannot be read", "cannot be read", "cannot be read");
    }

    private void assertFaults(String... parts) {
        List<String> faults = ledger.faults();
        assertEquals(parts.length, faults.size(), faults::toString);
        for (int i = 0; i < parts.length; i++) {
            assertTrue(faults.get(i).contains(parts[i]), faults::toString);
        }
    }

    private static String pad(String block, int start, int size) {
        return "{\"encryption_key_allocation\":{\"fragments\":[{\"block_uuid\":\"%s\",\"start\":%d,\"size\":%d}]}}"
                .formatted(block, start, size);
    }

    private static WireMessage request(String signingKey, String body) {
        return message("POST /hub/hank/dske/api/v1/key-share HTTP/1.1", signingKey + ";AAAA", body);
    }

    private static WireMessage response(String signingKey, String body) {
        return message("HTTP/1.1 200", signingKey + "%AAAA", body);
    }

    private static WireMessage message(String startLine, String signature, String body) {
        return new WireMessage(startLine, Map.of("dske-signature", signature), body.getBytes(StandardCharsets.UTF_8));
    }
}

package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dske.testing.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that never end, at a hub, over more connections than it has threads and with more bytes than it has memory. */
@ExtendWith(SharedNetwork.class)
class TricklingBodiesIT {
    private static final int CONNECTIONS = 300;
    private static final int LARGEST = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LaunchedNetwork network;
    private final Node hank;
    private final List<Socket> connections = new ArrayList<>();

    TricklingBodiesIT(LaunchedNetwork network) {
        this.network = network;
        this.hank = network.node("hank");
    }

    @AfterEach
    void disconnect() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }

    @Test
    void halfABodyEachInTheNameOfAClientHoldsNobodyUp() throws IOException {
        JsonObject pool = hank.status()
                .getJsonArray("clients")
                .getJsonObject(0)
                .getJsonArray("pools")
                .getJsonObject(0);
        JsonObject block = pool.getJsonArray("blocks").getJsonObject(0);
        int unused = block.getInt("size") - 32;
        String signature = block.getString("uuid") + ":" + unused + ":32;AAAAAAAAAAAAAAAAAAAAAA==";
        for (int i = 0; i < CONNECTIONS; i++) {
            open("POST", "/dske/api/v1/key-share", "DSKE-Signature: " + signature + "\r\n", 1_000, 500);
        }
        assertServes();
        assertEquals(
                pool.getInt("size"),
                hank.status()
                        .getJsonArray("clients")
                        .getJsonObject(0)
                        .getJsonArray("pools")
                        .getJsonObject(0)
                        .getInt("size"));
    }

    @Test
    void almostAMegabyteEachFromAnybodyHoldsNobodyUp() throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            open("PUT", "/dske/oob/v1/registration", "", LARGEST, LARGEST - 1);
        }
        assertServes();
    }

    private void open(String method, String path, String header, int size, int sent) throws IOException {
        Socket connection = new Socket("localhost", hank.port());
        connections.add(connection);
        String head = method + " /hub/hank" + path + " HTTP/1.1\r\nHost: localhost\r\n" + header
                + "Content-Type: application/json\r\nContent-Length: " + size + "\r\n\r\n";
        try {
            connection.getOutputStream().write((head + " ".repeat(sent)).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It has given way to the others already.
            assertTrue(connections.size() > 1, e::toString);
        }
    }

    /** The hub takes part in keys; on a busy machine one is delivered before its share is there. */
    private void assertServes() {
        network.awaitReady();
        long begin = System.nanoTime();
        String keyId =
                network.encryptor("sam").keyPair(network.encryptor("sofia")).id();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        Await.until(LIMIT, () -> assertTrue(hank.holds(keyId), "the hub has had no part in it"));
        assertTrue(taken.compareTo(LIMIT) < 0, () -> "it took " + taken);
    }
}

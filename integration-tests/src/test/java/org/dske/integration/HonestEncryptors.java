package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.testing.Await;
import org.dske.testing.HttpConnection;
import org.dske.testing.Response;

/** Two encryptors that get one key after the other, over connections that they keep as long as their clients let them, and count. */
final class HonestEncryptors implements AutoCloseable {
    private final End master;
    private final End slave;
    private final List<DeliveredKey> owed = new ArrayList<>();

    /** One of the two, at its client. */
    private static final class End implements AutoCloseable {
        private final TlsPeer peer;
        private final int port;
        private final String path;
        private Optional<HttpConnection> connection = Optional.empty();

        private End(LaunchedNetwork network, String name, String client, String other) {
            peer = TlsPeer.of(network, network.certificate(name));
            port = network.node(client).httpsPort();
            path = "/api/v1/keys/" + other + "/";
        }

        private Response get(String what) throws IOException {
            if (connection.isEmpty()) {
                SSLSocket socket = peer.connect(port, "TLSv1.3");
                connection = Optional.of(new HttpConnection(socket, "localhost"));
            }
            try {
                Response answer = connection.get().get(path + what);
                if (answer.header("connection").equals("close")) {
                    close();
                }
                return answer;
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            if (connection.isPresent()) {
                connection.get().close();
                connection = Optional.empty();
            }
        }
    }

    HonestEncryptors(LaunchedNetwork network, String master, String masterClient, String slave, String slaveClient) {
        this.master = new End(network, master, masterClient, slave);
        this.slave = new End(network, slave, slaveClient, master);
    }

    /** Gets keys at both ends, for some time. Those that the slave is refused it is owed. */
    double keysPerSecond(Duration time) {
        long begin = System.nanoTime();
        int keys = 0;
        while (System.nanoTime() - begin < time.toNanos()) {
            keys += onePair() ? 1 : 0;
        }
        return keys * 1e9 / (System.nanoTime() - begin);
    }

    private boolean onePair() {
        try {
            Response given = master.get("enc_keys");
            if (given.status() != 200) {
                return false;
            }
            DeliveredKey key = Encryptor.keys(given.json()).getFirst();
            owed.add(key);
            if (!isGot(key)) {
                return false;
            }
            owed.remove(key);
            return true;
        } catch (IOException | UncheckedIOException e) {
            // A client that was too busy: what the master got, the slave is owed.
            return false;
        }
    }

    private boolean isGot(DeliveredKey key) throws IOException {
        Response got = slave.get("dec_keys?key_ID=" + key.id());
        if (got.status() != 200) {
            return false;
        }
        // Never in a message.
        assertTrue(Encryptor.keys(got.json()).equals(List.of(key)), "the two ends have different keys");
        return true;
    }

    /** The slave gets what it is owed: nothing is lost. */
    void assertNothingIsLost() {
        for (DeliveredKey key : owed) {
            Await.until(Await.LONG, () -> {
                try {
                    assertTrue(isGot(key), "a key that was given out is lost");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        owed.clear();
    }

    @Override
    public void close() throws IOException {
        master.close();
        slave.close();
    }
}

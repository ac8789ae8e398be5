package org.dske.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.dske.key.NodeName;
import org.dske.pki.CertificateKind;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.pki.ServerNames;
import org.dske.pki.Terms;
import org.dske.testing.JavaProcess;
import org.dske.testing.TlsHello;
import org.dske.tls.MutualTls;
import org.dske.tls.PemKeyManager;
import org.dske.tls.TrustedAuthorities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of TLS between nodes, in a process that is started as the launcher starts its servers, and the group that they agree on. */
class HybridKeyExchangeTest {
    private static final String GROUPS = "-Djdk.tls.namedGroups=" + HybridKeyExchange.GROUP + ",x25519,secp256r1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @Test
    void nodesAgreeOnTheHybridGroup() throws Exception {
        assertEquals("11ec", group(PemServer.NODES));
    }

    @Test
    void withoutItTheyAgreeOnTheNextOne() throws Exception {
        assertEquals(Runtime.version().feature() < 27 ? "001d" : "11ec", group(PemServer.NOBODY));
    }

    private String group(String word) throws IOException, InterruptedException {
        Pki pki = new Pki(new PkiDirectory(directory), Optional.empty(), Clock.systemUTC(), new SecureRandom());
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(
                CertificateKind.HUB,
                new NodeName("hank"),
                ServerNames.ofHost(Optional.empty()),
                new Terms(Terms.KeyType.EC, 10),
                false);
        Process process = JavaProcess.of(
                        List.of(GROUPS),
                        PemServer.class,
                        directory.toString(),
                        word,
                        Handshake.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertEquals(0, process.waitFor());
        return out.strip();
    }

    /** A client's first message to a server, and the group of which the server's answer has a key. */
    static final class Handshake {
        private Handshake() {}

        public static void main(String[] arguments) throws Exception {
            Path pki = Path.of(arguments[0]);
            SSLContext context = MutualTls.context(
                    new TrustedAuthorities(pki.resolve("ca.crt"), Optional.empty(), InstantSource.system()),
                    new PemKeyManager(pki.resolve("hub/hank.crt"), pki.resolve("hub/hank.key")));
            SSLEngine client = context.createSSLEngine("localhost", 1);
            client.setUseClientMode(true);
            SSLEngine server = context.createSSLEngine();
            server.setUseClientMode(false);
            ByteBuffer hello = output(client);
            server.unwrap(hello, ByteBuffer.allocate(server.getSession().getApplicationBufferSize()));
            System.out.printf("%04x%n", TlsHello.group(output(server)));
        }

        private static ByteBuffer output(SSLEngine engine) throws SSLException {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            return out.flip();
        }
    }
}

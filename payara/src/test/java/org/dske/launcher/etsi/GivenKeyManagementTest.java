package org.dske.launcher.etsi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.ExitStatus;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.GivenKeyManagement.Certificate;
import org.dske.launcher.etsi.GivenKeyManagement.End;
import org.dske.pki.CertificateFiles;
import org.dske.pki.CertificateKind;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.pki.ServerNames;
import org.dske.pki.Terms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A KME of somebody else's, over mutual TLS. */
class GivenKeyManagementTest {
    private static final SaeId SAM = new SaeId("sam");
    private static final SaeId SOFIA = new SaeId("sofia");
    private static final NodeName KME = new NodeName("kme");

    private final List<String> callers = new CopyOnWriteArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @SuppressWarnings("NullAway.Init") // Set before each.
    private HttpsServer server;

    private Pki pki(String name) {
        Pki pki = new Pki(
                new PkiDirectory(directory.resolve(name)), Optional.empty(), Clock.systemUTC(), new SecureRandom());
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        pki.issue(CertificateKind.KME, KME, ServerNames.ofHost(Optional.empty()), Terms.usual(), false);
        pki.issue(SAM, Terms.usual(), false);
        return pki;
    }

    @BeforeEach
    void startKme() throws IOException {
        SSLContext tls = pki("ours").tls(CertificateKind.KME, KME);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopKme() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        callers.add(
                ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] answer = "{\"keys\":[{\"key_ID\":\"1\",\"key\":\"AA==\"}]}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private GivenKeyManagement kme(Optional<Path> authorities, Optional<Certificate> certificate) {
        URI url = URI.create("https://localhost:" + server.getAddress().getPort());
        return new GivenKeyManagement(Map.of(SAM, new End(url, authorities, certificate)), Clock.systemUTC());
    }

    private PkiDirectory files(String name) {
        return new PkiDirectory(directory.resolve(name));
    }

    private Certificate sams(String name) {
        CertificateFiles files = files(name).files(CertificateKind.SAE, "sam");
        return new Certificate(files.certificate(), files.key());
    }

    private List<DeliveredKey> ask(GivenKeyManagement kme) {
        return new EtsiClient(kme).keys(SAM, SOFIA, OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void theEncryptorIsWhoItsCertificateSaysAndNoHeaderNamesIt() {
        assertEquals(
                List.of(new DeliveredKey("1", "AA==")),
                ask(kme(Optional.of(files("ours").caCertificate()), Optional.of(sams("ours")))));

        assertEquals(1, callers.size());
        assertTrue(callers.get(0).contains("CN=sam") && callers.get(0).endsWith(" null"), callers::toString);
    }

    @Test
    void aKmeOfAnotherCaIsNotAsked() {
        pki("others");

        assertEquals(
                "no answer",
                assertThrows(
                                KmeException.class,
                                () -> ask(kme(Optional.of(files("others").caCertificate()), Optional.of(sams("ours")))))
                        .kind());
        assertEquals(
                "no answer",
                assertThrows(KmeException.class, () -> ask(kme(Optional.empty(), Optional.of(sams("ours")))))
                        .kind());
        assertEquals(List.of(), callers);
    }

    @Test
    void whoShowsNoCertificateGetsNoKey() {
        assertThrows(KmeException.class, () -> ask(kme(Optional.of(files("ours").caCertificate()), Optional.empty())));
        assertEquals(List.of(), callers);
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        Path missing = directory.resolve("missing.crt");

        LauncherException failure = assertThrows(
                LauncherException.class,
                () -> ask(kme(
                        Optional.of(files("ours").caCertificate()),
                        Optional.of(new Certificate(missing, sams("ours").key())))));

        assertEquals(
                "cannot read the certificates of sam: " + missing + ", there is no such file", failure.getMessage());
    }

    @Test
    void nobodyElseHasAKme() {
        GivenKeyManagement kme = kme(Optional.empty(), Optional.empty());

        assertEquals(
                ExitStatus.HERE,
                assertThrows(LauncherException.class, () -> kme.of(SOFIA)).exitStatus());
    }
}

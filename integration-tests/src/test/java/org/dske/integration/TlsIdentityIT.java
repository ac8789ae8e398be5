package org.dske.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a client takes its callers for: what their certificates say, and nothing else. All of it at one client. */
@ExtendWith(SharedTlsNetwork.class)
class TlsIdentityIT {
    private static final String CLIENT = "carol";
    private static final String STATUS = "/api/v1/keys/sofia/status";

    private final TestNetwork network;
    private final CertificateAuthority authority;
    private final Encryptor sofia;

    TlsIdentityIT(TestNetwork network) {
        this.network = network;
        this.authority = CertificateAuthority.of(network);
        this.sofia = network.encryptor("sofia");
    }

    @ParameterizedTest(name = "{0} {1} by {2}")
    @MethodSource("formsOfNames")
    void everyFormOfNameIsReadInBothVersionsWithBothKindsOfKeys(
            String protocol, String keyAlgorithm, String sae, String commonName, GeneralName[] alternatives)
            throws IOException {
        TlsPeer peer = TlsPeer.of(network, authority.issue(keyAlgorithm, commonName, alternatives));

        for (String prefix : new String[] {"", "/client/" + CLIENT + "/etsi"}) {
            try (SSLSocket socket = peer.connect(network.node(CLIENT).httpsPort(), protocol)) {
                assertEquals(
                        sae, new RawHttp(socket).get(prefix + STATUS).ok().getString("master_SAE_ID"), "by " + prefix);
            }
        }
    }

    static Stream<Arguments> formsOfNames() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> Stream.of("EC", "RSA")
                        .flatMap(key -> Stream.of(
                                form(protocol, key, "sam", "a box", uri("sae:sam")),
                                form(protocol, key, "s/ä m%", "a box", uri("sae:s%2F%C3%A4%20m%25")),
                                form(protocol, key, "sara.example.org", "a box", dns("sara.example.org")),
                                form(protocol, key, "samuel", "samuel"),
                                // What comes first counts, whatever else the certificate says.
                                form(protocol, key, "sam", "samuel", dns("sara.example.org"), uri("sae:sam")),
                                form(
                                        protocol,
                                        key,
                                        "sara.example.org",
                                        "samuel",
                                        dns("box-7.example.org"),
                                        dns("sara.example.org")),
                                form(
                                        protocol,
                                        key,
                                        "samuel",
                                        "samuel",
                                        dns("box-7.example.org"),
                                        uri("https://example.org")))));
    }

    @Test
    void aCertificateThatTheLauncherMadeIsItsEncryptors() {
        for (String sae : new String[] {"sam", "samuel", "sara.example.org", "s/ä m%"}) {
            assertEquals(sae, network.encryptor(sae).status(sofia).ok().getString("master_SAE_ID"));
        }
    }

    @Test
    void anEncryptorOfAnotherClientIsTurnedAway() {
        Encryptor stranger = network.encryptor("sofia", CLIENT, network.certificate("sofia"));

        stranger.status(network.encryptor("serena")).error(401);
        stranger.encKeys(network.encryptor("serena")).error(401);
        stranger.decKeys(network.encryptor("serena"), "0f000000-0000-4000-8000-000000000000")
                .error(401);
        stranger.post(network.encryptor("serena"), "enc_keys", "{}").error(401);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void whoeverIsNobodyHereIsTurnedAway(String commonName, GeneralName[] alternatives) {
        network.encryptor("stranger", CLIENT, authority.issue("EC", commonName, alternatives))
                .status(sofia)
                .error(401);
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                Arguments.of("nobody", new GeneralName[0]),
                Arguments.of("SAM", new GeneralName[0]),
                Arguments.of("sam", new GeneralName[] {uri("sae:nobody")}),
                Arguments.of("sam", new GeneralName[] {uri("sae:sam"), uri("sae:samuel")}),
                Arguments.of("sam", new GeneralName[] {uri("sae:%zz")}),
                Arguments.of("a box", new GeneralName[] {dns("*.example.org")}));
    }

    @Test
    void aClientIsNoEncryptor() {
        var files = network.pki().files(org.dske.pki.CertificateKind.KME, "connie");

        network.encryptor("connie", CLIENT, CertificateAuthority.read(files.certificate(), files.key()))
                .status(sofia)
                .error(401);
    }

    @Test
    void noHeaderIsBelieved() throws IOException {
        int port = network.node(CLIENT).httpsPort();
        TlsPeer sam = TlsPeer.of(network, network.certificate("sam"));
        TlsPeer stranger = TlsPeer.of(network, network.certificate("sofia"));
        for (String header : new String[] {
            "Authorization: samuel", "X-Client-Cert: CN=samuel", "X-SSL-Client-S-DN: CN=samuel", "Proxy-user: samuel"
        }) {
            try (SSLSocket socket = sam.connect(port, "TLSv1.3")) {
                assertEquals("sam", new RawHttp(socket).get(STATUS, header).ok().getString("master_SAE_ID"), header);
            }
            try (SSLSocket socket = stranger.connect(port, "TLSv1.3")) {
                new RawHttp(socket).get(STATUS, header).error(401);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/client/carol/etsi" + STATUS, STATUS, "/client/carol/etsi/api/v1/keys/sofia/enc_keys"})
    void overPlainHttpNobodyIsServed(String path) {
        String url = "http://localhost:" + network.node(CLIENT).port() + path;

        Http.get(url, "Authorization", "sam").error(401);
        Http.get(url).error(401);
        Http.get(url, "Authorization", "sam", "X-Forwarded-Proto", "https").error(401);
    }

    private static Arguments form(
            String protocol, String keyAlgorithm, String sae, String commonName, GeneralName... alternatives) {
        return Arguments.of(protocol, keyAlgorithm, sae, commonName, alternatives);
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }
}

package org.dske.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.dske.key.NodeName;
import org.dske.testing.Certificates;
import org.dske.testing.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate names a node or an administrator by exactly one URI of that kind, and is of the right CA, now. */
class PeerCertificatesTest {
    private static final Optional<NodeName> CAROL = Optional.of(new NodeName("carol"));

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private PeerCertificates certificates;
    private Instant now = Instant.now();

    @BeforeEach
    void trust() throws Exception {
        authority = new TestAuthority(directory);
        certificates = new PeerCertificates(
                Optional.of(new TrustedAuthorities(authority.file(), Optional.empty(), () -> now)));
    }

    @Test
    void theUriOfItsKindNamesIt() {
        Certificates both = authority.issue().dns("localhost").uri("kme:carol").uri("admin:alice");

        assertEquals(CAROL, certificates.nameOf(Party.KME, both.make()));
        assertEquals(Optional.of(new NodeName("alice")), certificates.nameOf(Party.ADMIN, both.make()));
        assertEquals(Optional.empty(), certificates.nameOf(Party.HUB, both.make()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"kme:", "kme:a b", "kme:../carol", "kme:c%61rol", "KME:carol", "kme://carol", "sae:carol", "kme"
            })
    void whatIsNoUriOfANameNamesNobody(String uri) {
        assertEquals(
                Optional.empty(),
                certificates.nameOf(
                        Party.KME,
                        authority.issue().commonName("carol").uri(uri).make()));
    }

    @Test
    void aCertificateForTwoIsNobodys() {
        assertEquals(
                Optional.empty(),
                certificates.nameOf(
                        Party.KME,
                        authority.issue().uri("kme:carol").uri("kme:connie").make()));
    }

    @Test
    void namesInOtherPlacesDoNotCount() {
        assertEquals(
                Optional.empty(),
                certificates.nameOf(
                        Party.KME,
                        authority
                                .issue()
                                .commonName("carol")
                                .dns("carol")
                                .sae("carol")
                                .make()));
        assertEquals(
                Optional.empty(),
                certificates.nameOf(
                        Party.KME,
                        authority
                                .issue()
                                .uri("kme:carol")
                                .alternatives((byte) 7)
                                .make()));
    }

    @Test
    void aCertificateOfAnotherCaOrOfAnotherTimeIsNobodys() {
        assertEquals(
                Optional.empty(),
                certificates.nameOf(
                        Party.KME, new Certificates().uri("kme:carol").make()));
        now = Instant.parse("2100-01-02T00:00:00Z");
        assertEquals(
                Optional.empty(),
                certificates.nameOf(
                        Party.KME, authority.issue().uri("kme:carol").make()));
    }

    @Test
    void whoShowsNoneOrMeetsNoCaIsNobody() {
        assertEquals(Optional.empty(), certificates.nameOf(Party.KME));
        assertEquals(
                Optional.empty(),
                new PeerCertificates(Optional.empty())
                        .nameOf(Party.KME, authority.issue().uri("kme:carol").make()));
    }
}

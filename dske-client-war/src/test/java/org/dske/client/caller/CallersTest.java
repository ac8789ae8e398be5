package org.dske.client.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.testing.Certificates;
import org.dske.tls.TrustedAuthorities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
    private static final SaeId SAM = new SaeId("sam");
    private static final SaeId SERENA = new SaeId("serena");
    private final Callers two = callers("sam", "serena");
    private final Callers one = callers("sam");

    private static Callers callers(String... encryptors) {
        return new Callers(
                Arrays.stream(encryptors).map(SaeId::new).collect(Collectors.toSet()), true, Optional.empty());
    }

    private static void assertNotAuthorised(Callers callers, Certificates certificate, String reason) {
        NotAuthorisedException e =
                assertThrows(NotAuthorisedException.class, () -> callers.certified(certificate.make()));
        assertEquals("SAE is not authorised to use this KME" + reason, e.getMessage());
        assertEquals(401, e.code().httpStatus());
    }

    @Test
    void aCertificateSaysWhoCallsInItsUri() {
        assertEquals(SAM, two.certified(new Certificates().sae("sam").make()));
        assertEquals(SAM, two.certified(new Certificates().uri("SAE:s%61m").make()));
    }

    @Test
    void orElseInADnsName() {
        assertEquals(SAM, two.certified(new Certificates().dns("sam").make()));
        assertEquals(
                SAM,
                two.certified(new Certificates()
                        .dns("host.example.org")
                        .dns("sam")
                        .dns("sam")
                        .make()));
        assertEquals(
                SAM,
                two.certified(
                        new Certificates().uri("https://serena/").dns("sam").make()));
    }

    @Test
    void orElseInItsCommonName() {
        assertEquals(SAM, two.certified(new Certificates().commonName("sam").make()));
        assertEquals(
                SAM,
                two.certified(new Certificates()
                        .commonName("sam")
                        .dns("host.example.org")
                        .uri("urn:uuid:1")
                        .other(new GeneralName(GeneralName.iPAddress, "192.0.2.7"))
                        .other(new GeneralName(GeneralName.rfc822Name, "serena@example.org"))
                        .make()));
    }

    @Test
    void theFirstOfThemThatSaysItCountsAndNoOther() {
        assertEquals(
                SAM,
                two.certified(new Certificates()
                        .sae("sam")
                        .dns("serena")
                        .commonName("serena")
                        .make()));
        assertEquals(
                SAM,
                two.certified(new Certificates().dns("sam").commonName("serena").make()));
        assertNotAuthorised(two, new Certificates().sae("sofia").dns("sam").commonName("sam"), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                " a ",
                "//host/x",
                "#sharp",
                "back/",
                "a=b,c+d;e",
                "\"quoted\"",
                "<x>",
                "Ünïcødé 🔑",
                "100%",
                "CN=sam",
                "urn:sae:1"
            })
    void anSaeIdOfAnyKindIsUnderstood(String name) {
        Callers callers = callers(name, "sam");
        assertEquals(
                new SaeId(name), callers.certified(new Certificates().sae(name).make()));
        assertEquals(
                new SaeId(name),
                callers.certified(new Certificates().commonName(name).make()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sofia", "SAM", "sam ", "sam,serena", "sam\u0000", "s\u0430m", "CN=sam", "#0403616d"})
    void whoIsNoEncryptorOfThisClientIsNotAuthorised(String stranger) {
        assertNotAuthorised(two, new Certificates().commonName(stranger), "");
        assertNotAuthorised(two, new Certificates().sae(stranger), "");
        assertNotAuthorised(one, new Certificates().sae(stranger).commonName("sam"), "");
    }

    @Test
    void aLongNameIsNobodys() {
        assertNotAuthorised(two, new Certificates().sae("x".repeat(10_000)), "");
        assertNotAuthorised(two, new Certificates().commonName("sam".repeat(1_000)), "");
    }

    @Test
    void aCertificateForSeveralIsNobodys() {
        String reason = ": its certificate is for several";
        assertNotAuthorised(two, new Certificates().sae("sam").sae("serena"), reason);
        assertNotAuthorised(two, new Certificates().sae("sam").sae("sofia"), reason);
        assertNotAuthorised(two, new Certificates().sae("sam").uri("sae:s%61m"), reason);
        assertNotAuthorised(two, new Certificates().dns("sam").dns("serena"), reason);
        assertNotAuthorised(two, new Certificates().commonName("sam").commonName("x"), reason);
        assertNotAuthorised(two, new Certificates().commonNames("sam", "serena"), reason);
        assertNotAuthorised(
                two, new Certificates().commonName("sam").commonName(new DERBitString(new byte[2])), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sae:",
                "sae:%",
                "sae:%zz",
                "sae:sam%",
                "sae:%C3",
                "sae:%00",
                "sae:sam#",
                "sae:sam?x",
                "sae://sam"
            })
    void aUriOfAnSaeThatIsBadlyWrittenIsNobodysWhateverElseThereIs(String uri) {
        NotAuthorisedException e = assertThrows(
                NotAuthorisedException.class,
                () -> two.certified(
                        new Certificates().uri(uri).dns("sam").commonName("sam").make()));
        assertTrue(e.getMessage().startsWith("SAE is not authorised to use this KME"), e::getMessage);
    }

    @Test
    void aCertificateWithoutAnyNameIsNobodys() {
        assertNotAuthorised(one, new Certificates(), "");
        assertNotAuthorised(one, new Certificates().dns("host"), "");
        assertNotAuthorised(one, new Certificates().commonName(""), "");
        assertNotAuthorised(one, new Certificates().commonName(new DERBitString(new byte[2])), "");
    }

    @Test
    void alternativeNamesThatCannotBeReadAreNotOverlooked() {
        String reason = ": its certificate cannot be read";
        assertNotAuthorised(one, new Certificates().commonName("sam").alternatives((byte) 1, (byte) 2), reason);
        assertNotAuthorised(one, new Certificates().commonName("sam").alternatives(), reason);
        assertNotAuthorised(one, new Certificates().commonName("sam").uri("sae:a b"), reason);
    }

    @Test
    void whoHasNoCertificateIsNotAuthorised() {
        assertEquals(
                "SAE is not authorised without a client certificate",
                assertThrows(NotAuthorisedException.class, () -> one.certified())
                        .getMessage());
    }

    @Test
    void overPlainHttpTheHeaderSaysWhoCalls() {
        assertEquals(SAM, two.claimed("sam"));
        assertEquals(SERENA, two.claimed("  serena "));
        assertEquals(SAM, one.claimed("sam"));
    }

    @Test
    void theOnlyEncryptorNeedNotSay() {
        assertEquals(SAM, one.claimed(null));
        assertEquals(SAM, one.claimed(" "));
    }

    @Test
    void oneOfSeveralMustSay() {
        assertEquals(
                "Missing Authorization header",
                assertThrows(InvalidException.class, () -> two.claimed(null)).getMessage());
        assertThrows(InvalidException.class, () -> callers().claimed(null));
    }

    @Test
    void strangersAreTurnedDownWhateverTheyCallThemselves() {
        for (String stranger : new String[] {"sofia", "SAM", "sam,serena", "x".repeat(1_000), "a\tb", "Basic c2Ft"}) {
            assertThrows(NotAuthorisedException.class, () -> two.claimed(stranger), stranger);
            assertThrows(NotAuthorisedException.class, () -> one.claimed(stranger), stranger);
        }
    }

    @Test
    void nobodyIsServedOverPlainHttpUnlessThatIsSwitchedOn() {
        Callers callers = new Callers(Set.of(SAM), false, Optional.empty());
        for (String header : new String[] {null, "sam", "sofia"}) {
            assertEquals(
                    "SAE is not authorised over plain HTTP: this KME serves encryptors over HTTPS only",
                    assertThrows(NotAuthorisedException.class, () -> callers.claimed(header))
                            .getMessage());
        }
        assertEquals(SAM, callers.certified(new Certificates().sae("sam").make()));
    }

    @Test
    void aServersCertificateIsNobodysWhateverItsNamesAndOtherUsages() {
        assertEquals(
                SAM,
                two.certified(new Certificates()
                        .sae("sam")
                        .usage(KeyPurposeId.id_kp_clientAuth)
                        .make()));
        assertEquals(
                SAM,
                two.certified(new Certificates()
                        .sae("sam")
                        .usage(KeyPurposeId.anyExtendedKeyUsage)
                        .make()));
        for (KeyPurposeId[] usages : new KeyPurposeId[][] {
            {KeyPurposeId.id_kp_serverAuth},
            {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth},
            {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth},
            {KeyPurposeId.anyExtendedKeyUsage, KeyPurposeId.id_kp_serverAuth},
            {KeyPurposeId.id_kp_codeSigning}
        }) {
            assertNotAuthorised(
                    two,
                    new Certificates().sae("sam").commonName("sam").usage(usages),
                    ": its certificate is not for a client alone");
        }
    }

    @Test
    void aCertificateThatIsNotOfTheCasOfTheFileIsNobodys(@TempDir Path directory) throws Exception {
        X509Certificate ca = new Certificates().commonName("another CA").make();
        Path file = Files.writeString(
                directory.resolve("ca.crt"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(ca.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Callers callers = new Callers(
                Set.of(SAM),
                false,
                Optional.of(new TrustedAuthorities(file, Optional.empty(), InstantSource.system())));

        assertNotAuthorised(
                callers, new Certificates().sae("sam"), ": its certificate is not one that this KME trusts");
    }
}

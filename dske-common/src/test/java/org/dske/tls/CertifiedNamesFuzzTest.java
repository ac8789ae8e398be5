package org.dske.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.dske.testing.Mutations;
import org.dske.testing.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The names in a certificate: whatever a CA has signed, they are read, or its owner is nobody. */
class CertifiedNamesFuzzTest {
    @FuzzTest
    @Timeout(20)
    void certificate(byte[] der) {
        X509Certificate certificate;
        try {
            certificate = read(der);
        } catch (CertificateException e) {
            // So does the server, which never shows it to the client then.
            return;
        }
        try {
            CertifiedNames names = CertifiedNames.of(certificate);
            assertEquals(names, CertifiedNames.of(certificate));
        } catch (CertificateParsingException e) {
            assertNotNull(e.getMessage());
        }
    }

    private static X509Certificate read(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    @Test
    void theSeedsHaveNames() throws Exception {
        List<byte[]> seeds = Mutations.of(getClass(), "certificate").seeds();
        List<CertifiedNames> names = seeds.stream()
                .map(seed -> {
                    try {
                        return CertifiedNames.of(read(seed));
                    } catch (CertificateException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        assertEquals(
                List.of(
                        new CertifiedNames(List.of(), List.of(), List.of()),
                        new CertifiedNames(List.of(), List.of(), List.of("sam", "serena")),
                        new CertifiedNames(List.of("sae:sam"), List.of("sam.example"), List.of("sam"))),
                names);
    }

    @Test
    void seedsWithChangesAreReadOrRefused() {
        Seed.check(random -> Mutations.of(getClass(), "certificate")
                .inputs(random)
                .limit(5_000)
                .forEach(this::certificate));
    }
}

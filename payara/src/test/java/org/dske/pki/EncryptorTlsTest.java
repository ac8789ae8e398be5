package org.dske.pki;

import static org.dske.pki.TestPki.NOW;
import static org.dske.pki.TestPki.SAM;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dske.launcher.LauncherException;
import org.dske.pki.Terms.KeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in the way of a connection; that there is one otherwise is shown with whole nodes. */
class EncryptorTlsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // Set by JUnit.
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void anEncryptorHasAContext(KeyType keyType) {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, new Terms(keyType, 10), false);

        assertNotNull(pki.tls(SAM));
        assertNotNull(pki.tlsOfNobody());
    }

    @Test
    void aDirectoryThatIsNotThereIsTold() {
        Pki pki = TestPki.at(directory);

        assertRefused("there is no CA certificate", pki);
    }

    @Test
    void aCertificateThatIsNotThereIsTold() {
        Pki pki = TestPki.withCa(directory);

        assertRefused("sam.crt: see ./dske pki issue", pki);
    }

    @Test
    void aCertificateWithoutItsKeyIsTold() throws Exception {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, Terms.usual(), false);
        Files.delete(pki.directory().files(CertificateKind.SAE, "sam").key());

        assertRefused("sam.crt cannot be used (incomplete)", pki);
    }

    @Test
    void aCertificateThatHasExpiredIsTold() {
        Pki pki = TestPki.withCa(directory);
        pki.issue(SAM, new Terms(KeyType.EC, 10), false);

        assertRefused("sam.crt cannot be used (expired)", TestPki.at(directory, NOW.plus(Duration.ofDays(11))));
    }

    private static void assertRefused(String part, Pki pki) {
        LauncherException exception = assertThrows(LauncherException.class, () -> pki.tls(SAM));
        assertTrue(String.valueOf(exception.getMessage()).contains(part), exception.getMessage());
    }
}

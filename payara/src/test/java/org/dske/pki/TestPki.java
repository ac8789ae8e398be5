package org.dske.pki;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.tls.PemFiles;

/** A PKI in a directory of a test, at a time of the test. */
final class TestPki {
    static final Instant NOW = Instant.parse("2030-05-06T07:08:09Z");
    static final NodeName CAROL = new NodeName("carol");
    static final SaeId SAM = new SaeId("sam");
    static final ServerNames LOCALHOST = ServerNames.ofHost(Optional.empty());

    static final KeyStorePassword PASSWORD = new KeyStorePassword("a test's own");

    private TestPki() {}

    /** The first certificate of a file. */
    static X509Certificate certificate(Path file) {
        try {
            return PemFiles.certificates(file).get(0);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Pki at(Path directory) {
        return at(directory, NOW);
    }

    static Pki at(Path directory, Instant now) {
        return at(directory, now, PASSWORD);
    }

    static Pki at(Path directory, Instant now, KeyStorePassword password) {
        return new Pki(
                new PkiDirectory(directory.resolve("pki")),
                Optional.of(password),
                Clock.fixed(now, ZoneOffset.UTC),
                new SecureRandom());
    }

    static Pki withCa(Path directory) {
        Pki pki = at(directory);
        pki.init(Pki.CA_NAME, Terms.usualOfCa(), false);
        return pki;
    }

    static Map<NodeName, List<SaeId>> clients() {
        Map<NodeName, List<SaeId>> clients = new LinkedHashMap<>();
        clients.put(CAROL, List.of(SAM, new SaeId("a/b")));
        clients.put(new NodeName("connie"), List.of(new SaeId("sofia")));
        return clients;
    }

    static KeyStore keyStore(Path file, KeyStorePassword password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            store.load(content, password.characters());
        }
        return store;
    }
}

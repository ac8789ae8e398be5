package org.dske.launcher.etsi;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dske.key.SaeId;
import org.dske.launcher.pki.TlsContexts;

/**
 * The connections of encryptors: over HTTP they all share theirs, over TLS each has its own, with its own certificate. A server
 * must have a certificate of the CA for the host of its URL.
 */
final class EncryptorConnections {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TlsContexts contexts;
    private final HttpClient plain = builder().build();
    private final Map<SaeId, HttpClient> secure = new ConcurrentHashMap<>();

    EncryptorConnections(TlsContexts contexts) {
        this.contexts = contexts;
    }

    HttpClient plain() {
        return plain;
    }

    HttpClient secure(SaeId encryptor) {
        return secure.computeIfAbsent(
                encryptor, sae -> builder().sslContext(contexts.of(sae)).build());
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    }
}

package org.dske.client.etsi014;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.key.SaeUri;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: one of this client's encryptors, or nobody. Over HTTPS its certificate alone says so. Over plain HTTP, which is
 * for the laboratory and must be switched on, it is whoever the header {@code Authorization} says, or the one encryptor of a
 * client that has exactly one; that proves nothing. Source: ETSI GS QKD 014, clauses 4 and 5.1.
 *
 * @param encryptors the client's encryptors
 * @param plainHttp whether encryptors are served over plain HTTP
 */
public record Callers(Set<SaeId> encryptors, boolean plainHttp) {
    private static final String HERE = "to use this KME";

    public Callers {
        encryptors = Set.copyOf(encryptors);
    }

    /**
     * The encryptor that calls over HTTPS: the one that a URI {@code sae:ID} among the alternative names says, else the one
     * that a DNS name says, else the one that the common name says. A certificate for two is nobody's: what it proves would
     * depend on who reads it.
     *
     * @param certificate of the connection's other end, checked by the server; null if it has none
     * @return the encryptor
     * @throws NotAuthorisedException if it is not exactly one of this client's
     */
    SaeId certified(@Nullable X509Certificate certificate) {
        if (certificate == null) {
            throw new NotAuthorisedException("without a client certificate");
        }
        CertifiedNames names = CertifiedNames.of(certificate);
        List<String> uris = names.uris().stream().filter(SaeUri::isOne).toList();
        if (!uris.isEmpty()) {
            return encryptor(only(uris.stream()
                    .map(uri -> SaeUri.saeId(uri).orElseThrow(Callers::stranger))
                    .toList()));
        }
        List<String> dnsNames =
                names.dnsNames().stream().filter(this::isEncryptor).distinct().toList();
        return encryptor(only(dnsNames.isEmpty() ? names.commonNames() : dnsNames));
    }

    /**
     * The encryptor that calls over plain HTTP.
     *
     * @param authorization the header's text, null if there is none
     * @return the encryptor
     * @throws InvalidException if nobody says who calls
     * @throws NotAuthorisedException if it is not one of this client's, or plain HTTP is not switched on
     */
    SaeId claimed(@Nullable String authorization) {
        if (!plainHttp) {
            throw new NotAuthorisedException("over plain HTTP: this KME serves encryptors over HTTPS only");
        }
        if (authorization == null || authorization.isBlank()) {
            if (encryptors.size() == 1) {
                return encryptors.iterator().next();
            }
            throw new InvalidException("Missing Authorization header");
        }
        return encryptor(authorization.strip());
    }

    private static String only(List<String> names) {
        if (names.size() > 1) {
            throw new NotAuthorisedException(HERE + ": its certificate is for several");
        }
        return names.stream().findFirst().orElseThrow(Callers::stranger);
    }

    private boolean isEncryptor(String name) {
        return encryptors.stream().anyMatch(encryptor -> encryptor.name().equals(name));
    }

    // Compared as texts: what a stranger calls itself may be no SAE ID at all.
    private SaeId encryptor(String name) {
        return encryptors.stream()
                .filter(encryptor -> encryptor.name().equals(name))
                .findFirst()
                .orElseThrow(Callers::stranger);
    }

    private static NotAuthorisedException stranger() {
        return new NotAuthorisedException(HERE);
    }
}

package org.dske.client.caller;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dske.error.InvalidException;
import org.dske.key.SaeId;
import org.dske.key.SaeUri;
import org.dske.tls.CertifiedNames;
import org.dske.tls.TrustedAuthorities;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: one of this client's encryptors, or nobody. Over HTTPS its certificate alone says so. Over plain HTTP, which is
 * for the laboratory and must be switched on, it is whoever the header {@code Authorization} says, or the one encryptor of a
 * client that has exactly one; that proves nothing. Source: ETSI GS QKD 014, clauses 4 and 5.1.
 *
 * @param encryptors the client's encryptors
 * @param plainHttp whether encryptors are served over plain HTTP
 * @param authorities whose certificates are taken, besides what the server checks when a connection is made: on one that is kept, and
 *     on servers that read their files but once, a certificate that was revoked meanwhile gets nothing; empty leaves it to the server
 */
public record Callers(Set<SaeId> encryptors, boolean plainHttp, Optional<TrustedAuthorities> authorities) {
    private static final String HERE = "to use this KME";
    // RFC 5280, section 4.2.1.12.
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    public Callers {
        encryptors = Set.copyOf(encryptors);
    }

    /**
     * The encryptor that calls over HTTPS: the one that a URI {@code sae:ID} among the alternative names says, else the one
     * that a DNS name says, else the one that the common name says. A certificate for two is nobody's: what it proves would
     * depend on who reads it. A server's is nobody's either: a KME's name may be an SAE ID too.
     *
     * @param chain the certificate of the connection's other end, checked by the server, and those that led to its CA; none if it
     *     has no certificate
     * @throws NotAuthorisedException if it is not exactly one of this client's
     */
    SaeId certified(X509Certificate... chain) {
        if (chain.length == 0) {
            throw new NotAuthorisedException("without a client certificate");
        }
        X509Certificate certificate = chain[0];
        requireTrusted(List.of(chain));
        requireClient(certificate);
        CertifiedNames names = names(certificate);
        List<String> uris = names.uris().stream().filter(SaeUri::isOne).toList();
        if (!uris.isEmpty()) {
            return encryptor(only(uris.stream()
                    .map(uri -> SaeUri.saeId(uri).orElseThrow(Callers::notAnEncryptor))
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

    private static CertifiedNames names(X509Certificate certificate) {
        try {
            return CertifiedNames.of(certificate);
        } catch (CertificateParsingException e) {
            throw unreadable();
        }
    }

    private static NotAuthorisedException unreadable() {
        return new NotAuthorisedException(HERE + ": its certificate cannot be read");
    }

    private static void requireClient(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            if (usages != null
                    && (usages.contains(SERVER_AUTH)
                            || !(usages.contains(CLIENT_AUTH) || usages.contains(ANY_USAGE)))) {
                throw new NotAuthorisedException(HERE + ": its certificate is not for a client alone");
            }
        } catch (CertificateParsingException e) {
            throw unreadable();
        }
    }

    private void requireTrusted(List<X509Certificate> chain) {
        if (authorities.isEmpty()) {
            return;
        }
        try {
            authorities.get().check(chain);
        } catch (CertPathValidatorException e) {
            boolean revoked = e.getReason() == CertPathValidatorException.BasicReason.REVOKED;
            throw new NotAuthorisedException(
                    HERE + ": its certificate is " + (revoked ? "revoked" : "not one that this KME trusts"));
        } catch (GeneralSecurityException | IOException e) {
            throw new NotAuthorisedException(HERE + ": its certificate is not one that this KME trusts");
        }
    }

    private static String only(List<String> names) {
        if (names.size() > 1) {
            throw new NotAuthorisedException(HERE + ": its certificate is for several");
        }
        return names.stream().findFirst().orElseThrow(Callers::notAnEncryptor);
    }

    private boolean isEncryptor(String name) {
        return encryptors.stream().anyMatch(encryptor -> encryptor.name().equals(name));
    }

    // Compared as texts: what somebody calls itself may be no SAE ID at all.
    private SaeId encryptor(String name) {
        return encryptors.stream()
                .filter(encryptor -> encryptor.name().equals(name))
                .findFirst()
                .orElseThrow(Callers::notAnEncryptor);
    }

    private static NotAuthorisedException notAnEncryptor() {
        return new NotAuthorisedException(HERE);
    }
}

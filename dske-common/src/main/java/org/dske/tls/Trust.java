package org.dske.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SignatureException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The CAs and CRLs of one reading of the files. */
final class Trust {
    private static final Duration CHECKED_FOR = Duration.ofMinutes(1);
    private static final int MOST_CHECKED = 1_000;

    private final List<X509Certificate> certificates;
    private final List<X509CRL> crls;
    private final Set<TrustAnchor> anchors;
    private final X509ExtendedTrustManager javas;
    private final Map<X509Certificate, Instant> checked = new ConcurrentHashMap<>();

    Trust(List<X509Certificate> certificates, List<X509CRL> crls) throws IOException, GeneralSecurityException {
        this.certificates = List.copyOf(certificates);
        this.crls = List.copyOf(crls);
        this.anchors =
                certificates.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toUnmodifiableSet());
        this.javas = javas(certificates);
    }

    List<X509Certificate> certificates() {
        return certificates;
    }

    X509ExtendedTrustManager javas() {
        return javas;
    }

    /** Every request on a connection has the same certificate: what was found of it holds for a minute. */
    void check(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
        X509Certificate certificate = chain.get(0);
        Instant until = checked.get(certificate);
        if (until != null && now.isBefore(until)) {
            return;
        }
        requireTrusted(chain, now);
        if (checked.size() >= MOST_CHECKED) {
            checked.clear();
        }
        Instant end = certificate.getNotAfter().toInstant();
        Instant later = now.plus(CHECKED_FOR);
        checked.put(certificate, later.isBefore(end) ? later : end);
    }

    private void requireTrusted(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
        Date date = Date.from(now);
        X509CertSelector subject = new X509CertSelector();
        subject.setCertificate(chain.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, subject);
        parameters.setRevocationEnabled(false);
        parameters.setDate(date);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        PKIXCertPathBuilderResult result =
                (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
        List<? extends java.security.cert.Certificate> path =
                result.getCertPath().getCertificates();
        for (int i = 0; i < path.size(); i++) {
            TrustAnchor issuer = i + 1 < path.size()
                    ? new TrustAnchor((X509Certificate) path.get(i + 1), null)
                    : result.getTrustAnchor();
            requireNotRevoked((X509Certificate) path.get(i), issuer, date);
        }
    }

    /** A path of one certificate, so that Java asks for the CRL of this issuer alone. */
    private void requireNotRevoked(X509Certificate certificate, TrustAnchor issuer, Date date)
            throws GeneralSecurityException {
        List<X509CRL> ofIssuer = crls.stream()
                .filter(crl -> crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal()))
                .filter(crl -> !isOfAnother(crl, issuer.getTrustedCert()))
                .toList();
        if (ofIssuer.isEmpty()) {
            return;
        }
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
        PKIXParameters parameters = new PKIXParameters(Set.of(issuer));
        parameters.setDate(date);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(ofIssuer)));
        parameters.addCertPathChecker(checker);
        validator.validate(PemFiles.factory().generateCertPath(List.of(certificate)), parameters);
    }

    /** A CA that takes over may have its predecessor's name: then it is the signature that tells whose CRL it is. */
    private boolean isOfAnother(X509CRL crl, X509Certificate issuer) {
        return certificates.contains(issuer) && !isSignedBy(crl, issuer);
    }

    static boolean isSignedBy(X509CRL crl, X509Certificate issuer) {
        try {
            crl.verify(issuer.getPublicKey());
            return true;
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            // A key of another type.
            return false;
        }
    }

    /** What Java checks with: besides the path, what a certificate may be used for, and algorithms that are too weak. */
    private static X509ExtendedTrustManager javas(List<X509Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("ca" + i, certificates.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager known) {
                return known;
            }
        }
        throw new GeneralSecurityException("this Java has no trust manager for X.509");
    }
}

package org.dske.pki;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.est.jcajce.JsseDefaultHostnameAuthorizer;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;

/**
 * Sees to it that clients can be started with TLS: makes a CA if there is none, certificates for clients and encryptors of which
 * no file is there, and checks what the servers will use. Nothing is replaced. The certificates of encryptors are not checked: it
 * is for the encryptors to keep them, perhaps elsewhere.
 */
public final class TlsPreparation {
    private final Pki pki;
    private final Consumer<String> progress;

    /**
     * A preparation.
     *
     * @param pki the certificates
     * @param progress is told in one line what was made, and in one line each what ends soon
     */
    public TlsPreparation(Pki pki, Consumer<String> progress) {
        this.pki = pki;
        this.progress = progress;
    }

    /**
     * Prepares clients.
     *
     * @param clients those with TLS, and their encryptors; nothing is done if there are none
     * @param host what encryptors reach them by
     * @throws LauncherException if a client cannot be started with what is there
     */
    public void prepare(Map<NodeName, List<SaeId>> clients, String host) {
        if (clients.isEmpty()) {
            return;
        }
        make(clients, host);
        for (NodeName client : clients.keySet()) {
            CertificateFiles files = pki.directory().files(CertificateKind.KME, client.name());
            CertificateEntry entry = pki.inventory().requireUsable(CertificateKind.KME, files);
            requireCovers(files, client, host);
            if (entry.status() == CertificateEntry.Status.EXPIRING) {
                progress.accept("the certificate " + entry.file() + " ends within " + CertificateEntry.EXPIRING_DAYS
                        + " days: see ./dske pki renew");
            }
        }
    }

    private void make(Map<NodeName, List<SaeId>> clients, String host) {
        PkiDirectory directory = pki.directory();
        List<CertificateEntry> made = new ArrayList<>();
        if (!FileBatch.exists(directory.caCertificate())) {
            made.add(pki.init(Pki.CA_NAME, Terms.usualOfCa(), false));
        }
        // Whoever keeps the CA's key elsewhere makes all certificates there.
        if (FileBatch.exists(directory.caKey())) {
            made.addAll(pki.issueAll(clients, ServerNames.ofHost(Optional.of(host)), Terms.usual(), false));
        }
        if (!made.isEmpty()) {
            progress.accept("made in " + directory.path() + ": " + count(made, "ca", "CA") + ", "
                    + count(made, "kme", "client certificate") + ", " + count(made, "sae", "encryptor certificate"));
        }
    }

    private static String count(List<CertificateEntry> entries, String kind, String what) {
        long count = entries.stream().filter(entry -> entry.kind().equals(kind)).count();
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** As TLS clients look at it (RFC 6125). */
    private static void requireCovers(CertificateFiles files, NodeName client, String host) {
        X509Certificate certificate = files.keyManager().getCertificateChain("")[0];
        CertificateNames names = CertificateNames.of(certificate);
        try {
            if (new JsseDefaultHostnameAuthorizer(Set.of()).verify(host, certificate)) {
                return;
            }
        } catch (IOException e) {
            // Names that cannot be read cover nothing.
        }
        throw new LauncherException("the certificate " + files.certificate() + " is not for the host " + host
                + " of the topology, but for " + String.join(", ", names.alternativesAsText())
                + ": make it anew with ./dske pki issue kme " + client + " --force");
    }
}

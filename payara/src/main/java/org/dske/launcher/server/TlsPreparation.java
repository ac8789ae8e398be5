package org.dske.launcher.server;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.pki.CertificateEntry;
import org.dske.pki.Pki;
import org.dske.pki.PkiDirectory;
import org.dske.pki.ServerNames;
import org.dske.pki.Terms;

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
            CertificateEntry entry = pki.requireUsable(client, host);
            if (entry.status() == CertificateEntry.Status.EXPIRING) {
                progress.accept("the certificate " + entry.file() + " ends within " + CertificateEntry.EXPIRING_DAYS
                        + " days: see ./dske pki renew");
            }
        }
    }

    private void make(Map<NodeName, List<SaeId>> clients, String host) {
        PkiDirectory directory = pki.directory();
        List<CertificateEntry> made = new ArrayList<>();
        if (!Files.exists(directory.caCertificate())) {
            made.add(pki.init(Pki.CA_NAME, Terms.usualOfCa(), false));
        }
        // Whoever keeps the CA's key elsewhere makes all certificates there.
        if (Files.exists(directory.caKey())) {
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
}

package org.dske.launcher.pki;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.launcher.topology.TopologyNode;

/**
 * A directory with a CA and the certificates that it has signed. What is to be written is checked as a whole before the first
 * file is touched, private keys and PKCS#12 files can be read by their owner only, and of two processes that write one waits for
 * the other. There is no revocation: if a key gets lost, either its certificate is waited out, or a new CA takes over.
 *
 * <p>Every failure is a {@link LauncherException} with one line.
 */
public final class Pki {
    /** What a CA is called if nobody says otherwise. */
    public static final String CA_NAME = "DSKE CA";

    private final KeyStoreAccess keyStores;
    private final PkiDirectory directory;
    private final KeyStorePassword password;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * A directory, which need not exist.
     *
     * @param keyStores the directory, and what its PKCS#12 files are opened with
     * @param clock the time
     * @param random where keys and serial numbers come from
     */
    public Pki(KeyStoreAccess keyStores, Clock clock, SecureRandom random) {
        this.keyStores = keyStores;
        this.directory = keyStores.directory();
        this.password = keyStores.password();
        this.clock = clock;
        this.random = random;
    }

    /**
     * Where the files are.
     *
     * @return the directory
     */
    public PkiDirectory directory() {
        return directory;
    }

    /**
     * What servers need to open the PKCS#12 files.
     *
     * @return the directory and the password
     */
    public KeyStoreAccess keyStores() {
        return keyStores;
    }

    /**
     * Makes a CA.
     *
     * @param name its common name
     * @param terms its key and its end
     * @param force whether a CA that is there is replaced; what that has signed is then of a foreign CA
     * @return the CA
     */
    public CertificateEntry init(String name, Terms terms, boolean force) {
        CertificateRequest.requireCommonName(name);
        if (!force) {
            FileBatch.refuseToReplace(List.of(directory.caCertificate(), directory.caKey(), directory.trustStore()));
        }
        return DirectoryLock.holding(directory.path(), () -> makeAuthority(name, terms, force));
    }

    /**
     * Issues a server certificate for a client node, which is a KME.
     *
     * @param name the KME ID
     * @param names what encryptors reach it by
     * @param terms its key and its end
     * @param force whether files that are there are replaced
     * @return the certificate
     */
    public CertificateEntry issue(NodeName name, ServerNames names, Terms terms, boolean force) {
        return issue(List.of(CertificateRequest.kme(directory, name, names, terms)), force)
                .get(0);
    }

    /**
     * Issues a client certificate for an encryptor.
     *
     * @param sae the SAE ID
     * @param terms its key and its end
     * @param force whether files that are there are replaced
     * @return the certificate
     */
    public CertificateEntry issue(SaeId sae, Terms terms, boolean force) {
        return issue(List.of(CertificateRequest.sae(directory, sae, terms)), force)
                .get(0);
    }

    /**
     * Issues what clients lack: a certificate for each client of which no file is there, and for each encryptor likewise.
     *
     * @param clients the topology's clients
     * @param names what encryptors reach the clients by
     * @param terms the keys and their ends
     * @param force whether to issue all, and to replace the files that are there
     * @return the new certificates
     */
    public List<CertificateEntry> issueAll(List<TopologyNode> clients, ServerNames names, Terms terms, boolean force) {
        List<CertificateRequest> lacking = requests(clients, names, terms).stream()
                .filter(request -> force || request.files().all().stream().noneMatch(FileBatch::exists))
                .toList();
        return lacking.isEmpty() ? List.of() : issue(lacking, force);
    }

    /**
     * Looks at all that is there.
     *
     * @return the CA, the KMEs and the SAEs
     */
    public List<CertificateEntry> list() {
        Inventory inventory = inventory();
        List<CertificateEntry> entries = new ArrayList<>(List.of(inventory.authority(directory)));
        for (CertificateKind kind : CertificateKind.values()) {
            directory.all(kind).forEach(files -> entries.add(inventory.look(kind, files)));
        }
        return entries;
    }

    /**
     * Replaces certificates by new ones with new keys and the same names, signed by the CA that is there now.
     *
     * @param selection which ones
     * @param keyType the type of the new keys; the old ones' if empty
     * @param days how long they are valid
     * @return the new certificates
     */
    public List<CertificateEntry> renew(RenewalSelection selection, Optional<KeyType> keyType, int days) {
        Inventory inventory = inventory();
        List<CertificateRequest> requests = new ArrayList<>();
        for (CertificateKind kind : CertificateKind.values()) {
            for (CertificateFiles files : directory.all(kind)) {
                if (selection.includes(kind, files, inventory.look(kind, files))) {
                    X509Certificate old = Pem.certificate(files.certificate());
                    Terms terms = new Terms(keyType.orElseGet(() -> KeyType.of(old.getPublicKey())), days);
                    KeyStores.requireOpens(files.keyStore(), password);
                    requests.add(CertificateRequest.renewal(kind, files, old, terms));
                }
            }
        }
        selection.check(requests.stream().map(CertificateRequest::kind).toList());
        return requests.isEmpty() ? List.of() : issue(requests, true);
    }

    private List<CertificateRequest> requests(List<TopologyNode> clients, ServerNames names, Terms terms) {
        List<CertificateRequest> requests = new ArrayList<>();
        for (TopologyNode client : clients) {
            requests.add(CertificateRequest.kme(directory, client.name(), names, terms));
            client.encryptors().forEach(sae -> requests.add(CertificateRequest.sae(directory, sae, terms)));
        }
        return requests;
    }

    private CertificateEntry makeAuthority(String name, Terms terms, boolean force) {
        Identity authority = maker().authority(CertificateRequest.commonName(name), terms);
        FileBatch batch = new FileBatch();
        batch.addSecret(directory.caKey(), Pem.of(authority.key()));
        batch.add(directory.trustStore(), KeyStores.trusting(authority.certificate(), password));
        batch.add(directory.caCertificate(), Pem.of(authority.certificate()));
        batch.write(force);
        return inventory().authority(directory);
    }

    private List<CertificateEntry> issue(List<CertificateRequest> requests, boolean force) {
        // Before the lock, which creates the directory, and before keys are made in vain.
        Identity authority = Authorities.read(directory, clock.instant());
        if (!force) {
            requests.forEach(
                    request -> FileBatch.refuseToReplace(request.files().all()));
        }
        return DirectoryLock.holding(directory.path(), () -> {
            FileBatch batch = new FileBatch();
            requests.forEach(request -> add(batch, request, maker().issue(authority, request), authority));
            batch.write(force);
            Inventory inventory = inventory();
            return requests.stream()
                    .map(request -> inventory.look(request.kind(), request.files()))
                    .toList();
        });
    }

    private void add(FileBatch batch, CertificateRequest request, Identity identity, Identity authority) {
        CertificateFiles files = request.files();
        batch.addSecret(files.key(), Pem.of(identity.key()));
        batch.addSecret(files.keyStore(), KeyStores.of(files.stem(), identity, authority.certificate(), password));
        batch.add(files.certificate(), Pem.of(identity.certificate()));
    }

    Inventory inventory() {
        return new Inventory(clock.instant(), Authorities.certificate(directory));
    }

    private CertificateMaker maker() {
        return new CertificateMaker(random, clock.instant());
    }
}

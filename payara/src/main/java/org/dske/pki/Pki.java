package org.dske.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.bouncycastle.est.jcajce.JsseDefaultHostnameAuthorizer;
import org.dske.key.NodeName;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.pki.Terms.KeyType;
import org.dske.tls.MutualTls;
import org.dske.tls.PemFiles;

/**
 * A directory with a CA and the certificates that it has signed. What is to be written is checked as a whole before the first
 * file is touched, private keys and PKCS#12 files can be read by their owner only, and of two processes that write one waits for
 * the other. Servers read what they use of it again when it changes.
 *
 * <p>Every failure is a {@link LauncherException} with one line.
 */
public final class Pki {
    /** What a CA is called if nobody says otherwise. */
    public static final String CA_NAME = "DSKE CA";

    private final PkiDirectory directory;
    private final Optional<KeyStorePassword> password;
    private final Clock clock;
    private final SecureRandom random;

    private record Request(CertificateKind kind, CertificateFiles files, CertificateNames names, Terms terms) {}

    /**
     * A directory, which need not exist.
     *
     * @param directory the directory
     * @param password what its PKCS#12 files are opened with; if empty the one in the directory, which is made at random if there is none
     * @param clock the time
     * @param random where keys, serial numbers and passwords come from
     */
    public Pki(PkiDirectory directory, Optional<KeyStorePassword> password, Clock clock, SecureRandom random) {
        this.directory = directory;
        this.password = password;
        this.clock = clock;
        this.random = random;
    }

    /** Where the files are. */
    public PkiDirectory directory() {
        return directory;
    }

    /**
     * How an encryptor connects to clients, showing its certificate: the directory's CAs alone are trusted. It is made from the PEM
     * files, so that no password is needed.
     */
    public SSLContext tls(SaeId sae) {
        CertificateFiles files = directory.files(CertificateKind.SAE, sae.name());
        inventory().requireUsable(CertificateKind.SAE, files);
        return context(files.keyManager());
    }

    /** How somebody who shows no certificate connects to clients. */
    public SSLContext tlsOfNobody() {
        return context();
    }

    /** How somebody connects to nodes, showing a certificate. */
    public SSLContext tls(CertificateKind kind, NodeName name) {
        CertificateFiles files = directory.files(kind, name.name());
        inventory().requireUsable(kind, files);
        return context(files.keyManager());
    }

    /** Looks at a node's certificate, which must be one to use now, and be for a host as TLS clients look at it (RFC 6125). */
    public CertificateEntry requireUsable(CertificateKind kind, NodeName node, String host) {
        CertificateFiles files = directory.files(kind, node.name());
        CertificateEntry entry = inventory().requireUsable(kind, files);
        X509Certificate certificate = files.keyManager().getCertificateChain("")[0];
        try {
            if (new JsseDefaultHostnameAuthorizer(Set.of()).verify(host, certificate)) {
                return entry;
            }
        } catch (IOException e) {
            // Names that cannot be read cover nothing.
        }
        throw new LauncherException("the certificate " + files.certificate() + " is not for the host " + host
                + " of the topology, but for "
                + String.join(", ", CertificateNames.of(certificate).alternativesAsText())
                + ": make it anew with ./dske pki issue " + kind.word() + " " + node + " --force");
    }

    private SSLContext context(KeyManager... keys) {
        return MutualTls.context(directory.authorities(clock), keys);
    }

    /** Makes a CA; replaces one that is there only if forced to, and what that has signed is then of a foreign CA. */
    public CertificateEntry init(String name, Terms terms, boolean force) {
        CertificateNames names = CertificateNames.ofAuthority(name);
        if (!force) {
            FileBatch.refuseToReplace(List.of(directory.caCertificate(), directory.caKey(), directory.trustStore()));
        }
        return FileBatch.alone(directory.path(), () -> {
            Identity authority = maker().authority(names.subject(), terms);
            FileBatch batch = new FileBatch();
            batch.addSecret(directory.caKey(), Pem.of(authority.key()));
            batch.add(directory.trustStore(), password(batch).trustStore(authority.chain()));
            batch.add(directory.caCertificate(), Pem.of(authority.chain()));
            batch.write(force);
            return inventory().authorities().get(0);
        });
    }

    /** Issues a server certificate for a node, hub or client; replaces files that are there only if forced to. */
    public CertificateEntry issue(CertificateKind kind, NodeName node, ServerNames names, Terms terms, boolean force) {
        return issue(List.of(request(kind, node, Optional.of(names), terms)), force)
                .get(0);
    }

    /** Issues a client certificate for an administrator; replaces files that are there only if forced to. */
    public CertificateEntry issueAdministrator(NodeName name, Terms terms, boolean force) {
        return issue(List.of(request(CertificateKind.ADMIN, name, Optional.empty(), terms)), force)
                .get(0);
    }

    /** Issues a client certificate for an encryptor; replaces files that are there only if forced to. */
    public CertificateEntry issue(SaeId sae, Terms terms, boolean force) {
        return issue(List.of(request(sae, terms)), force).get(0);
    }

    /**
     * Issues what nodes lack: a certificate for each hub and client of which no file is there, and for each encryptor likewise; for
     * all of them, in place of the files that are there, if forced to.
     */
    public List<CertificateEntry> issueAll(
            Collection<NodeName> hubs,
            Map<NodeName, List<SaeId>> clients,
            ServerNames names,
            Terms terms,
            boolean force) {
        List<Request> requests = new ArrayList<>();
        hubs.forEach(hub -> requests.add(request(CertificateKind.HUB, hub, Optional.of(names), terms)));
        clients.forEach((client, encryptors) -> {
            requests.add(request(CertificateKind.KME, client, Optional.of(names), terms));
            encryptors.forEach(sae -> requests.add(request(sae, terms)));
        });
        return issue(
                requests.stream()
                        .filter(request -> force || request.files().noneExists())
                        .toList(),
                force);
    }

    /** Looks at all that is there: the CAs, and all that have certificates. */
    public List<CertificateEntry> list() {
        Inventory inventory = inventory();
        List<CertificateEntry> entries = new ArrayList<>(inventory.authorities());
        for (CertificateKind kind : CertificateKind.values()) {
            directory.all(kind).forEach(files -> entries.add(inventory.look(kind, files)));
        }
        return entries;
    }

    /**
     * Replaces all certificates by new ones with new keys and the same names, signed by the CA that is there now.
     *
     * @param withinDays only those that have expired or will in so many days
     * @param keyType the type of the new keys; the old ones' if empty
     * @param days how long they are valid
     * @return the new certificates
     */
    public List<CertificateEntry> renewAll(Optional<Integer> withinDays, Optional<KeyType> keyType, int days) {
        if (withinDays.filter(limit -> limit < 0).isPresent()) {
            throw new LauncherException("the days to the end must not be negative");
        }
        Inventory inventory = inventory();
        List<Request> requests = new ArrayList<>();
        for (CertificateKind kind : CertificateKind.values()) {
            directory.all(kind).stream()
                    .filter(files -> withinDays
                            .map(limit -> inventory.look(kind, files).endsWithin(limit))
                            .orElse(true))
                    .forEach(files -> requests.add(renewal(kind, files, keyType, days)));
        }
        return issue(requests, true);
    }

    /** Replaces one certificate likewise. What it is for may be left out, if one of that name alone is there. */
    public CertificateEntry renew(Optional<CertificateKind> kind, String name, Optional<KeyType> keyType, int days) {
        CertificateKind found = find(kind, name);
        return issue(List.of(renewal(found, directory.files(found, name), keyType, days)), true)
                .get(0);
    }

    /** Revokes the certificate that is there; servers refuse it as soon as they read the CRL again, which they do at once. */
    public CertificateEntry revoke(Optional<CertificateKind> kind, String name) {
        CertificateKind found = find(kind, name);
        CertificateFiles files = directory.files(found, name);
        X509Certificate certificate =
                CertificateFiles.certificates(files.certificate()).get(0);
        if (!signing().hasSigned(certificate)) {
            throw new LauncherException("the certificate " + files.certificate()
                    + " is of another CA, which alone can revoke it: put its CRL into " + directory.crl());
        }
        revoke(certificate.getSerialNumber());
        return inventory().look(found, files);
    }

    /** Revokes a certificate that is not there any more, by its serial number. */
    public void revoke(BigInteger serial) {
        Identity authority = signing();
        FileBatch.alone(directory.path(), () -> {
            List<X509CRL> former = crls();
            List<X509CRL> own = former.stream().filter(authority::hasSigned).toList();
            List<X509CRL> now = new ArrayList<>(former);
            now.removeAll(own);
            now.add(maker().revoke(authority, own, serial));
            FileBatch batch = new FileBatch();
            batch.add(directory.crl(), Pem.of(now));
            batch.write(true);
            return now;
        });
    }

    private List<X509CRL> crls() {
        try {
            return PemFiles.crls(directory.crl());
        } catch (IOException e) {
            throw FileBatch.cannotRead(directory.crl(), e);
        } catch (GeneralSecurityException e) {
            throw new LauncherException(directory.crl() + " is no CRL in PEM");
        }
    }

    private CertificateKind find(Optional<CertificateKind> kind, String name) {
        List<CertificateKind> found = Stream.of(CertificateKind.values())
                .filter(one -> kind.map(one::equals).orElse(true))
                .filter(one -> !directory.files(one, name).noneExists())
                .toList();
        if (found.isEmpty()) {
            String what = kind.map(known -> known.word() + " certificate").orElse("certificate");
            throw new LauncherException("there is no " + what + " of '" + name + "': see ./dske pki list");
        }
        if (found.size() > 1) {
            throw new LauncherException("there are several certificates of '" + name + "': say "
                    + found.stream().map(CertificateKind::word).collect(Collectors.joining(" or "))
                    + " before it");
        }
        return found.get(0);
    }

    private Request request(CertificateKind kind, NodeName name, Optional<ServerNames> names, Terms terms) {
        CertificateFiles files = directory.files(kind, name.name());
        return new Request(kind, files, CertificateNames.of(kind.party().orElseThrow(), name, names), terms);
    }

    private Request request(SaeId sae, Terms terms) {
        CertificateFiles files = directory.files(CertificateKind.SAE, sae.name());
        return new Request(CertificateKind.SAE, files, CertificateNames.of(sae), terms);
    }

    private Request renewal(CertificateKind kind, CertificateFiles files, Optional<KeyType> keyType, int days) {
        X509Certificate old = CertificateFiles.certificates(files.certificate()).get(0);
        password.or(this::written).orElse(KeyStorePassword.FORMER_DEFAULT).requireOpens(files.keyStore());
        Terms terms = new Terms(keyType.orElseGet(() -> KeyType.of(old.getPublicKey())), days);
        return new Request(kind, files, CertificateNames.of(old), terms);
    }

    private Optional<KeyStorePassword> written() {
        return Optional.of(directory.password()).filter(FileBatch::exists).map(KeyStorePassword::read);
    }

    /** What opens the PKCS#12 files that are being written; if it is new, it is written with them. */
    private KeyStorePassword password(FileBatch batch) {
        return password.or(this::written).orElseGet(() -> {
            KeyStorePassword made = KeyStorePassword.random(random);
            batch.addSecret(directory.password(), made.line());
            return made;
        });
    }

    private List<CertificateEntry> issue(List<Request> requests, boolean force) {
        if (requests.isEmpty()) {
            return List.of();
        }
        // Before the lock, which creates the directory, and before keys are made in vain.
        Identity authority = signing();
        if (!force) {
            requests.forEach(
                    request -> FileBatch.refuseToReplace(request.files().all()));
        }
        return FileBatch.alone(directory.path(), () -> {
            FileBatch batch = new FileBatch();
            KeyStorePassword opens = password(batch);
            for (Request request : requests) {
                Identity identity = maker().issue(authority, request.kind(), request.names(), request.terms());
                CertificateFiles files = request.files();
                batch.addSecret(files.key(), Pem.of(identity.key()));
                batch.addSecret(files.keyStore(), opens.keyStore(files.stem(), identity));
                batch.add(files.certificate(), Pem.of(identity.shown()));
            }
            batch.write(force);
            Inventory inventory = inventory();
            return requests.stream()
                    .map(request -> inventory.look(request.kind(), request.files()))
                    .toList();
        });
    }

    private Identity signing() {
        return Identity.signing(directory, clock.instant());
    }

    private Inventory inventory() {
        return new Inventory(directory, clock.instant());
    }

    private CertificateMaker maker() {
        return new CertificateMaker(random, clock.instant());
    }
}

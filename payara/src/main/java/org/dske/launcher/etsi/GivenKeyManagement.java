package org.dske.launcher.etsi;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.dske.key.SaeId;
import org.dske.launcher.LauncherException;
import org.dske.tls.MutualTls;
import org.dske.tls.PemKeyManager;
import org.dske.tls.TrustedAuthorities;

/**
 * KMEs that are named one by one, of whatever make.
 *
 * @param ends each encryptor's
 * @param clock tells which certificates are valid
 */
public record GivenKeyManagement(Map<SaeId, End> ends, InstantSource clock) implements KeyManagement {
    public GivenKeyManagement {
        ends = Map.copyOf(ends);
    }

    /**
     * One end.
     *
     * @param url the KME's, up to {@code /api/v1/keys}, which is not in it; another thing than such a URL is a {@link LauncherException}
     * @param authorities the file of the CAs that are trusted, PEM; empty for those that Java trusts
     * @param certificate the file of the encryptor's certificate, PEM, with that of its key; empty to show none
     */
    public record End(URI url, Optional<Path> authorities, Optional<Certificate> certificate) {
        public End {
            if (url.getHost() == null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null
                    || !String.valueOf(url.getScheme()).matches("(?i)https?")) {
                throw new LauncherException("'" + url + "' is no URL such as https://kme.example");
            }
            String text = url.toString();
            url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
        }
    }

    /** The two files of a certificate, PEM; the key is PKCS#8, not encrypted. */
    public record Certificate(Path file, Path key) {}

    @Override
    public List<Kme> of(SaeId encryptor) {
        URI url = end(encryptor).url();
        return List.of(new Kme("the KME of " + encryptor, url));
    }

    @Override
    public SSLContext tls(SaeId encryptor) {
        End end = end(encryptor);
        try {
            KeyManager[] shown = end.certificate().isPresent()
                    ? new KeyManager[] {
                        new PemKeyManager(
                                end.certificate().get().file(),
                                end.certificate().get().key())
                    }
                    : new KeyManager[0];
            if (end.authorities().isPresent()) {
                return MutualTls.context(
                        new TrustedAuthorities(end.authorities().get(), Optional.empty(), clock), shown);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, null, null);
            return context;
        } catch (IOException e) {
            throw new LauncherException("cannot read the certificates of " + encryptor + ": "
                    + (e instanceof FileSystemException file ? file.getFile() + ", " : "")
                    + LauncherException.reason(e));
        } catch (GeneralSecurityException e) {
            throw new LauncherException("the certificates of " + encryptor + " cannot be used: " + e.getMessage());
        }
    }

    private End end(SaeId encryptor) {
        return Optional.ofNullable(ends.get(encryptor))
                .orElseThrow(() -> new LauncherException("no KME is given for " + encryptor));
    }
}

package org.dske.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.dske.launcher.LauncherException;

/**
 * What opens the PKCS#12 files: 6 to 128 printable ASCII characters, which all programs read alike. It prints nothing. It stays
 * in memory for as long as it is used; what keeps the private keys is that only their owner can read the files.
 *
 * <p>The files are encrypted as the JDK does it: AES-256 with PBKDF2, and a MAC with SHA-256.
 */
public final class KeyStorePassword {
    private static final Pattern ALLOWED = Pattern.compile("[ -~]{6,128}");
    private static final int RANDOM_BYTES = 18;

    /** What releases before this one used if nobody said otherwise. */
    static final KeyStorePassword FORMER_DEFAULT = new KeyStorePassword("changeit");

    private final String text;

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    /** Checks a password. */
    public KeyStorePassword(String text) {
        if (!ALLOWED.matcher(text).matches()) {
            throw new LauncherException("a password for PKCS#12 has 6 to 128 printable ASCII characters");
        }
        this.text = text;
    }

    static KeyStorePassword random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new KeyStorePassword(Base64.getUrlEncoder().encodeToString(bytes));
    }

    /** Reads the first line of a file. */
    public static KeyStorePassword read(Path file) {
        try {
            return new KeyStorePassword(
                    Files.readString(file).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new LauncherException("cannot read the password file " + file + ": " + LauncherException.reason(e));
        }
    }

    /** What {@link #read} reads. */
    byte[] line() {
        return (text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The characters, as keystores take them: a new array. */
    public char[] characters() {
        return text.toCharArray();
    }

    /** PKCS#12 with a private key, its certificate and the CAs'. */
    byte[] keyStore(String alias, Identity identity) {
        Certificate[] chain = identity.chain().toArray(Certificate[]::new);
        return write(store -> store.setKeyEntry(alias, identity.key(), characters(), chain));
    }

    /** PKCS#12 with certificates that are trusted. */
    byte[] trustStore(List<X509Certificate> authorities) {
        return write(store -> {
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry(store.size() == 0 ? "ca" : "ca" + store.size(), authority);
            }
        });
    }

    private byte[] write(Filling filling) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, characters());
            filling.fill(store);
            store.store(bytes, characters());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java writes PKCS#12", e);
        }
        return bytes.toByteArray();
    }

    /** Fails if a file is there that the password does not open: it would get another password without anybody asking for it. */
    void requireOpens(Path file) {
        if (Files.exists(file) && !opens(file) && !FORMER_DEFAULT.opens(file)) {
            throw new LauncherException(
                    file + " does not open with this password: give its own with --password-file FILE, or delete it");
        }
    }

    private boolean opens(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            KeyStore.getInstance("PKCS12").load(content, characters());
            return true;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "KeyStorePassword";
    }
}

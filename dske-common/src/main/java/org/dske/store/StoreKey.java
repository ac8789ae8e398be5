package org.dske.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.dske.config.ConfigurationException;
import org.dske.secret.HexDigits;
import org.dske.secret.OffHeapSecret;
import org.dske.secret.PrivateFiles;
import org.dske.secret.SecretBytes;

/**
 * The key of a store, 256 bits. Each thing that is stored is encrypted with a random key of its own (AES-256-GCM), and that key is wrapped
 * with this one (AES key wrap, NIST SP 800-38F). So what is deleted is gone with 40 bytes, wherever copies of its ciphertext are.
 */
public final class StoreKey {
    /** Bytes of a key that is wrapped. */
    static final int WRAPPED = 40;

    /** The name of systemd's credential, below the directory that {@code CREDENTIALS_DIRECTORY} names. */
    static final String CREDENTIAL = "dske-store-key";

    private static final Logger LOG = Logger.getLogger(StoreKey.class.getName());
    private static final int SIZE = 32;
    private static final int TAG_BITS = 128;
    /** A key is used for one message: so its nonce may be the same for all. */
    private static final byte[] NONCE = new byte[12];

    private static final String CHECK = "the store of a node of dske";
    static final String OWN_FILE = "store.key";

    private final OffHeapSecret key;
    private final SecureRandom random;

    StoreKey(SecretBytes key, SecureRandom random) {
        if (key.size() != SIZE) {
            throw new IllegalArgumentException("a store's key has " + SIZE + " bytes");
        }
        this.key = OffHeapSecret.of(key);
        this.random = random;
    }

    /**
     * Something that is encrypted, and apart from it its own key.
     *
     * @param wrappedKey its key, wrapped with that of the store
     * @param ciphertext what it is, encrypted
     */
    record Sealed(byte[] wrappedKey, byte[] ciphertext) {}

    /** Makes the key of a store that is in memory only. */
    public static StoreKey ofMemory(SecureRandom random) {
        return new StoreKey(SecretBytes.random(SIZE, random), random);
    }

    /**
     * Finds the key of a store: in a file that is configured, among the credentials of systemd, or beside the store, where it is made once.
     *
     * @param configured the file that is configured
     * @param environment that of the process
     * @param directory the store's own directory
     * @throws ConfigurationException if there is none that can be used
     */
    public static StoreKey find(
            Optional<Path> configured, Map<String, String> environment, Path directory, SecureRandom random) {
        Optional<StoreKey> outside = findOutside(configured, environment, random);
        if (outside.isPresent()) {
            return outside.get();
        }
        Path own = directory.resolve(OWN_FILE);
        if (!Files.exists(own)) {
            make(own, random);
        }
        LOG.warning(
                () -> "the store's key is " + own + ", beside the store: it protects from nobody who takes the disk;"
                        + " dske.store.key-file, or a credential " + CREDENTIAL + " of systemd, names another one");
        return new StoreKey(read(own), random);
    }

    /**
     * Finds the key of a store: in a file that is configured, or among the credentials of systemd.
     *
     * @param configured the file that is configured
     * @param environment that of the process
     * @throws ConfigurationException if what is there is none
     */
    static Optional<StoreKey> findOutside(
            Optional<Path> configured, Map<String, String> environment, SecureRandom random) {
        return configured
                .or(() -> Optional.ofNullable(environment.get("CREDENTIALS_DIRECTORY"))
                        .map(credentials -> Path.of(credentials, CREDENTIAL))
                        .filter(Files::exists))
                .map(file -> new StoreKey(read(file), random));
    }

    /** What proves later that this is the key of the store. */
    byte[] check() {
        return sealTogether(SecretBytes.owning(CHECK.getBytes(StandardCharsets.UTF_8)), CHECK);
    }

    /**
     * Makes sure that a store was made with this key.
     *
     * @param check what proves it
     * @param name where the store is, for people
     * @throws ConfigurationException if it was made with another one
     */
    void requireMade(byte[] check, String name) {
        try {
            openTogether(check, CHECK).close();
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException("the store " + name
                    + " was made with another key: give it that key again, see dske.store.key-file");
        }
    }

    private static void make(Path file, SecureRandom random) {
        try (SecretBytes key = SecretBytes.random(SIZE, random);
                SecretBytes line = HexDigits.line(key)) {
            PrivateFiles.create(file, line.expose());
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the store's key " + file + " cannot be written: " + PrivateFiles.reason(e));
        }
    }

    /** 64 hexadecimal digits, perhaps with the end of the line, or 32 bytes as they are. */
    private static SecretBytes read(Path file) {
        byte[] content;
        try {
            content = readAtMost(file);
        } catch (IOException e) {
            throw new ConfigurationException("the store's key " + file + " cannot be read: " + PrivateFiles.reason(e));
        }
        try {
            if (content.length == SIZE) {
                return SecretBytes.copyOf(content);
            }
            return HexDigits.parse(content, SIZE);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("the store's key " + file
                    + " is none: 64 hexadecimal digits, or 32 bytes, such" + " as openssl rand -hex 32 makes");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] readAtMost(Path file) throws IOException {
        int most = 2 * SIZE + 2;
        try (var in = Files.newInputStream(file, StandardOpenOption.READ)) {
            byte[] content = in.readNBytes(most + 1);
            return content.length > most ? new byte[0] : content;
        }
    }

    /** Encrypts bytes, which stay the caller's. What they are is authenticated with them: they open as nothing else. */
    Sealed seal(byte[] bytes, int from, int to, String what) {
        byte[] own = new byte[SIZE];
        random.nextBytes(own);
        try (SecretBytes wrapping = key.copy()) {
            Cipher gcm = gcm(Cipher.ENCRYPT_MODE, own, what);
            byte[] ciphertext = gcm.doFinal(bytes, from, to - from);
            Cipher wrap = Cipher.getInstance("AES/KW/NoPadding");
            wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapping.expose(), "AES"));
            return new Sealed(wrap.wrap(new SecretKeySpec(own, "AES")), ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is not to be had", e);
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    /**
     * Decrypts bytes.
     *
     * @throws GeneralSecurityException if they are not those that were encrypted as this, or the key is another one
     */
    SecretBytes open(Sealed sealed, String what) throws GeneralSecurityException {
        byte[] own;
        try (SecretBytes wrapping = key.copy()) {
            Cipher unwrap = Cipher.getInstance("AES/KW/NoPadding");
            unwrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrapping.expose(), "AES"));
            own = unwrap.unwrap(sealed.wrappedKey(), "AES", Cipher.SECRET_KEY).getEncoded();
        }
        try {
            return SecretBytes.owning(gcm(Cipher.DECRYPT_MODE, own, what).doFinal(sealed.ciphertext()));
        } finally {
            Arrays.fill(own, (byte) 0);
        }
    }

    private static Cipher gcm(int mode, byte[] own, String what) throws GeneralSecurityException {
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(mode, new SecretKeySpec(own, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
        gcm.updateAAD(what.getBytes(StandardCharsets.UTF_8));
        return gcm;
    }

    /** Encrypts a small thing, in one piece with its own wrapped key. */
    public byte[] sealTogether(SecretBytes bytes, String what) {
        Sealed sealed = seal(bytes.expose(), 0, bytes.size(), what);
        byte[] together = Arrays.copyOf(sealed.wrappedKey(), WRAPPED + sealed.ciphertext().length);
        System.arraycopy(sealed.ciphertext(), 0, together, WRAPPED, sealed.ciphertext().length);
        return together;
    }

    /**
     * Decrypts a small thing.
     *
     * @throws GeneralSecurityException if it is not what was encrypted as this, or the key is another one
     */
    public SecretBytes openTogether(byte[] together, String what) throws GeneralSecurityException {
        if (together.length < WRAPPED) {
            throw new GeneralSecurityException("too short");
        }
        return open(
                new Sealed(Arrays.copyOf(together, WRAPPED), Arrays.copyOfRange(together, WRAPPED, together.length)),
                what);
    }

    @Override
    public String toString() {
        return "StoreKey";
    }
}

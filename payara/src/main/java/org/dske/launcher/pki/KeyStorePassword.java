package org.dske.launcher.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.dske.launcher.LauncherException;

/**
 * What opens the PKCS#12 files: 6 to 128 printable ASCII characters, which all programs read alike. It prints nothing. It stays
 * in memory for as long as it is used; what keeps the private keys is that only their owner can read the files.
 */
public final class KeyStorePassword {
    private static final Pattern ALLOWED = Pattern.compile("[ -~]{6,128}");
    private static final int RANDOM_BYTES = 18;

    /** What releases before this one used if nobody said otherwise. */
    static final KeyStorePassword FORMER_DEFAULT = new KeyStorePassword("changeit");

    private final String text;

    /**
     * A password.
     *
     * @param text the password
     * @throws LauncherException if it is too short or too long, or has other characters
     */
    public KeyStorePassword(String text) {
        if (!ALLOWED.matcher(text).matches()) {
            throw new LauncherException(
                    LauncherException.USAGE, "a password for PKCS#12 has 6 to 128 printable ASCII characters");
        }
        this.text = text;
    }

    static KeyStorePassword random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new KeyStorePassword(Base64.getUrlEncoder().encodeToString(bytes));
    }

    /**
     * A password out of a file.
     *
     * @param file its first line is the password
     * @return the password
     * @throws LauncherException if the file cannot be read, or holds no password
     */
    public static KeyStorePassword read(Path file) {
        try {
            return new KeyStorePassword(
                    Files.readString(file).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new LauncherException(
                    LauncherException.USAGE, "cannot read the password file " + file + ": " + FileBatch.reason(e));
        }
    }

    /** What {@link #read} reads. */
    byte[] line() {
        return (text + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The characters, as keystores take them.
     *
     * @return a new array
     */
    public char[] characters() {
        return text.toCharArray();
    }

    @Override
    public String toString() {
        return "KeyStorePassword";
    }
}

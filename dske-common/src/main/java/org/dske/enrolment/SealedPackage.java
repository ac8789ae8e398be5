package org.dske.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.util.Strings;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.json.JsonMessages;
import org.dske.protocol.enrolment.SealHead;
import org.dske.secret.SecretBytes;

/**
 * A package that a passphrase opens: the line {@code DSKE-SEALED 1}, a line of JSON with the parameters of Argon2id (RFC 9106) and the
 * nonce, and the plain file, encrypted with AES-256-GCM, with both lines as additional data. Source: protocol, section 7.
 */
public final class SealedPackage {
    private static final byte[] FIRST_LINE = "DSKE-SEALED 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 32;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    /** RFC 9106, section 4, second choice: 3 passes over 64 MiB, with 4 lanes. */
    private static final int PASSES = 3;

    private static final int MEMORY_KIB = 1 << 16;
    private static final int LANES = 4;

    private SealedPackage() {}

    /** {@return whether a file is a sealed package, by its first line} */
    public static boolean isSealed(byte[] file) {
        return EnrolmentPackage.startsWith(file, FIRST_LINE);
    }

    /** {@return the file of a package, sealed} */
    public static byte[] seal(SecretBytes file, char[] passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        SealHead head = new SealHead(
                MEMORY_KIB,
                PASSES,
                LANES,
                Base64.getEncoder().encodeToString(salt),
                Base64.getEncoder().encodeToString(nonce));
        byte[] json = JsonMessages.write(head);
        byte[] lines = Arrays.copyOf(FIRST_LINE, FIRST_LINE.length + json.length + 1);
        System.arraycopy(json, 0, lines, FIRST_LINE.length, json.length);
        lines[lines.length - 1] = '\n';
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, head, passphrase, lines);
            byte[] sealed = Arrays.copyOf(lines, lines.length + cipher.getOutputSize(file.size()));
            cipher.doFinal(file.expose(), 0, file.size(), sealed, lines.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is not to be had", e);
        }
    }

    /**
     * Opens a sealed file.
     *
     * @throws InvalidException if it is none, was altered, or the passphrase is another one: one sentence, which completes "the package ..."
     */
    public static SecretBytes open(byte[] sealed, char[] passphrase) {
        int end = EnrolmentPackage.endOfLine(sealed, FIRST_LINE.length);
        if (!isSealed(sealed) || end < 0) {
            throw new InvalidException("was cut off");
        }
        SealHead head;
        try {
            head = JsonMessages.read(Arrays.copyOfRange(sealed, FIRST_LINE.length, end), SealHead.class);
        } catch (DskeException e) {
            throw new InvalidException("has a head that is none: " + e.getMessage());
        }
        byte[] lines = Arrays.copyOf(sealed, end + 1);
        try {
            return SecretBytes.owning(cipher(Cipher.DECRYPT_MODE, head, passphrase, lines)
                    .doFinal(sealed, lines.length, sealed.length - lines.length));
        } catch (AEADBadTagException e) {
            throw new InvalidException(
                    "does not open: the passphrase is another one, or it was cut off or altered on the way");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is not to be had", e);
        }
    }

    private static Cipher cipher(int mode, SealHead head, char[] passphrase, byte[] lines)
            throws GeneralSecurityException {
        byte[] key = new byte[KEY];
        byte[] password = Strings.toUTF8ByteArray(passphrase);
        try {
            Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
            argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(head.memory())
                    .withIterations(head.passes())
                    .withParallelism(head.lanes())
                    .withSalt(head.saltBytes())
                    .build());
            argon2.generateBytes(password, key);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, head.nonceBytes()));
            cipher.updateAAD(lines);
            return cipher;
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(password, (byte) 0);
        }
    }
}

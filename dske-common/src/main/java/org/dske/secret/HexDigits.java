package org.dske.secret;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Secrets as hexadecimal digits in ASCII, two for each byte, without a String of them, which nobody could wipe. */
public final class HexDigits {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private HexDigits() {}

    /** {@return the digits of a secret, in lower case, and the end of the line; they are secret as well} */
    public static SecretBytes line(SecretBytes secret) {
        byte[] bytes = secret.expose();
        byte[] line = new byte[2 * bytes.length + 1];
        for (int i = 0; i < bytes.length; i++) {
            line[2 * i] = DIGITS[(bytes[i] >> 4) & 0xF];
            line[2 * i + 1] = DIGITS[bytes[i] & 0xF];
        }
        line[line.length - 1] = '\n';
        return SecretBytes.owning(line);
    }

    /**
     * Reads digits, perhaps with the end of the line, which stay the caller's.
     *
     * @param size how many bytes they are to be
     * @throws IllegalArgumentException if they are others, or so many bytes are not what they are
     */
    public static SecretBytes parse(byte[] line, int size) {
        int end = line.length;
        while (end > 0 && (line[end - 1] == '\n' || line[end - 1] == '\r')) {
            end--;
        }
        if (end != 2 * size) {
            throw new IllegalArgumentException("not " + 2 * size + " digits");
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (HexFormat.fromHexDigit(line[2 * i]) << 4 | HexFormat.fromHexDigit(line[2 * i + 1]));
        }
        return SecretBytes.owning(bytes);
    }
}

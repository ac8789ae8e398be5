package org.dske.launcher.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.dske.launcher.LauncherException;
import org.dske.launcher.etsi.DeliveredKey;
import org.dske.secret.PrivateFiles;

/**
 * A file that has the latest key, and nobody but its owner may read. It is there whole or not at all.
 *
 * @param path the file, whose directory has to be there
 * @param format how the key is written
 */
public record KeyFile(Path path, Format format) implements KeyTarget {
    /** How a key is written. */
    public enum Format {
        /** A line of base64 (RFC 4648, section 4), as the KME gives it. */
        BASE64,
        /** A line of hexadecimal digits in lower case. */
        HEX,
        /** Its bytes. */
        RAW;

        byte[] write(DeliveredKey key) {
            if (this == BASE64) {
                return (key.key() + "\n").getBytes(StandardCharsets.US_ASCII);
            }
            byte[] bytes = Base64.getDecoder().decode(key.key());
            if (this == RAW) {
                return bytes;
            }
            byte[] digits = (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
            Arrays.fill(bytes, (byte) 0);
            return digits;
        }
    }

    @Override
    public void load(DeliveredKey key) {
        byte[] content = format.write(key);
        try {
            replace(path, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Puts a file in the place of another, or of none, at once. */
    static void replace(Path file, byte[] content) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            PrivateFiles.create(next, content);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LauncherException("cannot write " + file + ": " + LauncherException.reason(e));
        }
    }
}

package org.dske.launcher.pki;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.dske.key.PercentEncoding;

/**
 * File names for arbitrary names, two different ones never the same: percent-encoded but for {@code A-Z a-z 0-9 . _ -}, and the
 * first dot too, so that no file is hidden. A name that gets too long for a file system is cut, and goes on with a {@code ~} and
 * its SHA-256 hash.
 */
final class FileNames {
    private static final String KEPT = "._-";
    private static final int LONGEST = 180;
    private static final int CUT = 100;

    private FileNames() {}

    /** The file name without its extension. */
    static String stem(String name) {
        String encoded = PercentEncoding.encode(name, KEPT);
        if (encoded.startsWith(".")) {
            encoded = "%2E" + encoded.substring(1);
        }
        return encoded.length() <= LONGEST ? encoded : encoded.substring(0, CUT) + "~" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

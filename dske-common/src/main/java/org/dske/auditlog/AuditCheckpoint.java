package org.dske.auditlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dske.error.InvalidException;

/**
 * A line of a chain, and with it all lines before: who has noted one elsewhere can tell later whether these are still the same. Written as
 * {@code 1234:9f86d0...}.
 *
 * @param sequence the number of the line; 0 stands before the first one
 * @param hash SHA-256 of the line's bytes, without the line end, in 64 hexadecimal digits; zeros before the first one
 */
public record AuditCheckpoint(long sequence, String hash) {
    /** Before the first line. */
    static final AuditCheckpoint BEGIN = new AuditCheckpoint(0, "0".repeat(64));

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

    /** That of a line. */
    static AuditCheckpoint of(long sequence, byte[] line) {
        return new AuditCheckpoint(sequence, HexFormat.of().formatHex(sha256().digest(line)));
    }

    /** Reads one as {@link #toString} writes it; anything else is invalid. */
    public static AuditCheckpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidException("'" + text + "' is no checkpoint: that is the number of a line, a colon, and 64"
                    + " hexadecimal digits");
        }
        return new AuditCheckpoint(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}

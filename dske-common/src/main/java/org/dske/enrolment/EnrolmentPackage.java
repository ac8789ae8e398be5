package org.dske.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dske.error.DskeException;
import org.dske.error.InvalidException;
import org.dske.json.JsonMessages;
import org.dske.protocol.enrolment.PackageHead;
import org.dske.secret.SecretBytes;

/**
 * An enrolment package: what it says of itself, and its blocks' bytes. As a file it is the line {@code DSKE-PACKAGE 1}, the head as a
 * line of JSON, the bytes of the blocks, and the SHA-256 of all before. Source: protocol, section 7.
 *
 * @param head what it says of itself
 * @param data the bytes of each block, in its order; they are the package's
 */
public record EnrolmentPackage(PackageHead head, List<SecretBytes> data) implements AutoCloseable {
    private static final byte[] FIRST_LINE = "DSKE-PACKAGE 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_HEAD = 1 << 20;
    private static final int DIGEST = 32;

    public EnrolmentPackage {
        data = List.copyOf(data);
        if (data.size() != head.blocks().size()) {
            throw new IllegalArgumentException("as many blocks as the head has");
        }
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).size() != head.blocks().get(i).size()) {
                throw new IllegalArgumentException("blocks of the sizes that the head has");
            }
        }
    }

    /** {@return the package as a file} */
    public SecretBytes toFile() {
        byte[] json = JsonMessages.write(head);
        int size = FIRST_LINE.length + json.length + 1 + bytes(head) + DIGEST;
        byte[] file = Arrays.copyOf(FIRST_LINE, size);
        int end = FIRST_LINE.length;
        System.arraycopy(json, 0, file, end, json.length);
        end += json.length;
        file[end++] = '\n';
        for (SecretBytes block : data) {
            System.arraycopy(block.expose(), 0, file, end, block.size());
            end += block.size();
        }
        System.arraycopy(digest(file, end), 0, file, end, DIGEST);
        return SecretBytes.owning(file);
    }

    /**
     * Reads a file, to its last byte; the file's bytes stay the caller's.
     *
     * @throws InvalidException if it is no package, was cut off or altered: one sentence, which completes "the package ..."
     */
    public static EnrolmentPackage read(byte[] file) {
        if (!startsWith(file, FIRST_LINE)) {
            throw new InvalidException("is none: it does not begin with DSKE-PACKAGE 1");
        }
        int end = endOfLine(file, FIRST_LINE.length);
        int dataEnd = file.length - DIGEST;
        if (end < 0 || dataEnd <= end) {
            throw new InvalidException("was cut off");
        }
        // First of all: nothing is believed that was altered on the way.
        if (!MessageDigest.isEqual(digest(file, dataEnd), Arrays.copyOfRange(file, dataEnd, file.length))) {
            throw new InvalidException("was cut off, or altered on the way");
        }
        PackageHead head;
        try {
            head = JsonMessages.read(Arrays.copyOfRange(file, FIRST_LINE.length, end), PackageHead.class);
        } catch (DskeException e) {
            throw new InvalidException("has a head that is none: " + e.getMessage());
        }
        if (bytes(head) != dataEnd - end - 1) {
            throw new InvalidException("has not as many bytes as its head says");
        }
        List<SecretBytes> data = new ArrayList<>();
        int from = end + 1;
        for (PackageHead.Block block : head.blocks()) {
            data.add(SecretBytes.owning(Arrays.copyOfRange(file, from, from + block.size())));
            from += block.size();
        }
        return new EnrolmentPackage(head, data);
    }

    /** {@return whether a file is a package that is not sealed, by its first line} */
    public static boolean isPlain(byte[] file) {
        return startsWith(file, FIRST_LINE);
    }

    private static int bytes(PackageHead head) {
        return head.blocks().stream().mapToInt(PackageHead.Block::size).sum();
    }

    static boolean startsWith(byte[] file, byte[] line) {
        return file.length >= line.length && Arrays.equals(file, 0, line.length, line, 0, line.length);
    }

    /** Where the line ends that begins somewhere; -1 if it does not, or is too long. */
    static int endOfLine(byte[] file, int from) {
        for (int i = from; i < Math.min(file.length, from + MOST_HEAD); i++) {
            if (file[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    static byte[] digest(byte[] bytes, int end) {
        MessageDigest digest = sha256();
        digest.update(bytes, 0, end);
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }

    /**
     * {@return six words that both ends show, for the operators to compare by telephone: of the package, the names and a digest of the
     * blocks; as proquints, of 16 bits each (D. S. Wilkerson, arXiv 0901.4016)}
     */
    public String words() {
        MessageDigest digest = sha256();
        for (SecretBytes block : data) {
            digest.update(block.expose());
        }
        byte[] blocks = digest.digest();
        digest.update(
                (head.id() + "\n" + head.hub().name() + "\n" + head.client().peer() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        return Proquints.of(Arrays.copyOf(digest.digest(blocks), Proquints.BYTES * 6));
    }

    /** Wipes the blocks. */
    @Override
    public void close() {
        data.forEach(SecretBytes::close);
    }

    /** Shows nothing of the blocks' bytes. */
    @Override
    public String toString() {
        return "EnrolmentPackage[" + head.id() + "]";
    }
}

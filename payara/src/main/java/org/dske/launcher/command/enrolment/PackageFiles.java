package org.dske.launcher.command.enrolment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dske.enrolment.EnrolmentPackage;
import org.dske.enrolment.SealedPackage;
import org.dske.enrolment.SplitPackage;
import org.dske.launcher.LauncherException;
import org.dske.secret.PrivateFiles;
import org.dske.secret.SecretBytes;

/** The files of packages, for their owner's eyes alone. */
final class PackageFiles {
    private static final int PIECE = 1 << 16;

    private PackageFiles() {}

    /**
     * A package as it lies in files.
     *
     * @param files one, or the two of a package that was split
     * @param content the package's file, sealed perhaps
     */
    record Found(List<Path> files, SecretBytes content) {
        boolean isSealed() {
            return SealedPackage.isSealed(content.expose());
        }

        String title() {
            return files.stream()
                    .map(Path::toString)
                    .reduce((one, other) -> one + " and " + other)
                    .orElse("");
        }
    }

    /** Reads packages: each file is one, but for the two parts of one that was split. */
    static List<Found> read(List<Path> files) {
        List<Found> found = new ArrayList<>();
        List<Path> parts = new ArrayList<>();
        List<byte[]> partBytes = new ArrayList<>();
        for (Path file : files) {
            byte[] content = read(file);
            if (SealedPackage.isSealed(content) || EnrolmentPackage.isPlain(content)) {
                found.add(new Found(List.of(file), SecretBytes.owning(content)));
            } else {
                parts.add(file);
                partBytes.add(content);
            }
        }
        if (parts.size() == 2) {
            found.add(new Found(parts, SplitPackage.join(partBytes.get(0), partBytes.get(1))));
        } else if (!parts.isEmpty()) {
            throw new LauncherException(parts.getFirst()
                    + " is no package; if it is one of two parts, name both, and no parts of another one");
        }
        partBytes.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        return found;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LauncherException("cannot read " + file + ": " + LauncherException.reason(e));
        }
    }

    /** Makes sure that files can be written, before there is something to write: they are not there, and their directories are. */
    static void prepare(List<Path> files) {
        for (Path file : files) {
            Path directory = file.toAbsolutePath().resolveSibling("");
            if (Files.exists(file)) {
                throw new LauncherException("there is a file " + file + " already");
            }
            try {
                PrivateFiles.createDirectories(directory);
            } catch (IOException e) {
                throw new LauncherException("cannot make the directory " + directory + ": " + PrivateFiles.reason(e));
            }
            if (!Files.isWritable(directory)) {
                throw new LauncherException("cannot write into " + directory);
            }
        }
    }

    static void write(Path file, byte[] content) {
        try {
            PrivateFiles.create(file, content);
        } catch (IOException e) {
            throw new LauncherException("cannot write " + file + ": " + PrivateFiles.reason(e));
        }
    }

    /** Overwrites a file and deletes it. (A disk may keep what was overwritten.) */
    static void wipe(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long left = channel.size(); left > 0; ) {
                left -= channel.write(ByteBuffer.allocate((int) Math.min(left, PIECE)));
            }
            channel.force(true);
            Files.delete(file);
        } catch (IOException e) {
            throw new LauncherException("the package was imported, and cannot be wiped: delete " + file + " ("
                    + LauncherException.reason(e) + ")");
        }
    }
}

package org.dske.launcher.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dske.launcher.LauncherException;

/**
 * What Linux tells of processes and files; nothing on other systems. Source: proc_pid_limits(5), proc_locks(5), timedatectl(1).
 *
 * @param root where {@code proc} and {@code run} are
 */
record Linux(Path root) {
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +(\\S+)");
    private static final List<String> CLOCK = List.of("timedatectl", "show", "--property=NTPSynchronized", "--value");
    private static final int PATIENCE_SECONDS = 3;

    /** How many files a process may have open, {@link Long#MAX_VALUE} if any number; the process is a number, or {@code self}. */
    OptionalLong openFilesLimit(String process) {
        return text("proc/" + process + "/limits")
                .map(OPEN_FILES::matcher)
                .filter(Matcher::find)
                .map(limit -> limit.group(1))
                .stream()
                .mapToLong(limit -> limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit))
                .findFirst();
    }

    /** How many files a process has open. */
    OptionalLong openFiles(long process) {
        return files(process).stream().mapToLong(List::size).findFirst();
    }

    /** Which process has locked a file. */
    OptionalLong lockHolder(Path file) {
        Object inode;
        Path real;
        try {
            inode = Files.getAttribute(file, "unix:ino");
            real = file.toRealPath();
        } catch (IOException | UnsupportedOperationException e) {
            return OptionalLong.empty();
        }
        // Number, kind, whether it is enforced, what for, process, device and inode, from, to.
        Pattern lock = Pattern.compile(
                "(?m)^\\d+: (?:POSIX|OFDLCK) +\\S+ +WRITE (\\d+) [0-9a-f]+:[0-9a-f]+:" + inode + " .*$");
        return text("proc/locks").stream()
                .flatMap(locks -> lock.matcher(locks).results())
                .mapToLong(held -> Long.parseLong(held.group(1)))
                // Another file system may have the same number.
                .filter(process ->
                        files(process).map(open -> open.contains(real)).orElse(true))
                .findFirst();
    }

    /** Whether the clock is kept right by others; empty if nobody says. */
    Optional<Boolean> isClockSynchronised() {
        if (Files.exists(root.resolve("run/systemd/timesync/synchronized"))) {
            return Optional.of(true);
        }
        try {
            Process process = new ProcessBuilder(CLOCK)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
                String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
                return Stream.of("yes", "no")
                        .filter(answer::equals)
                        .map("yes"::equals)
                        .findFirst();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // There is no such program.
            return Optional.empty();
        } catch (InterruptedException e) {
            throw LauncherException.interrupted();
        }
    }

    private Optional<List<Path>> files(long process) {
        try (Stream<Path> links = Files.list(root.resolve("proc/" + process + "/fd"))) {
            return Optional.of(links.map(Linux::target).toList());
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return Optional.empty();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            // Closed in the meantime.
            return link;
        }
    }

    private Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

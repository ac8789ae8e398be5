package org.dske.launcher.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells whether a port is free, and who has it if it is not. */
public final class PortOwner {
    private static final Path PROC = Path.of("/proc");

    private PortOwner() {}

    /** Why a port cannot be had; empty if it is free. */
    public static Optional<String> obstacle(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a server that has ended do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return Optional.empty();
        } catch (BindException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).contains("denied")
                            ? "may not be used: " + e.getMessage()
                            : "is in use by "
                                    + listener(port)
                                            .map(PortOwner::describe)
                                            .orElse("another process (which one cannot be told)"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String describe(ProcessHandle process) {
        return "process " + process.pid()
                + process.info().command().map(command -> " (" + command + ")").orElse("");
    }

    /** The process that listens on a port; empty where it cannot be told, as of another user's. */
    public static Optional<ProcessHandle> listener(int port) {
        // In /proc/net/tcp: number, local address, remote address, state 0A (listening), five more, inode.
        String line = String.format(Locale.ROOT, "\\s*\\d+: [0-9A-F]+:%04X \\S+ 0A (?:\\S+ +){5}(\\d+) .*", port);
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(PortOwner::lines)
                .filter(entry -> entry.matches(line))
                .map(entry -> Path.of("socket:[" + entry.replaceFirst(line, "$1") + "]"))
                .flatMap(socket -> ProcessHandle.allProcesses().filter(process -> holds(process, socket)))
                .findFirst();
    }

    private static boolean holds(ProcessHandle process, Path socket) {
        try (Stream<Path> files = Files.list(PROC.resolve(process.pid() + "/fd"))) {
            return files.anyMatch(file -> leadsTo(file, socket));
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
    }

    private static boolean leadsTo(Path link, Path target) {
        try {
            return Files.readSymbolicLink(link).equals(target);
        } catch (IOException e) {
            // Closed in the meantime.
            return false;
        }
    }

    private static Stream<String> lines(String table) {
        try {
            return Files.readAllLines(PROC.resolve(table)).stream();
        } catch (IOException e) {
            // Not a system with /proc.
            return Stream.empty();
        }
    }
}

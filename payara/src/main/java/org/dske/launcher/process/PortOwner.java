package org.dske.launcher.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells whether a port is free, and who has it if it is not. */
public final class PortOwner {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private PortOwner() {}

    /**
     * Tries a port.
     *
     * @param port the port
     * @return why it cannot be had; empty if it is free
     */
    public static Optional<String> obstacle(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of a server that has ended do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return Optional.empty();
        } catch (BindException e) {
            if (String.valueOf(e.getMessage()).contains("denied")) {
                return Optional.of("may not be used: " + e.getMessage());
            }
            OptionalLong owner = listener(port);
            return Optional.of("is in use by "
                    + (owner.isPresent()
                            ? ProcessTable.describe(owner.getAsLong())
                            : "another process (which one cannot be told)"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds the process that listens on a port. Another user's processes cannot be seen into.
     *
     * @param port the port
     * @return its process ID; empty if it cannot be told
     */
    public static OptionalLong listener(int port) {
        for (String table : new String[] {"tcp", "tcp6"}) {
            Optional<String> inode = inode(PROC.resolve("net").resolve(table), port);
            if (inode.isPresent()) {
                return holder("socket:[" + inode.get() + "]");
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<String> inode(Path table, int port) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try {
            return Files.readAllLines(table).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > INODE
                            && columns[LOCAL_ADDRESS].endsWith(suffix)
                            && columns[STATE].equals(LISTENING))
                    .map(columns -> columns[INODE])
                    .findFirst();
        } catch (IOException e) {
            // Not a system with /proc.
            return Optional.empty();
        }
    }

    private static OptionalLong holder(String socket) {
        return ProcessHandle.allProcesses()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> holds(PROC.resolve(String.valueOf(pid)).resolve("fd"), socket))
                .findFirst();
    }

    private static boolean holds(Path descriptors, String socket) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
            for (Path file : files) {
                if (target(file).equals(socket)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Another user's process, or one that has just ended.
            return false;
        }
        return false;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            // Closed in the meantime.
            return "";
        }
    }
}

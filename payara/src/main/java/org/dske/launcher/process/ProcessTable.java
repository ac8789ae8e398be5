package org.dske.launcher.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The processes of the operating system. */
public final class ProcessTable {
    private static final int MAX_SHOWN = 100;

    private ProcessTable() {}

    /**
     * Finds a process that runs a server.
     *
     * @param pid a process ID, which may have been given to another process since it was written down
     * @param root the root directory of the server
     * @return the process, or nothing if there is none or it is another one
     */
    public static Optional<ProcessHandle> server(long pid, Path root) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> arguments(process).contains(root.toString()));
    }

    /**
     * A process for people.
     *
     * @param pid its process ID
     * @return the process ID and the command, shortened
     */
    public static String describe(long pid) {
        String command = ProcessHandle.of(pid)
                .map(ProcessTable::arguments)
                .map(words -> String.join(" ", words))
                .orElse("");
        String printable = command.replaceAll("\\p{Cntrl}", " ").strip();
        String shown = printable.length() > MAX_SHOWN ? printable.substring(0, MAX_SHOWN) + "..." : printable;
        return "process " + pid + (shown.isEmpty() ? "" : " (" + shown + ")");
    }

    private static List<String> arguments(ProcessHandle process) {
        try {
            // Whole, where there is /proc; Java's own way leaves long command lines out.
            String line = Files.readString(
                    Path.of("/proc", String.valueOf(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            return Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            return process.info().arguments().map(Arrays::asList).orElse(List.of());
        }
    }
}

package org.dske.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that a process holds, as Linux tells: {@code VmRSS} in {@code /proc/PID/status}. */
final class ResidentMemory {
    private static final String LINE = "VmRSS:";
    private static final int KIB_PER_MIB = 1_024;

    private ResidentMemory() {}

    /**
     * A process's resident memory.
     *
     * @param pid the process
     * @return MiB, or nothing where there is no such file
     */
    static OptionalLong mebibytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(LINE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}

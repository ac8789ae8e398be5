package org.dske.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryInspectionTest {
    private static final String HEADING = "Filename\tType\tSize\tUsed\tPriority\n";

    @TempDir
    private Path root;

    private final Map<String, String> options = new HashMap<>();

    @Test
    void anUnknownPlatformIsUnknownAndWarnsOfNothing() {
        MemoryExposure exposure = inspect();
        assertEquals(new MemoryExposure(null, null, null, null), exposure);
        assertEquals(List.of(), exposure.warnings());
    }

    @Test
    void thisProcessTellsAllAboutItself() {
        MemoryExposure exposure = MemoryInspection.ofThisProcess();
        assertNotNull(exposure.attach());
        assertNotNull(exposure.heapDumps());
    }

    @Test
    void aCoreLimitOfZeroLeavesNoCores() {
        limit("0");
        assertEquals(false, inspect().coreDumps());
        write("proc/sys/kernel/core_pattern", "/var/cores/%p\n");
        assertEquals(false, inspect().coreDumps());
    }

    @Test
    void anyOtherCoreLimitLeavesCores() {
        for (String limit : List.of("unlimited", "1", "4096")) {
            limit(limit);
            assertEquals(true, inspect().coreDumps(), limit);
        }
        assertWarns("LimitCORE=0");
    }

    @Test
    void aProgramThatTakesCoresHasToKnowTheLimit() {
        limit("0");
        write("proc/sys/kernel/core_pattern", "|/usr/bin/collect %p\n");
        assertEquals(true, inspect().coreDumps());
        write("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P %u %g %s %t %c %h\n");
        assertEquals(false, inspect().coreDumps());
        limit("unlimited");
        assertEquals(true, inspect().coreDumps());
    }

    @Test
    void whoLeavesMemoryOutOfCoresLeavesNoneOfIt() {
        limit("unlimited");
        write("proc/self/coredump_filter", "00000033\n");
        assertEquals(true, inspect().coreDumps());
        for (String filter : List.of("00000000\n", "00000010\n")) {
            write("proc/self/coredump_filter", filter);
            assertEquals(false, inspect().coreDumps(), filter);
        }
    }

    @Test
    void aMachineWithoutSwapSpaceDoesNotSwap() {
        write("proc/swaps", HEADING);
        assertEquals(false, inspect().swap());
    }

    @Test
    void aMachineWithSwapSpaceSwaps() {
        write("proc/swaps", HEADING + "/dev/sda2 partition 8388604 0 -2\n");
        assertEquals(true, inspect().swap());
        assertWarns("MemorySwapMax=0");
        write("proc/self/cgroup", "12:memory:/user\n");
        assertEquals(true, inspect().swap());
    }

    @Test
    void whoseControlGroupOrOneAroundItMayNotSwapDoesNot() {
        write("proc/swaps", HEADING + "/dev/sda2 partition 8388604 0 -2\n");
        write("proc/self/cgroup", "1:name=systemd:/\n0::/system.slice/dske.service\n");
        assertEquals(true, inspect().swap());
        write("sys/fs/cgroup/system.slice/dske.service/memory.swap.max", "max\n");
        assertEquals(true, inspect().swap());
        write("sys/fs/cgroup/system.slice/memory.swap.max", "0\n");
        assertEquals(false, inspect().swap());
        write("sys/fs/cgroup/system.slice/memory.swap.max", "max\n");
        write("sys/fs/cgroup/system.slice/dske.service/memory.swap.max", "0\n");
        assertEquals(false, inspect().swap());
        write("proc/self/cgroup", "0::/\n");
        assertEquals(true, inspect().swap());
        write("sys/fs/cgroup/memory.swap.max", "0\n");
        assertEquals(false, inspect().swap());
    }

    @Test
    void attachingIsOpenUnlessItIsDisabled() {
        options.put("DisableAttachMechanism", "false");
        assertEquals(true, inspect().attach());
        assertWarns("-XX:+DisableAttachMechanism");
        options.put("DisableAttachMechanism", "true");
        assertEquals(false, inspect().attach());
    }

    @Test
    void aDebuggerAndRemoteManagementAreOtherWaysIn() {
        options.put("DisableAttachMechanism", "true");
        for (String argument : List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005",
                "-Xrunjdwp:server=y",
                "-Dcom.sun.management.jmxremote.port")) {
            assertEquals(true, inspect("-Xmx1g", argument).attach(), argument);
        }
        assertEquals(false, inspect("-Xmx1g").attach());
    }

    @Test
    void anyOptionThatDumpsTheHeapDumpsIt() {
        options.put("HeapDumpOnOutOfMemoryError", "false");
        options.put("HeapDumpAfterFullGC", "false");
        assertEquals(false, inspect().heapDumps());
        options.put("HeapDumpAfterFullGC", "true");
        assertEquals(true, inspect().heapDumps());
        assertWarns("-XX:-HeapDumpOnOutOfMemoryError");
    }

    private void assertWarns(String remedy) {
        List<String> warnings = inspect().warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(remedy), warnings::toString);
    }

    private MemoryExposure inspect(String... arguments) {
        return new MemoryInspection(root, name -> Optional.ofNullable(options.get(name)), List.of(arguments)).inspect();
    }

    private void limit(String soft) {
        write("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max stack size            8388608              unlimited            bytes
                Max core file size        %-20s unlimited            bytes
                """.formatted(soft));
    }

    private void write(String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

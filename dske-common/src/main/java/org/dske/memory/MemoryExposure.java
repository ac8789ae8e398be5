package org.dske.memory;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ways out of a process that are open to its memory, and so to the keys in it; null where this platform does not tell. None of them is
 * open to who is neither the process's user nor an administrator, but each leaves a copy behind, or lets one be taken unseen.
 *
 * @param coreDumps whether a crash writes it to a file, or hands it to a program
 * @param swap whether the system may move it to a disk
 * @param attach whether other processes may attach to the virtual machine, or a debugger may
 * @param heapDumps whether the virtual machine writes it to a file by itself, such as when it is full
 */
public record MemoryExposure(
        @Nullable Boolean coreDumps,
        @Nullable Boolean swap,
        @Nullable Boolean attach,
        @Nullable Boolean heapDumps) {
    /** {@return a sentence on each way that is open, and how to close it} */
    public List<String> warnings() {
        return Stream.of(
                        warning(
                                coreDumps,
                                "a crash may leave the keys in memory in a core file: set the limit of its size to zero"
                                        + " (ulimit -c 0; systemd: LimitCORE=0)"),
                        warning(
                                swap,
                                "the keys in memory may get into the swap space of this machine: keep the node out of it"
                                        + " (systemd: MemorySwapMax=0), or do without (swapoff -a)"),
                        warning(
                                attach,
                                "another process may attach to this virtual machine and read the keys in memory: start it"
                                        + " with -XX:+DisableAttachMechanism, without a debugger and without remote JMX"),
                        warning(
                                heapDumps,
                                "this virtual machine may write the keys in memory to a file: start it with"
                                        + " -XX:-HeapDumpOnOutOfMemoryError, and no other option that dumps its heap"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable String warning(@Nullable Boolean open, String sentence) {
        return Boolean.TRUE.equals(open) ? sentence : null;
    }
}

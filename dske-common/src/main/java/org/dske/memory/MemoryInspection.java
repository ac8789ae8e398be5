package org.dske.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a process's memory is exposed to, on Linux and HotSpot; of other platforms it says that it does not know. Source:
 * proc_pid_limits(5), core(5), proc_swaps(5), and the kernel's cgroup-v2.
 */
public final class MemoryInspection {
    private static final Pattern CORE_LIMIT = Pattern.compile("(?m)^Max core file size +(\\S+)");
    /** The bit of {@code coredump_filter} for parts of files of machine code: all others are for memory. */
    private static final long ELF_HEADERS = 1 << 4;

    private static final int HEX = 16;
    private static final Pattern OWN_GROUP = Pattern.compile("(?m)^0::/(.*)$");
    private static final Path GROUPS = Path.of("sys/fs/cgroup");

    private final Path root;
    private final Function<String, Optional<String>> option;
    private final List<String> arguments;

    /**
     * An inspection.
     *
     * @param root where {@code proc} and {@code sys} are
     * @param option the value of an option of the virtual machine, by its name; nothing if it has no such option
     * @param arguments what it was started with, and the names of its properties
     */
    MemoryInspection(Path root, Function<String, Optional<String>> option, List<String> arguments) {
        this.root = root;
        this.option = option;
        this.arguments = List.copyOf(arguments);
    }

    /** {@return what the memory of this process is exposed to now} */
    public static MemoryExposure ofThisProcess() {
        List<String> arguments = Stream.concat(
                        ManagementFactory.getRuntimeMXBean().getInputArguments().stream(),
                        System.getProperties().stringPropertyNames().stream().map(name -> "-D" + name))
                .toList();
        return new MemoryInspection(Path.of("/"), MemoryInspection::optionOfThisProcess, arguments).inspect();
    }

    private static Optional<String> optionOfThisProcess(String name) {
        try {
            return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                    .map(machine -> machine.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            // It has no such option.
            return Optional.empty();
        }
    }

    MemoryExposure inspect() {
        return new MemoryExposure(coreDumps(), swap(), attach(), heapDumps());
    }

    private @Nullable Boolean coreDumps() {
        Matcher limit = CORE_LIMIT.matcher(text("proc/self/limits").orElse(""));
        if (!limit.find()) {
            return null;
        }
        // A program that takes cores is held to no limit, but may know it, as those of systemd and of Ubuntu do.
        boolean isUnlimited = text("proc/sys/kernel/core_pattern")
                .filter(to -> to.startsWith("|") && !to.contains("%c"))
                .isPresent();
        return (isUnlimited || !limit.group(1).equals("0")) && !isLeftOutOfCores();
    }

    private boolean isLeftOutOfCores() {
        return text("proc/self/coredump_filter")
                .filter(filter -> (Long.parseLong(filter.strip(), HEX) & ~ELF_HEADERS) == 0)
                .isPresent();
    }

    private @Nullable Boolean swap() {
        // The first line is a heading.
        return text("proc/swaps")
                .map(swaps -> swaps.lines().count() > 1 && !isKeptOutOfSwap())
                .orElse(null);
    }

    /** By a limit of its control group, or of one around that. */
    private boolean isKeptOutOfSwap() {
        Matcher own = OWN_GROUP.matcher(text("proc/self/cgroup").orElse(""));
        if (!own.find()) {
            return false;
        }
        return Stream.iterate(GROUPS.resolve(own.group(1)), group -> group.startsWith(GROUPS), Path::getParent)
                .flatMap(group -> text(group.resolve("memory.swap.max").toString()).stream())
                .anyMatch(most -> most.strip().equals("0"));
    }

    private @Nullable Boolean attach() {
        boolean isOpened = arguments.stream()
                .anyMatch(
                        argument -> argument.contains("jdwp") || argument.startsWith("-Dcom.sun.management.jmxremote"));
        return isOpened
                ? Boolean.TRUE
                : isSet("DisableAttachMechanism").map(set -> !set).orElse(null);
    }

    private @Nullable Boolean heapDumps() {
        return Stream.of("HeapDumpOnOutOfMemoryError", "HeapDumpBeforeFullGC", "HeapDumpAfterFullGC")
                .flatMap(name -> isSet(name).stream())
                .reduce(Boolean::logicalOr)
                .orElse(null);
    }

    private Optional<Boolean> isSet(String name) {
        return option.apply(name).map(Boolean::parseBoolean);
    }

    private Optional<String> text(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)));
        } catch (IOException e) {
            // There is no such file on this platform.
            return Optional.empty();
        }
    }
}

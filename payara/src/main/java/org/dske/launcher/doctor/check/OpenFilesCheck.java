package org.dske.launcher.doctor.check;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How many files, which connections are too, a process may have open.
 *
 * @param startedHere the limit of what is started from here; empty where the system does not tell
 * @param processes those of nodes that run
 */
public record OpenFilesCheck(OptionalLong startedHere, List<Usage> processes) implements Check {
    private static final String NAME = "open files";
    /** A server has 358 files open with one node, and 516 with ten, when nobody asks for keys (counted in {@code /proc}); and each connection is one. */
    private static final long LEAST = 1024;
    /** Room for several nodes in one process, and for the connections of several addresses. */
    private static final long ENOUGH = 4096;

    private static final double NEARLY_ALL = 0.8;

    public OpenFilesCheck {
        processes = List.copyOf(processes);
    }

    /**
     * What a process has of it.
     *
     * @param nodes which nodes are in it, in words
     * @param limit how many files it may have open
     * @param open how many it has
     */
    public record Usage(String nodes, long limit, long open) {}

    @Override
    public List<Finding> findings() {
        List<Finding> wrong = Stream.concat(ofStart(), processes.stream().flatMap(OpenFilesCheck::ofProcess))
                .toList();
        return Check.orElse(
                wrong,
                Finding.success(
                        NAME,
                        startedHere.isEmpty()
                                ? "this system does not tell the limit"
                                : "a process may have "
                                        + (startedHere.getAsLong() == Long.MAX_VALUE
                                                ? "any number of"
                                                : startedHere.getAsLong())
                                        + " files open"));
    }

    private Stream<Finding> ofStart() {
        long limit = startedHere.orElse(Long.MAX_VALUE);
        String text = "a process that is started from here may have only " + limit + " files open";
        String advice = "ulimit -n " + ENOUGH + " before ./dske start (systemd: LimitNOFILE)";
        if (limit < LEAST) {
            return Stream.of(Finding.failure(NAME, text + ", fewer than a server needs", advice));
        }
        return limit < ENOUGH
                ? Stream.of(Finding.warning(NAME, text + ", which are few for several nodes in a process", advice))
                : Stream.empty();
    }

    private static Stream<Finding> ofProcess(Usage process) {
        return process.open() > NEARLY_ALL * process.limit()
                ? Stream.of(Finding.failure(
                        NAME,
                        process.nodes() + " has " + process.open() + " of " + process.limit()
                                + " files open that it may have",
                        "ulimit -n " + ENOUGH + " (systemd: LimitNOFILE) and start it again"))
                : Stream.empty();
    }
}

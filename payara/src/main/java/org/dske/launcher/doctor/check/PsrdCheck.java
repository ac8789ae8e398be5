package org.dske.launcher.doctor.check;

import java.util.List;
import java.util.stream.Stream;
import org.dske.launcher.psrd.PoolReport;

/**
 * The pre-shared random data of nodes that run.
 *
 * @param pools each pool
 */
public record PsrdCheck(List<Pool> pools) implements Check {
    private static final String NAME = "psrd";
    /** For how long a courier may be on his way. */
    private static final double FEW_DAYS = 7;

    public PsrdCheck {
        pools = List.copyOf(pools);
    }

    /**
     * A pool.
     *
     * @param report as the node's status has it
     * @param isCarried whether its bytes come by courier: then somebody has to send one
     */
    public record Pool(PoolReport report, boolean isCarried) {}

    @Override
    public List<Finding> findings() {
        return Check.orElse(
                pools.stream().flatMap(PsrdCheck::wrong).toList(),
                Finding.success(
                        NAME,
                        pools.isEmpty()
                                ? "no node tells of any: none runs, or has peers"
                                : "none of " + pools.size() + " pools lacks anything"));
    }

    private static Stream<Finding> wrong(Pool pool) {
        PoolReport report = pool.report();
        String what = "pool " + report.name() + " of " + report.node();
        String advice = pool.isCarried()
                ? "make a package at the hub and import it: ./dske psrd export, psrd import"
                : "it is refilled by itself as soon as the peer answers: see ./dske status, and ./dske logs";
        return switch (report.supply()) {
            case GOOD ->
                pool.isCarried() && report.days().orElse(FEW_DAYS) < FEW_DAYS
                        ? Stream.of(Finding.warning(
                                NAME,
                                what + " is good for "
                                        + Math.max(0, (long) report.days().getAsDouble()) + " days more",
                                advice))
                        : Stream.empty();
            // That is of the node, and said of it.
            case UNREACHABLE -> Stream.empty();
            case LOW -> Stream.of(Finding.warning(NAME, what + " is low", advice));
            case EMPTY -> Stream.of(Finding.failure(NAME, what + " is empty", advice));
            case UNENROLLED -> Stream.of(Finding.failure(NAME, what + ": " + report.health(), "./dske enrol, import"));
            case REFUSING ->
                Stream.of(Finding.warning(
                        NAME, what + ": " + report.health(), "look at the network between the two, and their logs"));
        };
    }
}

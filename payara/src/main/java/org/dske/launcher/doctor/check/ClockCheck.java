package org.dske.launcher.doctor.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The clock of this machine.
 *
 * @param isSynchronised whether the system says that it is kept right by others; empty if it does not say
 * @param ahead of each node that runs, how far its clock is ahead of this one; negative if it is behind. A node tells whole seconds
 */
public record ClockCheck(Optional<Boolean> isSynchronised, Map<String, Duration> ahead) implements Check {
    private static final String NAME = "clock";
    /** Twice what whole seconds and the way may make up. */
    private static final Duration NOTICED = Duration.ofSeconds(3);
    /** For how long a hub keeps a share that was fetched, and a client PSRD that lost messages have left. */
    private static final Duration HARMFUL = Duration.ofMinutes(1);

    private static final String ADVICE = "have a time service keep it right, such as chrony or systemd-timesyncd";

    public ClockCheck {
        ahead = new TreeMap<>(ahead);
    }

    @Override
    public List<Finding> findings() {
        List<Finding> wrong = Stream.concat(
                        ofThisMachine().stream(),
                        ahead.entrySet().stream().flatMap(node -> ofNode(node.getKey(), node.getValue())))
                .toList();
        return Check.orElse(
                wrong,
                Finding.success(
                        NAME,
                        "it is synchronised"
                                + (ahead.isEmpty() ? "" : ", and " + ahead.size() + " nodes have the same time")));
    }

    private Optional<Finding> ofThisMachine() {
        if (isSynchronised.isEmpty()) {
            return Optional.of(Finding.warning(
                    NAME, "whether it is synchronised cannot be told on this system", "make sure that it is"));
        }
        return isSynchronised.get()
                ? Optional.empty()
                : Optional.of(Finding.warning(NAME, "it is not synchronised", ADVICE));
    }

    private static Stream<Finding> ofNode(String node, Duration difference) {
        String text = "that of " + node + " is " + difference.abs().toSeconds() + " s "
                + (difference.isNegative() ? "behind" : "ahead of") + " this one";
        if (difference.abs().compareTo(HARMFUL) > 0) {
            return Stream.of(Finding.failureOfNode(NAME, text, ADVICE + ", on both machines"));
        }
        return difference.abs().compareTo(NOTICED) > 0
                ? Stream.of(Finding.warning(NAME, text, ADVICE + ", on both machines"))
                : Stream.empty();
    }
}

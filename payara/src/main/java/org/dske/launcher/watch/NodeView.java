package org.dske.launcher.watch;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dske.launcher.network.NodeState;
import org.dske.launcher.psrd.PoolReport;

/**
 * What is seen of a node at one moment.
 *
 * @param state the node
 * @param keys how many keys a client has established since it started; empty of a hub, and of a client that does not say
 * @param left bytes that are left in its pool with the least; empty if it tells of none
 * @param days for how many days the first of its pools will do; empty if that is not known, or none are used
 * @param faults how many shares and answers of hubs a client has found wrong since it started
 */
record NodeView(NodeState state, OptionalLong keys, OptionalLong left, OptionalDouble days, long faults) {
    private static final Pattern KEYS = Pattern.compile("(?m)^dske_keys_established_total (\\d+)");
    private static final List<String> FAULTS = List.of("wrong_shares", "disputed_shares", "unverified_answers");

    static NodeView of(NodeState state, Optional<String> metrics) {
        List<PoolReport> pools = PoolReport.of(state).toList();
        return new NodeView(
                state,
                metrics.map(KEYS::matcher).filter(Matcher::find).stream()
                        .mapToLong(keys -> Long.parseLong(keys.group(1)))
                        .findFirst(),
                pools.stream().mapToLong(PoolReport::left).min(),
                pools.stream().flatMapToDouble(pool -> pool.days().stream()).min(),
                state.hubs()
                        .flatMap(NodeView::faults)
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private static Stream<Long> faults(JsonObject hub) {
        return FAULTS.stream()
                .map(hub::get)
                .filter(JsonNumber.class::isInstance)
                .map(count -> ((JsonNumber) count).longValue());
    }
}

package org.dske.launcher.doctor.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What nodes keep.
 *
 * @param stores their stores
 */
public record StoreCheck(List<Store> stores) implements Check {
    private static final String NAME = "store";

    public StoreCheck {
        stores = List.copyOf(stores);
    }

    /**
     * A store.
     *
     * @param node whose it is, such as {@code hub hank}
     * @param directory where it is
     * @param process the node's process, if it runs
     * @param lockedBy the process that has it open, where the system tells
     * @param openToOthers its files, and itself, that others than their owner may read or write, each with its permissions
     * @param obstacle why it cannot be opened, in words; empty if nothing is known against it
     */
    public record Store(
            String node,
            Path directory,
            OptionalLong process,
            OptionalLong lockedBy,
            List<String> openToOthers,
            Optional<String> obstacle) {
        public Store {
            openToOthers = List.copyOf(openToOthers);
        }
    }

    @Override
    public List<Finding> findings() {
        return Check.orElse(
                stores.stream().flatMap(StoreCheck::wrong).toList(),
                Finding.success(
                        NAME,
                        stores.isEmpty()
                                ? "none yet: nodes make them when they start"
                                : "all " + stores.size() + " are their owner's alone, and open to their nodes only"));
    }

    private static Stream<Finding> wrong(Store store) {
        String what = "that of " + store.node() + " in " + store.directory();
        Stream<Finding> obstacle = store.obstacle().stream()
                .map(reason -> Finding.failure(
                        NAME,
                        what + " cannot be used: " + reason,
                        "mend that, or move it out of the way: the node then begins anew, and what it held is lost"));
        Stream<Finding> lock = store.lockedBy().isPresent() && !store.lockedBy().equals(store.process())
                ? Stream.of(Finding.failure(
                        NAME,
                        what + " is in use by process " + store.lockedBy().getAsLong() + ", which is not the node's",
                        "end that process, or give the node a store.directory of its own"))
                : Stream.empty();
        Stream<Finding> open = store.openToOthers().isEmpty()
                ? Stream.empty()
                : Stream.of(Finding.failure(
                        NAME,
                        what + " is open to others: " + String.join(", ", store.openToOthers()),
                        "chmod -R go= " + store.directory() + ", and think who may have read it"));
        return Stream.of(obstacle, lock, open).flatMap(findings -> findings);
    }
}

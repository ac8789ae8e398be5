package org.dske.health;

import java.util.List;
import org.dske.management.ManagedNode;

/**
 * Whether a node is well. Source: MicroProfile Health 4.0, "Health check response information".
 *
 * @param status {@link State#UP} if all checks are
 * @param checks each of the things that were looked at
 */
public record Health(State status, List<Check> checks) {
    /** Well or not. */
    public enum State {
        UP,
        DOWN;

        static State of(boolean up) {
            return up ? UP : DOWN;
        }
    }

    /**
     * One of the things that were looked at.
     *
     * @param name a word, the same for all nodes of a kind
     * @param status its state
     */
    public record Check(String name, State status) {}

    static Health of(List<ManagedNode.Check> checks) {
        return new Health(
                State.of(checks.stream().allMatch(ManagedNode.Check::up)),
                checks.stream()
                        .map(check -> new Check(check.name(), State.of(check.up())))
                        .toList());
    }
}

package org.dske.launcher.doctor.check;

import java.util.List;
import java.util.stream.Stream;
import org.dske.launcher.network.NodeState;

/**
 * Whether nodes run, and do their work.
 *
 * @param states all nodes that are looked at
 */
public record NodeCheck(List<NodeState> states) implements Check {
    private static final String NAME = "nodes";

    public NodeCheck {
        states = List.copyOf(states);
    }

    @Override
    public List<Finding> findings() {
        List<NodeState> here =
                states.stream().filter(state -> !state.node().isElsewhere()).toList();
        boolean noneHere = here.stream().allMatch(NodeState::isStopped);
        if (noneHere && !here.isEmpty() && here.size() == states.size()) {
            return List.of(Finding.warning(NAME, "none of " + here.size() + " runs", "./dske start"));
        }
        return Check.orElse(
                states.stream().flatMap(NodeCheck::wrong).toList(),
                Finding.success(NAME, "all " + states.size() + " are ready"));
    }

    private static Stream<Finding> wrong(NodeState state) {
        String node = state.node().title();
        if (!state.isReady()) {
            String lacks = state.lacks().isEmpty() ? "" : ", without " + String.join(", ", state.lacks());
            return Stream.of(Finding.failureOfNode(
                    NAME,
                    node + " is " + state.word() + lacks,
                    state.node().isElsewhere()
                            ? "ask who runs it; see whether " + state.node().url() + " can be reached from here"
                            : state.isStopped()
                                    ? "./dske --" + state.node().type().word() + " "
                                            + state.node().machine() + " start"
                                    : "see ./dske logs " + state.node().machine()));
        }
        return state.lacks().isEmpty()
                ? Stream.empty()
                : Stream.of(Finding.warning(
                        NAME,
                        node + " is ready, without " + String.join(", ", state.lacks()),
                        "see to those hubs: keys come without them, and the next failure may be one too many"));
    }
}

package org.dske.launcher.doctor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dske.memory.MemoryExposure;

/**
 * What the memory of nodes, and so the keys in it, is exposed to.
 *
 * @param here what that of a process is that is started from here by hand: its swap and its core dumps
 * @param nodes what nodes that run say of theirs, by name
 */
public record MemoryCheck(MemoryExposure here, Map<String, MemoryExposure> nodes) implements Check {
    private static final String NAME = "memory";

    public MemoryCheck {
        nodes = new TreeMap<>(nodes);
    }

    @Override
    public List<Finding> findings() {
        List<Finding> wrong = new ArrayList<>();
        if (Boolean.TRUE.equals(here.swap())
                || nodes.values().stream().anyMatch(node -> Boolean.TRUE.equals(node.swap()))) {
            wrong.add(Finding.warning(
                    NAME,
                    "this machine has swap space, into which keys may get",
                    "keep nodes out of it (systemd: MemorySwapMax=0), encrypt it, or do without (swapoff -a)"));
        }
        nodes.forEach((node, exposure) -> new MemoryExposure(
                        exposure.coreDumps(), null, exposure.attach(), exposure.heapDumps())
                .warnings()
                .forEach(sentence -> wrong.add(Finding.warning(NAME, node + ": " + sentence, "start it by ./dske"))));
        return Check.orElse(wrong, Finding.success(NAME, "no swap space takes it, and " + cores()));
    }

    private String cores() {
        return Boolean.TRUE.equals(here.coreDumps())
                ? "nodes of ./dske leave no core dumps (others from here would: ulimit -c 0)"
                : "no crash leaves a core dump";
    }
}

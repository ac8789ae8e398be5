package org.dske.launcher.doctor.check;

import java.util.List;

/** Facts, and what there is to say of them. */
public interface Check {
    /** What it finds, at least one thing; that all is well, if it is. */
    List<Finding> findings();

    /** What is wrong, or that nothing is. */
    static List<Finding> orElse(List<Finding> wrong, Finding success) {
        return wrong.isEmpty() ? List.of(success) : List.copyOf(wrong);
    }
}

package org.dske.sharing;

import java.util.List;
import java.util.function.Consumer;

/** All subsets of a size. */
final class AllSubsets {
    private AllSubsets() {}

    static <T> void forEach(List<T> elements, int size, Consumer<List<T>> action) {
        boolean unused = Subsets.any(elements, size, subset -> {
            action.accept(subset);
            return false;
        });
    }
}

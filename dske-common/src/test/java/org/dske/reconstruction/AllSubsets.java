package org.dske.reconstruction;

import java.util.List;
import java.util.function.Consumer;

/** All subsets of a size. */
public final class AllSubsets {
    private AllSubsets() {}

    public static <T> void forEach(List<T> elements, int size, Consumer<List<T>> action) {
        boolean unused = Subsets.any(elements, size, subset -> {
            action.accept(subset);
            return false;
        });
    }
}

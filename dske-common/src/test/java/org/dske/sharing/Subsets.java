package org.dske.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All subsets of a size. */
final class Subsets {
    private Subsets() {}

    static <T> void forEach(List<T> elements, int size, Consumer<List<T>> action) {
        forEach(elements, size, 0, new ArrayList<>(), action);
    }

    private static <T> void forEach(List<T> elements, int size, int from, List<T> chosen, Consumer<List<T>> action) {
        if (chosen.size() == size) {
            action.accept(chosen);
            return;
        }
        for (int i = from; i <= elements.size() - (size - chosen.size()); i++) {
            chosen.add(elements.get(i));
            forEach(elements, size, i + 1, chosen, action);
            chosen.remove(chosen.size() - 1);
        }
    }
}

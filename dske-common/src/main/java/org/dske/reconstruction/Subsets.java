package org.dske.reconstruction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All subsets of a size, one after the other, in the order of the elements. */
final class Subsets {
    private Subsets() {}

    /** Goes through the subsets until one serves; the list that the condition is given changes afterwards. */
    static <T> boolean any(List<T> elements, int size, Predicate<List<T>> condition) {
        return any(elements, size, new ArrayList<>(), condition);
    }

    /**
     * Goes through the subsets, each of them added to elements that are chosen already, until one serves. The chosen are the
     * same afterwards.
     */
    static <T> boolean any(List<T> elements, int size, List<T> chosen, Predicate<List<T>> condition) {
        if (size == 0) {
            return condition.test(chosen);
        }
        for (int i = 0; i <= elements.size() - size; i++) {
            chosen.add(elements.get(i));
            boolean found = any(elements.subList(i + 1, elements.size()), size - 1, chosen, condition);
            chosen.remove(chosen.size() - 1);
            if (found) {
                return true;
            }
        }
        return false;
    }
}

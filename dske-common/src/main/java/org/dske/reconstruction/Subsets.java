package org.dske.reconstruction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All subsets of a size, one after the other, in the order of the elements. */
final class Subsets {
    private Subsets() {}

    /**
     * Goes through the subsets until one serves.
     *
     * @param elements the elements
     * @param size the size of a subset
     * @param condition whether a subset serves; the list that it is given changes afterwards
     * @return whether one does
     */
    static <T> boolean any(List<T> elements, int size, Predicate<List<T>> condition) {
        return any(elements, size, new ArrayList<>(), condition);
    }

    /**
     * Goes through the subsets, each of them added to elements that are chosen already, until one serves.
     *
     * @param elements the elements
     * @param size the size of a subset
     * @param chosen what is chosen already; the same afterwards
     * @param condition whether the chosen ones and a subset serve; the list that it is given changes afterwards
     * @return whether they do
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

package org.dske.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody said about things: that one is about to get a value, and that it has it now. What is seen of them later has to agree: a
 * value that was promised, or one that was tried since.
 */
public final class Promises {
    /** That a thing is not there. */
    public static final String GONE = "-";

    private final Map<String, String> promised = new HashMap<>();
    private final Map<String, String> tried = new HashMap<>();

    /** {@return the line with which something is to be said before it is tried} */
    public static String trying(String thing, String value) {
        return "try " + thing + " " + value;
    }

    /** {@return the line with which something is to be said that is done} */
    public static String done(String thing, String value) {
        return "done " + thing + " " + value;
    }

    /** {@return the line of who begins anew with what is there: what was tried before is settled} */
    public static String found(Map<String, String> things) {
        StringBuilder line = new StringBuilder("found");
        things.forEach(
                (thing, value) -> line.append(' ').append(thing).append(' ').append(value));
        return line.toString();
    }

    /** Hears a line. */
    void told(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "try" -> tried.put(words[1], words[2]);
            case "done" -> {
                tried.remove(words[1]);
                promised.put(words[1], words[2]);
            }
            case "found" -> {
                tried.clear();
                promised.clear();
                for (int i = 1; i < words.length; i += 2) {
                    promised.put(words[i], words[i + 1]);
                }
            }
            default -> throw new IllegalArgumentException(line);
        }
    }

    /** What was promised of a thing; {@value #GONE} if nothing was. */
    public String promised(String thing) {
        return promised.getOrDefault(thing, GONE);
    }

    /** Makes sure that what is seen is what was promised. */
    public void requireKept(Map<String, String> seen) {
        Set<String> all = new TreeSet<>(promised.keySet());
        all.addAll(tried.keySet());
        all.addAll(seen.keySet());
        for (String thing : all) {
            String value = seen.getOrDefault(thing, GONE);
            assertTrue(
                    value.equals(promised(thing)) || value.equals(tried.get(thing)),
                    () -> thing + " is " + value + ", promised " + promised(thing) + ", tried " + tried.get(thing));
        }
    }
}

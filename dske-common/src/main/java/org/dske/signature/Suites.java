package org.dske.signature;

import java.util.List;
import java.util.Optional;
import org.dske.error.ErrorCode;
import org.dske.error.InvalidException;
import org.dske.error.RequestException;
import org.jspecify.annotations.Nullable;

/**
 * The suites that a node speaks, of which a registration picks one for client and hub. What was picked holds until the next
 * registration. Source: protocol, sections 1 and 4.
 */
public final class Suites {
    private final List<SignatureSuite> spoken;

    private Suites(List<SignatureSuite> spoken) {
        this.spoken = spoken;
    }

    /**
     * The suites of a node.
     *
     * @param classic how it speaks {@code classic}
     * @param requireIts whether it refuses to
     * @return {@code its} and, unless it is refused, {@code classic}
     */
    public static Suites of(ClassicSuite classic, boolean requireIts) {
        ItsSuite its = new ItsSuite();
        return new Suites(requireIts ? List.of(its) : List.of(its, classic));
    }

    /**
     * The suites' names, for a client to offer.
     *
     * @return the best one first
     */
    public List<String> words() {
        return spoken.stream().map(SignatureSuite::wireName).toList();
    }

    /**
     * Whether this node refuses to speak {@code classic}.
     *
     * @return whether it speaks {@code its} alone
     */
    public boolean requireIts() {
        return find(ClassicSuite.NAME).isEmpty();
    }

    /**
     * The suite that a word means, if this node speaks it.
     *
     * @param word the suite's name
     * @return the suite
     */
    public Optional<SignatureSuite> find(String word) {
        return spoken.stream().filter(suite -> suite.wireName().equals(word)).findFirst();
    }

    /**
     * The best suite that a node speaks, whatever is spoken here.
     *
     * @param offered the suites that it speaks; null, if it says nothing, is {@code classic}
     * @return {@code its} if that is among them, else {@code classic}
     */
    public static String best(@Nullable List<String> offered) {
        return offered != null && offered.contains(ItsSuite.NAME) ? ItsSuite.NAME : ClassicSuite.NAME;
    }

    /**
     * Picks the suite that the offering side likes best of those that this node speaks. Words that it does not know do not
     * count.
     *
     * @param offered the suites that the other side speaks, the best one first; null, if it says nothing, is {@code classic}
     * @return the suite
     * @throws RequestException with 403 if the other side speaks {@code classic}, and this node refuses to
     * @throws InvalidException if there is no suite that both know
     */
    public SignatureSuite pick(@Nullable List<String> offered) {
        List<String> theirs = offered == null ? List.of(ClassicSuite.NAME) : offered;
        for (String word : theirs) {
            Optional<SignatureSuite> suite = find(word);
            if (suite.isPresent()) {
                return suite.get();
            }
        }
        if (theirs.contains(ClassicSuite.NAME)) {
            throw new RequestException(
                    ErrorCode.NOT_PERMITTED,
                    "the suite " + ItsSuite.NAME + " is required here, and " + ClassicSuite.NAME + " is not accepted");
        }
        throw new InvalidException("suites has none that is known here: " + String.join(", ", words()));
    }
}

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

    /** The suites of a node: {@code its} and, unless it refuses to speak it, {@code classic}. */
    public static Suites of(ClassicSuite classic, boolean requireIts) {
        ItsSuite its = new ItsSuite();
        return new Suites(requireIts ? List.of(its) : List.of(its, classic));
    }

    /** {@return the suites' names, for a client to offer, the best one first} */
    public List<String> words() {
        return spoken.stream().map(SignatureSuite::wireName).toList();
    }

    /** {@return the suites, the best one first; at least one} */
    public List<SignatureSuite> spoken() {
        return spoken;
    }

    /** {@return whether this node refuses to speak {@code classic}} */
    public boolean requireIts() {
        return find(ClassicSuite.NAME).isEmpty();
    }

    /** {@return the suite of a name, if this node speaks it} */
    public Optional<SignatureSuite> find(String word) {
        return spoken.stream().filter(suite -> suite.wireName().equals(word)).findFirst();
    }

    /**
     * The best suite of those that a node speaks, whatever is spoken here: {@code its} if that is among them, else {@code
     * classic}, which is what null means.
     */
    public static String best(@Nullable List<String> offered) {
        return offered != null && offered.contains(ItsSuite.NAME) ? ItsSuite.NAME : ClassicSuite.NAME;
    }

    /**
     * Picks the suite that the offering side likes best of those that this node speaks; null, if it says nothing, is {@code
     * classic}. Words that it does not know do not count.
     *
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

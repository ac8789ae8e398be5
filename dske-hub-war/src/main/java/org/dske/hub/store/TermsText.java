package org.dske.hub.store;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dske.hub.share.ShareTerms;
import org.dske.key.SaeId;
import org.dske.sharing.Places;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a share as a text: a line each with the mode of sharing, the threshold and the places, and then one for each slave. No
 * name has the end of a line in it.
 */
final class TermsText {
    private static final int FIRST_SLAVE = 3;

    private TermsText() {}

    static String of(ShareTerms terms) {
        return (terms.sharing() == null ? "" : terms.sharing()) + "\n"
                + (terms.threshold() == null ? "" : terms.threshold()) + "\n"
                + of(terms.namedPlaces()) + "\n"
                + terms.slaves().stream().map(SaeId::name).collect(Collectors.joining("\n"));
    }

    private static String of(@Nullable Map<String, Integer> places) {
        return places == null
                ? ""
                : places.entrySet().stream()
                        .map(place -> place.getValue() + "=" + place.getKey())
                        .collect(Collectors.joining(" "));
    }

    static ShareTerms parse(SaeId master, String text) {
        String[] lines = text.split("\n", -1);
        return new ShareTerms(
                master,
                Arrays.stream(lines).skip(FIRST_SLAVE).map(SaeId::new).collect(Collectors.toCollection(TreeSet::new)),
                lines[0].isEmpty() ? null : lines[0],
                lines[1].isEmpty() ? null : Integer.valueOf(lines[1]),
                lines[2].isEmpty() ? null : places(lines[2]));
    }

    private static Places places(String text) {
        return Places.of(Arrays.stream(text.split(" ", -1))
                .map(place -> place.split("=", 2))
                .collect(Collectors.toMap(place -> place[1], place -> Integer.valueOf(place[0]))));
    }
}

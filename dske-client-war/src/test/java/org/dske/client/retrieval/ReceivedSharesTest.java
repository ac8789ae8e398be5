package org.dske.client.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.dske.client.keyshare.FetchedShare;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.reconstruction.SearchBudget;
import org.dske.reconstruction.ShareFault;
import org.dske.reconstruction.Verdict;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.Places;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.testing.Vectors;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which shares of the mode its are joined with which: those at the place that the client has for their hub, of equal places. */
class ReceivedSharesTest {
    private static final Deadline EVER = Deadline.in(Duration.ofDays(1));
    private static final Places KNOWN = Places.of(Map.of("hank", 1, "helen", 2, "hilary", 3, "holly", 4, "hugo", 5));

    private final SecureRandom random = new SecureRandom();
    private final KeyId keyId = new KeyId(UUID.randomUUID());
    private final SecretBytes key = SecretBytes.random(32, random);

    /** The shares as an initiator makes them, by hub. */
    private Map<String, Share> split(Places places) {
        List<Share> shares = NetworkSharing.of(places, 3, random).its().split(keyId, key);
        Map<String, Share> byHub = new HashMap<>();
        places.numbers()
                .forEach((hub, number) -> byHub.put(
                        hub.name(),
                        shares.stream()
                                .filter(share -> share.index() == number)
                                .findFirst()
                                .orElseThrow()));
        return byHub;
    }

    private ReceivedShares shares(Places known) {
        return new ReceivedShares(keyId, NetworkSharing.of(known, 3, random), hub -> false, EVER);
    }

    private static void add(ReceivedShares shares, String hub, @Nullable Places places, Share share) {
        shares.add(new NodeName(hub), new FetchedShare(SharingMode.ITS, places, share));
    }

    private static Verdict<NodeName> wrong(ReceivedShares shares) {
        return shares.verdict(new SearchBudget(SearchBudget.SETS, EVER));
    }

    private static Verdict<NodeName> verdict(Map<String, ShareFault> wrong) {
        Map<NodeName, ShareFault> named = new HashMap<>();
        wrong.forEach((hub, fault) -> named.put(new NodeName(hub), fault));
        return new Verdict<>(named, Set.of());
    }

    @Test
    void aHubThatTheResponderDoesNotKnowIsNotItsConcern() {
        Places theirs = Places.of(Map.of("hank", 1, "helen", 2, "hugo", 5, "harry", 200));
        Map<String, Share> made = split(theirs);
        ReceivedShares shares = shares(KNOWN);
        for (String hub : List.of("hank", "helen", "hugo")) {
            add(shares, hub, theirs, made.get(hub));
        }
        assertEquals(Optional.of(key), shares.search());
        assertEquals(Verdict.unanimous(), wrong(shares));
    }

    @Test
    void liarsThatSayOtherPlacesAreJoinedWithNobodyAndNamed() {
        Map<String, Share> made = split(KNOWN);
        Places lie = Places.of(Map.of("hank", 1, "helen", 2, "hilary", 3));
        ReceivedShares shares = shares(KNOWN);
        add(shares, "hank", lie, made.get("hank"));
        add(shares, "helen", lie, made.get("helen"));
        add(shares, "hilary", KNOWN, made.get("hilary"));
        assertEquals(Optional.empty(), shares.search());
        add(shares, "holly", KNOWN, made.get("holly"));
        assertEquals(Optional.empty(), shares.search());
        add(shares, "hugo", KNOWN, made.get("hugo"));
        assertEquals(Optional.of(key), shares.search());
        assertEquals(verdict(Map.of("hank", ShareFault.PLACES, "helen", ShareFault.PLACES)), wrong(shares));
    }

    @Test
    void aHubThatNamesThePlaceOfAnotherIsNotTakenForIt() {
        Map<String, Share> made = split(KNOWN);
        ReceivedShares shares = shares(KNOWN);
        add(shares, "hank", KNOWN, made.get("helen"));
        add(shares, "helen", KNOWN, made.get("hank"));
        assertEquals(
                Set.of(new NodeName("hank"), new NodeName("helen")),
                wrong(shares).wrong().keySet());
        for (String hub : List.of("hilary", "holly", "hugo")) {
            add(shares, hub, KNOWN, made.get(hub));
        }
        assertEquals(Optional.of(key), shares.search());
        assertEquals(verdict(Map.of("hank", ShareFault.INDEX, "helen", ShareFault.INDEX)), wrong(shares));
    }

    /** The operator of one client has a number wrong: the shares of that hub are of no use, and the others give the key. */
    @Test
    void aNumberThatOneClientHasWrongCostsThatHubsShare() {
        Places mistaken = Places.of(Map.of("hank", 7, "helen", 2, "hilary", 3, "holly", 4, "hugo", 5));
        for (List<Places> clients : List.of(List.of(mistaken, KNOWN), List.of(KNOWN, mistaken))) {
            Map<String, Share> made = split(clients.get(0));
            ReceivedShares shares = shares(clients.get(1));
            for (String hub : List.of("hank", "helen", "hilary")) {
                add(shares, hub, clients.get(0), made.get(hub));
            }
            assertEquals(Optional.empty(), shares.search());
            add(shares, "hugo", clients.get(0), made.get("hugo"));
            assertEquals(Optional.of(key), shares.search());
            assertEquals(verdict(Map.of("hank", ShareFault.INDEX)), wrong(shares));
        }
    }

    @TestFactory
    Stream<DynamicTest> negativeVectorsOfIndices() {
        return Vectors.invalid(
                "share-index-invalid.json",
                "ShareIndexOfHub",
                test -> isUsed(
                        Places.of(Map.of("hank", test.getInt("number"))), test, Map.of("hank", test.getInt("number"))));
    }

    @TestFactory
    Stream<DynamicTest> negativeVectorsOfPlaces() {
        return Vectors.invalid("places-invalid.json", "PlacesOfHank", test -> {
            @Nullable Map<String, Integer> said = test.isNull("places") ? null : numbers(test.getJsonObject("places"));
            return isUsed(Places.of(numbers(test.getJsonObject("known"))), test, said);
        });
    }

    private static Map<String, Integer> numbers(JsonObject object) {
        Map<String, Integer> numbers = new HashMap<>();
        object.forEach((name, value) -> numbers.put(name, ((JsonNumber) value).intValue()));
        return numbers;
    }

    /** Whether a share of hank's is one that may be joined with others. */
    private boolean isUsed(Places known, JsonObject test, @Nullable Map<String, Integer> said) {
        Places padded = Places.of(Map.of("a", 253, "b", 254, "c", 252));
        Map<String, Integer> all = new HashMap<>(known.toMessage());
        all.putAll(padded.toMessage());
        ReceivedShares shares = shares(Places.of(all));
        add(
                shares,
                "hank",
                said == null ? null : Places.of(said),
                new Share(test.getInt("index"), SecretBytes.random(64, random)));
        return wrong(shares).wrong().isEmpty();
    }
}

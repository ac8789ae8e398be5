package org.dske.client.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dske.client.keyshare.FetchedShare;
import org.dske.error.InvalidException;
import org.dske.field.SmallField;
import org.dske.key.KeyId;
import org.dske.key.NodeName;
import org.dske.secret.SecretBytes;
import org.dske.sharing.NetworkSharing;
import org.dske.sharing.Places;
import org.dske.sharing.ReconstructionException;
import org.dske.sharing.SecretSharing;
import org.dske.sharing.Share;
import org.dske.sharing.SharingMode;
import org.dske.time.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is proved of the places of shares, with everything tried that there is to try, over fields of 4 and of 8 elements: liars choose
 * the index, the places and the value of their shares, and the operators of the two clients may have numbers wrong. What is run is
 * the search of the product, over a small scheme in place of the mode its.
 */
class PlacesModelTest {
    private static final KeyId KEY_ID = new KeyId(new UUID(1, 2));
    private static final Deadline EVER = Deadline.in(Duration.ofDays(1));
    private static final List<String> HUBS = List.of("a", "b", "c");

    /** Takes down which share is taken for which place, and never finds a key. A share's only byte is its hub. */
    private static final class Recorder implements SecretSharing {
        private final int threshold;
        private final List<Share> joined = new ArrayList<>();

        Recorder(int threshold) {
            this.threshold = threshold;
        }

        @Override
        public List<Share> split(KeyId keyId, SecretBytes key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SecretBytes join(KeyId keyId, List<Share> shares) {
            joined.addAll(shares);
            throw new ReconstructionException("a model");
        }

        @Override
        public int threshold() {
            return threshold;
        }

        @Override
        public boolean hasShareAt(int index) {
            return true;
        }

        @Override
        public int shareSize(int keySize) {
            return 1;
        }
    }

    /** All ways to give the hubs numbers of a field of 4, distinct or not; what is no {@link Places} is left out. */
    private static List<Places> allPlaces(List<String> hubs) {
        List<Places> all = new ArrayList<>();
        for (int code = 0; code < Math.pow(4, hubs.size()); code++) {
            Map<String, Integer> numbers = new HashMap<>();
            for (int hub = 0; hub < hubs.size(); hub++) {
                numbers.put(hubs.get(hub), code >> (2 * hub) & 3);
            }
            boolean sound = !numbers.containsValue(0)
                    && numbers.values().stream().distinct().count() == hubs.size();
            if (sound) {
                all.add(Places.of(numbers));
            } else {
                // No client starts with them, and no message with them is read.
                assertThrows(InvalidException.class, () -> Places.of(numbers));
            }
        }
        return all;
    }

    /** What a hub says of its share. */
    private record Said(int index, @Nullable Places places) {}

    private static int number(Places places, String hub) {
        return places.numberOf(new NodeName(hub)).orElseThrow();
    }

    /**
     * All that a liar may say: any index of the field, and any places, of all hubs or of some.
     *
     * <p>Whoever says another index than its own number is joined with nobody, whatever places it says: that is found by trying all
     * indices with some places, and all places with that number.
     */
    private static List<Said> lies(String hub, Places known, List<Places> sayable) {
        List<Said> lies = new ArrayList<>();
        sayable.forEach(places -> lies.add(new Said(number(known, hub), places)));
        lies.add(new Said(number(known, hub), null));
        for (int index = -1; index <= 4; index++) {
            lies.add(new Said(index, known));
            lies.add(new Said(index, sayable.get(0)));
        }
        return lies;
    }

    /**
     * Three hubs of which one is honest, k = 3: for all numbers that the two operators may have, and all that the two liars may say,
     * each share of a set that is joined is taken for the place where its initiator put it.
     */
    @Test
    void inASetWithOneHonestHubEachShareIsTakenForThePlaceWhereItWasMade() {
        List<Places> configurations = allPlaces(HUBS);
        assertEquals(6, configurations.size());
        List<Places> sayable = new ArrayList<>(configurations);
        sayable.addAll(allPlaces(List.of("a", "b")));
        sayable.addAll(allPlaces(List.of("b", "c")));
        sayable.addAll(allPlaces(List.of("c")));
        sayable.addAll(allPlaces(List.of("a", "b", "d")));
        long joined = 0;
        for (Places initiator : configurations) {
            for (Places responder : configurations) {
                for (int honest = 0; honest < HUBS.size(); honest++) {
                    Said truth = new Said(number(initiator, HUBS.get(honest)), initiator);
                    String first = HUBS.get((honest + 1) % 3);
                    String second = HUBS.get((honest + 2) % 3);
                    for (Said one : lies(first, responder, sayable)) {
                        for (Said other : lies(second, responder, sayable)) {
                            Map<String, Said> said = Map.of(HUBS.get(honest), truth, first, one, second, other);
                            joined += requireInPlace(initiator, responder, said);
                        }
                    }
                }
            }
        }
        assertTrue(joined > 0, "some sets are joined");
    }

    /** Joins what the hubs say, and gives the number of sets. */
    private static int requireInPlace(Places initiator, Places responder, Map<String, Said> said) {
        Recorder recorder = new Recorder(HUBS.size());
        ReceivedShares shares =
                new ReceivedShares(KEY_ID, new NetworkSharing(responder, recorder, recorder), hub -> false, EVER);
        said.forEach((hub, what) -> shares.add(
                new NodeName(hub),
                new FetchedShare(SharingMode.ITS, what.places(), new Share(what.index(), SecretBytes.owning(new byte[] {
                    (byte) hub.charAt(0)
                })))));
        var unused = shares.search();
        for (Share share : recorder.joined) {
            String hub = String.valueOf((char) share.value().expose()[0]);
            assertEquals(number(initiator, hub), share.index(), () -> said + " at " + responder);
        }
        return recorder.joined.size() / HUBS.size();
    }

    /** Shamir's scheme for (s, x, tau) with tau = x^3 + s·x, each an element of a field of 8 in a byte of its own, k = 2. */
    private static final class SmallSharing implements SecretSharing {
        private static final SmallField FIELD = SmallField.OF_8;

        static int tau(int s, int x) {
            return FIELD.hash(x, 1, 0, s);
        }

        @Override
        public List<Share> split(KeyId keyId, SecretBytes key) {
            throw new UnsupportedOperationException("the model makes the shares itself");
        }

        @Override
        public SecretBytes join(KeyId keyId, List<Share> shares) {
            Share one = shares.get(0);
            Share other = shares.get(1);
            if (one.index() == other.index() || one.index() == 0 || other.index() == 0) {
                throw new ReconstructionException("no two places");
            }
            int inverse = inverse(one.index() ^ other.index());
            int[] payload = new int[3];
            for (int i = 0; i < payload.length; i++) {
                payload[i] = FIELD.multiply(
                                FIELD.multiply(other.index(), inverse),
                                one.value().expose()[i])
                        ^ FIELD.multiply(
                                FIELD.multiply(one.index(), inverse),
                                other.value().expose()[i]);
            }
            if (tau(payload[0], payload[1]) != payload[2]) {
                throw new ReconstructionException("tau");
            }
            return SecretBytes.owning(new byte[] {(byte) payload[0]});
        }

        private static int inverse(int element) {
            for (int candidate = 1; candidate < FIELD.size(); candidate++) {
                if (FIELD.multiply(element, candidate) == 1) {
                    return candidate;
                }
            }
            throw new IllegalArgumentException("0 has no inverse");
        }

        @Override
        public int threshold() {
            return 2;
        }

        @Override
        public boolean hasShareAt(int index) {
            return index > 0 && index < FIELD.size();
        }

        @Override
        public int shareSize(int keySize) {
            return 3;
        }
    }

    /**
     * One honest hub and one liar, k = 2: whatever the liar has for its own share, for all keys, all values that it may give instead and all
     * places of the two, the search gives another key for at most d+1 = 2 of the 8 values of x. That is reached.
     */
    @Test
    void aLiarWithAnyValueMakesAWrongKeyForNoMoreValuesOfXThanTheBound() {
        int worst = 0;
        for (int honest = 1; honest < 8; honest += 3) {
            for (int liar = 1; liar < 8; liar++) {
                if (liar != honest) {
                    worst = Math.max(worst, worstOfPlaces(Places.of(Map.of("a", honest, "b", liar))));
                }
            }
        }
        assertEquals(2, worst);
    }

    private static int worstOfPlaces(Places places) {
        SmallField field = SmallField.OF_8;
        int worst = 0;
        int honest = number(places, "a");
        int liar = number(places, "b");
        int ratio = field.multiply(honest, SmallSharing.inverse(liar));
        for (int s = 0; s < 8; s++) {
            // What the liar holds says nothing of x; here it holds zeros.
            for (int value = 0; value < 512; value++) {
                byte[] lie = {(byte) (value & 7), (byte) (value >> 3 & 7), (byte) (value >> 6)};
                int passes = 0;
                for (int x = 0; x < 8; x++) {
                    int[] payload = {s, x, SmallSharing.tau(s, x)};
                    byte[] share = new byte[3];
                    for (int i = 0; i < 3; i++) {
                        // The line through the payload at 0 and zero at the liar's place.
                        share[i] = (byte) (payload[i] ^ field.multiply(ratio, payload[i]));
                    }
                    passes += givesAnotherKey(places, s, share, lie) ? 1 : 0;
                }
                worst = Math.max(worst, passes);
            }
        }
        return worst;
    }

    private static boolean givesAnotherKey(Places places, int s, byte[] share, byte[] lie) {
        SmallSharing sharing = new SmallSharing();
        ReceivedShares shares =
                new ReceivedShares(KEY_ID, new NetworkSharing(places, sharing, sharing), hub -> false, EVER);
        add(shares, places, "a", share);
        add(shares, places, "b", lie.clone());
        return shares.search().filter(key -> key.expose()[0] != s).isPresent();
    }

    private static void add(ReceivedShares shares, Places places, String hub, byte[] value) {
        shares.add(
                new NodeName(hub),
                new FetchedShare(SharingMode.ITS, places, new Share(number(places, hub), SecretBytes.owning(value))));
    }

    /** Why numbers have to be distinct: at the honest hub's place, a liar's share would do for it, and at 0 it would be the key. */
    @Test
    void withEqualNumbersThereIsNoStart() {
        assertThrows(InvalidException.class, () -> Places.of(Map.of("a", 3, "b", 3)));
        assertThrows(InvalidException.class, () -> Places.of(Map.of("a", 0, "b", 3)));
    }
}
